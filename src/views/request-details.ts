import type { ModalView } from '@slack/types';
import type { ApprovalRequest } from '../core/approval/request.ts';
import type { PlanItem } from '../core/plan.ts';
import { context, escapeMrkdwn, preformatted, section } from './block-kit.ts';

const perBlock = 2800;
const mostBlocks = 60;

/** The whole plan, item by item, in as many blocks as a form holds. */
export function detailsView({ id, proposal }: ApprovalRequest, items: readonly PlanItem[] = proposal.items): ModalView {
  const blocks: string[] = [''];
  for (const { sign, text } of items) {
    const line = `${sign} ${text}\n`.slice(0, perBlock);
    const last = blocks.length - 1;
    if ((blocks[last] ?? '').length + line.length > perBlock) blocks.push(line);
    else blocks[last] += line;
  }
  const left = blocks.length - mostBlocks;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: `Request ${id}`.slice(0, 24) },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      section(`*${escapeMrkdwn(proposal.title)}*`),
      ...proposal.meaning.slice(0, 20).map((line) => section(`• ${escapeMrkdwn(line)}`)),
      ...blocks.slice(0, mostBlocks).map((text) => preformatted(text.trimEnd(), 'diff')),
      ...(left > 0 ? [context('The rest is longer than Slack can show here: it is in the file below the card.')] : []),
    ],
  };
}
