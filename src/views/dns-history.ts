import type { KnownBlock } from '@slack/types';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { displayName } from '../core/dns/name.ts';
import type { Zone } from '../core/dns/record.ts';
import type { PlanItem } from '../core/plan.ts';
import type { View } from '../ports/notifier.ts';
import { code, context, escapeMrkdwn, person, preformatted, section, slackTime, truncate } from './block-kit.ts';

interface Entry {
  readonly at: number;
  readonly items: readonly PlanItem[];
}
type HistoryEntry =
  | (Entry & { readonly kind: 'request'; readonly request: ApprovalRequest })
  | (Entry & { readonly kind: 'outside'; readonly since: number });

const shown = 2_000;

export const diffText = (items: readonly PlanItem[]): string =>
  items.map(({ sign, text }) => `${sign} ${text}`).join('\n');

/** Every change of a zone with who and why, as far as the app knows. */
export function historyView(zone: Zone, entries: readonly HistoryEntry[]): View {
  const name = displayName(zone.name);
  if (entries.length === 0)
    return { text: `This app has not changed ${name}, and has not seen anybody else do so, within the last 90 days.` };
  return {
    text: `History of ${name}`,
    blocks: [
      section(`*History of ${escapeMrkdwn(name)}*, newest first`),
      ...entries.flatMap(blocksOf),
      context(
        'What others change is seen whenever a change is planned or applied here. ' +
          `${code(`/litemail dns diff ${zone.name} 30d`)} compares with the records as they are now.`,
      ),
    ],
  };
}

function blocksOf(entry: HistoryEntry): KnownBlock[] {
  const head = entry.kind === 'request' ? requestLine(entry.request, entry.at) : outsideLine(entry.since, entry.at);
  return [
    section(head),
    ...(entry.items.length > 0 ? [preformatted(truncate(diffText(entry.items), shown), 'diff')] : []),
  ];
}

function requestLine({ id, proposal, requester, reason, decisions, status, undoneBy }: ApprovalRequest, at: number) {
  const approvers = decisions.filter(({ by, verdict }) => verdict === 'approve' && by !== requester);
  return [
    `${status === 'applied' ? ':white_check_mark:' : ':warning:'} *${escapeMrkdwn(proposal.title)}* ${slackTime(at)}`,
    [
      code(id),
      `asked by ${person(requester)}`,
      ...(approvers.length > 0 ? [`approved by ${approvers.map(({ by }) => person(by)).join(', ')}`] : []),
      ...(status === 'failed' ? ['only a part was written'] : []),
      ...(undoneBy ? [`undone by ${code(undoneBy)}`] : []),
    ].join('  ·  '),
    ...(reason ? [`>${escapeMrkdwn(reason).replace(/\n/g, ' ')}`] : []),
  ].join('\n');
}

const outsideLine = (since: number, at: number): string =>
  `:eyes: *Changed outside this app*, between ${slackTime(since)} and ${slackTime(at)}`;
