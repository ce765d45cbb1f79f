import type { Button } from '@slack/types';
import type { ApprovalRequest, RequestStatus } from '../core/approval/request.ts';
import type { View } from '../ports/notifier.ts';
import { actions, bold, button, code, section, truncate } from './block-kit.ts';
import { standing } from './request-state.ts';
import { undoButton } from './undo-button.ts';

const ended: ReadonlySet<RequestStatus> = new Set(['applied', 'failed', 'refused', 'denied', 'expired']);

/**
 * Whether the requester is told in a message of its own how it ended: who pressed Apply sees on the plan that it went
 * well. One that was posted is kept true, whatever is found out later.
 */
export function hasNotice({ channel, status, proposal, cards }: ApprovalRequest): boolean {
  if (cards.some(({ kind }) => kind === 'outcome')) return true;
  if (channel) return ended.has(status);
  return status === 'failed' || status === 'refused' || (status === 'applied' && proposal.back !== undefined);
}

/** What one can do about it from here; the cards have nothing but Undo. */
function next(request: ApprovalRequest, undo: boolean): Button[] {
  const { id, status, proposal, args } = request;
  if (undo && proposal.back) return [undoButton(request, proposal.back)];
  const canAsk = (status === 'refused' || status === 'failed') && proposal.dns && Object.keys(args).length > 0;
  return canAsk ? [button('Ask again', 'approval.again', { id })] : [];
}

/** How it ended, as a message of its own: a change of an old message notifies nobody. */
export function outcomeNotice(request: ApprovalRequest, { undo }: { undo: boolean }): View {
  const title = `${bold(request.proposal.title)} (request ${code(request.id)})`;
  const text = truncate([title, ...standing(request)].join('\n'), 2000);
  const buttons = next(request, undo);
  return buttons.length > 0 ? { text, blocks: [section(text), actions(...buttons)] } : { text };
}
