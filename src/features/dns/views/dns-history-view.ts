import { displayName } from '../../../domain/dns/model/name.ts';
import type { Zone } from '../../../domain/dns/model/record.ts';
import type { PlanItem } from '../../../domain/proposal.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { commandPrefix } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import {
  bold,
  code,
  context,
  escapeMrkdwn,
  person,
  preformatted,
  section,
  slackTime,
  truncate,
} from '../../../ui/block-kit.ts';
import type { KnownBlock } from '../../../ui/block-types.ts';

interface Entry {
  readonly at: number;
  readonly items: readonly PlanItem[];
}
type How = 'all' | 'part' | 'unknown' | 'under way';
type HistoryEntry =
  | (Entry & { readonly kind: 'request'; readonly request: ApprovalRequest; readonly how: How })
  | (Entry & { readonly kind: 'outside'; readonly since: number; readonly meanwhile: readonly ApprovalRequest[] });

const shown = 2_000;

export const diffText = (items: readonly PlanItem[]): string =>
  items.map(({ sign, text }) => `${sign} ${text}`).join('\n');

/** Every change of a zone with who and why, as far as the app knows. */
export function historyView(zone: Zone, entries: readonly HistoryEntry[]): View {
  const name = displayName(zone.name);
  if (entries.length === 0)
    return { text: `No changes to ${name} in the last 90 days: this app made none and saw none by anybody else.` };
  return {
    text: `History of ${name}`,
    blocks: [
      section(`*History of ${escapeMrkdwn(name)}*, newest first`),
      ...entries.flatMap((entry) => blocksOf(zone, entry)),
      context(
        'Changes made elsewhere are noticed when the records are shown here, or a change is planned or applied. ' +
          `${code(`${commandPrefix} dns diff ${zone.name} 30d`)} compares with the records as they are now.`,
      ),
    ],
  };
}

function blocksOf(zone: Zone, entry: HistoryEntry): KnownBlock[] {
  const head = entry.kind === 'request' ? requestLine(zone, entry) : outsideLine(entry);
  return [
    section(head),
    ...(entry.items.length > 0 ? [preformatted(truncate(diffText(entry.items), shown), 'diff')] : []),
  ];
}

const howSaid: Record<How, string | undefined> = {
  all: undefined,
  part: 'only part of it was written here',
  unknown: 'unknown whether all of it was written here',
  'under way': 'being applied',
};

function requestLine({ name }: Zone, { request, how, at }: HistoryEntry & { readonly kind: 'request' }): string {
  const { id, proposal, requester, reason, decisions, undone, undoneBy } = request;
  const approvers = decisions.filter(({ by, type }) => type === 'approve' && by !== requester);
  const undo = undone?.[name] ?? undoneBy;
  return [
    `${how === 'all' ? ':white_check_mark:' : ':warning:'} ${bold(proposal.title)} ${slackTime(at)}`,
    [
      code(id),
      `requested by ${person(requester)}`,
      ...(approvers.length > 0 ? [`approved by ${approvers.map(({ by }) => person(by)).join(', ')}`] : []),
      ...(howSaid[how] ? [howSaid[how]] : []),
      ...(undo ? [`undone by ${code(undo)}`] : []),
    ].join('  ·  '),
    ...(reason ? [`>${escapeMrkdwn(reason).replace(/\n/g, ' ')}`] : []),
  ].join('\n');
}

function outsideLine({ since, at, meanwhile }: HistoryEntry & { readonly kind: 'outside' }): string {
  const when = `between ${slackTime(since)} and ${slackTime(at)}`;
  if (meanwhile.length === 0) return `:eyes: *Changed outside this app*, ${when}`;
  const by = meanwhile.map(
    ({ id, command, requester }) => `${code(id)} (${escapeMrkdwn(command)}, requested by ${person(requester)})`,
  );
  return `:eyes: *Changed* ${when}\nProbably by LiteMail, for ${by.join(' and ')}. Anything else was changed outside this app.`;
}
