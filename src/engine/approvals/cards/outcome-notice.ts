import type { View } from '../../../ports/notifier.ts';
import { actions, bold, button, code, section, truncate } from '../../../ui/block-kit.ts';
import type { Button } from '../../../ui/block-types.ts';
import type { ApprovalRequest, RequestStatus } from '../request/request.ts';
import { statusLines } from './request-state.ts';
import { undoButton } from './undo-button.ts';

const endedStatuses: ReadonlySet<RequestStatus> = new Set(['applied', 'failed', 'refused', 'denied', 'expired']);

/**
 * Whether the requester gets a separate message about the outcome: who pressed Apply already sees success on the plan. A
 * notice that was posted is kept up to date.
 */
export function hasNotice({ channel, status, proposal, cards }: ApprovalRequest): boolean {
  if (cards.some(({ kind }) => kind === 'outcome')) return true;
  if (channel) return endedStatuses.has(status);
  return status === 'failed' || status === 'refused' || (status === 'applied' && proposal.undoLabel !== undefined);
}

/** Follow-up buttons; the cards only have Undo. */
function next(request: ApprovalRequest, undo: boolean): Button[] {
  const { id, status, proposal, args } = request;
  if (undo && proposal.undoLabel) return [undoButton(request, proposal.undoLabel)];
  const canAsk = (status === 'refused' || status === 'failed') && proposal.confirm && Object.keys(args).length > 0;
  return canAsk ? [button('Ask again', 'approval.again', { id })] : [];
}

/** The outcome as a new message, because updating an old one notifies nobody. */
export function outcomeNotice(request: ApprovalRequest, { undo }: { undo: boolean }): View {
  const title = `${bold(request.proposal.title)} (request ${code(request.id)})`;
  const text = truncate([title, ...statusLines(request)].join('\n'), 2000);
  const buttons = next(request, undo);
  return buttons.length > 0 ? { text, blocks: [section(text), actions(...buttons)] } : { text };
}
