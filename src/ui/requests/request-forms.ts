import type { PlanItem } from '../../domain/proposal.ts';
import type { ApprovalRequest } from '../../engine/approvals/request/request.ts';
import { bold, context, escapeMrkdwn, person, section, sections } from '../block-kit.ts';
import type { ModalView } from '../block-types.ts';
import { formView } from '../form-view.ts';
import { enrichmentBlocks, footer, hiddenBlocks, itemLines, itemsBlock, riskOf, undoOf } from './approval-card.ts';

const perBlock = 2800;
const mostBlocks = 60;
const mostMeaning = 20;
const mostReasons = 20;

/** All that a card says, and the whole plan, item by item, in as many blocks as a form holds. */
export function detailsView(request: ApprovalRequest, items: readonly PlanItem[] = request.proposal.items): ModalView {
  const { id, proposal, requester, reason } = request;
  const blocks: string[] = [''];
  for (const item of itemLines(items)) {
    for (const line of pieces(`${item}\n`)) {
      const last = blocks.length - 1;
      if ((blocks[last] ?? '').length + line.length > perBlock) blocks.push(line);
      else blocks[last] += line;
    }
  }
  const left = blocks.length - mostBlocks;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: `Request ${id}`.slice(0, 24) },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      section(`${person(requester)} wants: ${bold(proposal.title)}`),
      ...sections(reason ? reason.split('\n').map((line) => `>${escapeMrkdwn(line)}`) : []),
      ...sections(proposal.meaning.map((line) => `• ${escapeMrkdwn(line)}`)).slice(0, mostMeaning),
      ...blocks.slice(0, mostBlocks).map((text) => itemsBlock(text.trimEnd(), proposal.mentions)),
      ...hiddenBlocks(request),
      ...enrichmentBlocks(request),
      ...sections([riskOf(proposal, mostReasons, ''), undoOf(proposal)]),
      context(footer(request)),
      ...(left > 0 ? [context('The rest is too long to show in Slack. It is in the file below the card.')] : []),
    ],
  };
}

/** A line that is longer than a block goes on in the next one. */
const pieces = (line: string): string[] =>
  Array.from({ length: Math.ceil(line.length / perBlock) }, (_, at) => line.slice(at * perBlock, (at + 1) * perBlock));

export const denyFormView = (state: { id: string; fingerprint: string }, channel?: string): ModalView =>
  formView({
    route: 'approval.deny.form',
    state: { ...state, ...(channel && { channel }) },
    title: 'Deny this request',
    submit: 'Deny',
    fields: [
      {
        id: 'reason',
        label: 'Reason',
        hint: 'The requester sees it. Nothing will be changed.',
        input: { type: 'text', multiline: true },
      },
    ],
  });
