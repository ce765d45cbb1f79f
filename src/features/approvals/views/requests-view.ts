import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, escapeMrkdwn, person, section, slackTime } from '../../../ui/block-kit.ts';
import { plural } from '../../../ui/list.ts';

const line = ({ id, proposal, requester, status, createdAt }: ApprovalRequest): string =>
  `• ${code(id)} ${escapeMrkdwn(proposal.title)} by ${person(requester)} ${slackTime(createdAt)}: *${status}*`;

const inBlocks = (title: string, requests: readonly ApprovalRequest[]) =>
  Array.from({ length: Math.ceil(requests.length / 8) }, (_, index) =>
    section(
      [...(index === 0 ? [`*${title}*`] : []), ...requests.slice(index * 8, (index + 1) * 8).map(line)].join('\n'),
    ),
  );

export function requestsView(waiting: readonly ApprovalRequest[], recent: readonly ApprovalRequest[]): View {
  if (waiting.length + recent.length === 0) return { text: 'There are no requests yet.' };
  return {
    text: plural(waiting.length, 'waiting request'),
    blocks: [...inBlocks('Waiting', waiting), ...inBlocks('Latest', recent)],
  };
}
