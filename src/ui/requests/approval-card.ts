import { cardLines, type Effect, type PlanItem, type Proposal, type RiskLevel } from '../../domain/proposal.ts';
import type { ApprovalRequest, RequestStatus } from '../../engine/approvals/request/request.ts';
import { capitalize, commandPrefix, showHiddenInLine } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
  escapeMrkdwn,
  person,
  preformatted,
  section,
  sections,
  slackTime,
  truncate,
} from '../block-kit.ts';
import type { Button, KnownBlock } from '../block-types.ts';
import { earlierText, type RequestFacts, shortStatus, statusLines } from './request-state.ts';

const effects: Record<Effect, string> = {
  read: 'Reads',
  write: 'Adds',
  destructive: 'Deletes or replaces',
  spends: 'Costs money',
};
const risks: Record<RiskLevel, string> = {
  low: ':large_green_circle: Low risk',
  medium: ':large_yellow_circle: Medium risk',
  high: ':red_circle: High risk',
};

const closed = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

export const footer = ({ id, command, rule, proposal, expiresAt, status }: ApprovalRequest): string =>
  [
    `Request ${code(id)}`,
    `${effects[proposal.effect]}`,
    `${proposal.calls} API call${proposal.calls === 1 ? '' : 's'}`,
    `${code(`${commandPrefix} ${command}`)}`,
    `Rule: ${escapeMrkdwn(rule)}`,
    ...(status === 'pending' ? [`Expires ${slackTime(expiresAt)}`] : []),
  ].join('  ·  ');

/** What the command added: for information, so it is separate from the risk. */
export const enrichmentBlocks = ({ enrichment }: ApprovalRequest): KnownBlock[] =>
  !enrichment || enrichment.lines.length === 0
    ? []
    : [section([bold(enrichment.title), ...enrichment.lines.map((line) => `• ${escapeMrkdwn(line)}`)].join('\n'))];

/** The items one below the other; a line end inside of one cannot look like another item. */
export function itemLines(items: readonly PlanItem[]): string[] {
  const texts = items.map(({ text }) => text).map(showHiddenInLine);
  return items.map(({ sign }, index) => `${sign} ${texts[index]}`);
}

/** What nobody could see, by code and name. */
export const hiddenBlocks = ({ hidden }: ApprovalRequest): KnownBlock[] =>
  hidden
    ? [
        section(
          `:warning: It has characters that nobody can see; they are written out here: ${escapeMrkdwn(hidden.slice(0, 20).join(', '))}.`,
        ),
      ]
    : [];

const earlierBlocks = (request: ApprovalRequest): KnownBlock[] =>
  request.earlier && request.status === 'pending' ? [section(`:warning: ${earlierText(request)}`)] : [];

const shownReason = 500;

/** The reason as one quoted line, as much of it as a card has room for. */
const quotedReason = ({ reason }: ApprovalRequest): string =>
  reason ? `\n>${escapeMrkdwn(truncate(reason, shownReason)).replace(/\n/g, ' ')}` : '';

/** The risk and its reasons, the most serious first. */
export function riskOf({ risk }: Proposal, most: number, rest: string): string {
  const why = risk.reasons.slice(0, most).map(capitalize).map(closed).map(escapeMrkdwn);
  const left = risk.reasons.length - why.length;
  const more = left > 0 ? [`${left} more reason${left === 1 ? '' : 's'}${rest}.`] : [];
  return [risks[risk.level], ...(why.length > 0 ? [[...why, ...more].join(' ')] : [])].join('. ');
}

/** What undoing takes. */
export const undoOf = ({ undo }: Proposal): string => `:rewind: ${escapeMrkdwn(undo)}`;

/** What it does in words of its own, where the command has some: switch back, say. */
export const undoLabel = ({ proposal }: ApprovalRequest): string => proposal.undoLabel ?? 'Undo';

const undoButton = (request: ApprovalRequest, label = 'Undo'): Button =>
  button(
    label,
    'approval.undo',
    { id: request.id },
    {
      confirm: {
        title: request.proposal.undoLabel ? `${request.proposal.undoLabel}?` : 'Undo this change?',
        text: `This creates a request to reverse “${request.proposal.title}”. The usual rules apply.`,
        confirm: 'Request undo',
      },
    },
  );

const shownMeaning = 8;
const shownCharacters = 2400;
const shownReasons = 4;

/** As many whole lines as fit on a card. */
function itemsThatFit(items: readonly PlanItem[]): readonly PlanItem[] {
  let length = 0;
  const end = items.findIndex(({ text }, index) => {
    length += text.length + 3;
    return index > 0 && length > shownCharacters;
  });
  return items.slice(0, Math.min(cardLines, end < 0 ? items.length : end));
}

/** Only what is not preformatted can mention somebody. */
export const itemsBlock = (lines: string, mentions?: true): KnownBlock =>
  mentions ? section(lines) : preformatted(lines, 'diff');

/** The diff, as far as a card has room; `rest` says where the rest is. */
function diff(
  { items, omittedCount = 0, mentions }: Pick<Proposal, 'items' | 'omittedCount' | 'mentions'>,
  rest = '',
): KnownBlock[] {
  if (items.length === 0) return [];
  const shownItems = itemsThatFit(items);
  const left = items.length - shownItems.length + omittedCount;
  return [
    itemsBlock(truncate(itemLines(shownItems).join('\n'), shownCharacters), mentions),
    ...(left > 0 ? [context(`and ${left.toLocaleString('en-US')} more lines${rest}`)] : []),
  ];
}

/** What will change, what it means, how risky it is and what undoing takes; the same on every copy of the request. */
function body(request: ApprovalRequest, hasDetails = request.status === 'pending'): KnownBlock[] {
  const { proposal, requester } = request;
  const rest = hasDetails ? ', see Details' : `: ${code(`${commandPrefix} approvals show ${request.id}`)}`;
  const unsaid = proposal.meaning.length - shownMeaning;
  const meaning = [
    ...proposal.meaning.slice(0, shownMeaning).map((line) => `• ${escapeMrkdwn(line)}`),
    ...(unsaid > 0 ? [`and ${unsaid} more${rest}`] : []),
  ];
  return [
    section(`${person(requester)} wants: ${bold(proposal.title)}${quotedReason(request)}`),
    ...sections(meaning),
    ...diff(proposal, rest),
    ...hiddenBlocks(request),
    ...earlierBlocks(request),
    ...enrichmentBlocks(request),
    ...sections([riskOf(proposal, shownReasons, rest), undoOf(proposal)]),
    context(footer(request)),
  ];
}

/** Where there is more to see than the card shows. */
const details = ({ id, proposal, reason = '' }: ApprovalRequest): Button[] =>
  reason.length > shownReason ||
  proposal.truncated ||
  proposal.shortened ||
  itemsThatFit(proposal.items).length < proposal.items.length ||
  proposal.meaning.length > shownMeaning ||
  proposal.risk.reasons.length > shownReasons
    ? [button('Details', 'approval.details', { id })]
    : [];

const result = (request: ApprovalRequest, facts: RequestFacts): KnownBlock[] => [
  ...sections(statusLines(request, facts)),
  ...(request.outcome?.lines && request.outcome.lines.length > 0
    ? [context(...request.outcome.lines.slice(0, 8).map(escapeMrkdwn))]
    : []),
  ...replanBlocks(request),
];

/** What the command would do now, after drift; the old approvals do not count for it. */
function replanBlocks({ outcome, require }: ApprovalRequest): KnownBlock[] {
  if (!outcome?.replan) return [];
  const { title, items, result } = outcome.replan;
  const now =
    result === undefined
      ? `do this: ${bold(title)}`
      : `${result === 'nothing' ? 'say' : 'be refused'}: ${escapeMrkdwn(title)}`;
  return [
    section(
      `${require.length > 0 ? 'The approvals no longer count' : 'The confirmation no longer counts'}. The same command would now ${now}`,
    ),
    ...diff(outcome.replan),
    ...(result === 'refused' && items.length > 0
      ? [context('`-` is what was written, `+` is what is there now.')]
      : []),
  ];
}

/** Balances and payment links, for the requester only. */
function forRequester({ outcome }: ApprovalRequest): KnownBlock[] {
  const own = outcome?.forRequester;
  if (!own) return [];
  const link = own.link
    ? ` <${own.link.url.replace(/[|<>]/g, encodeURIComponent)}|${escapeMrkdwn(own.link.label)}>`
    : '';
  return [section(`${escapeMrkdwn(own.text)}${link}`), context('Only you see this.')];
}

const text = (request: ApprovalRequest): string =>
  truncate(
    `${escapeMrkdwn(request.proposal.title)}: ${shortStatus(request)} (request ${request.id}, requested by ${person(request.requester)})`,
    2000,
  );

const message = (request: ApprovalRequest, blocks: readonly KnownBlock[], buttons: readonly Button[]): View => ({
  text: text(request),
  blocks: [...blocks, ...(buttons.length > 0 ? [actions(...buttons)] : [])],
});

/** A read-only card without decision buttons. */
export const requestCard = (request: ApprovalRequest, facts: RequestFacts): View =>
  message(request, [...body(request, true), ...result(request, facts)], details(request));

/** On every card: buttons to decide with only while it waits, afterwards none but Undo. */
const buttonsOf = (request: ApprovalRequest, deciding: readonly Button[], { undo }: RequestFacts): Button[] => {
  if (request.status === 'pending') return [...deciding, ...details(request)];
  return undo ? [undoButton(request)] : [];
};

/** The card in the approvals channel. */
export function approversCard(request: ApprovalRequest, facts: RequestFacts): View {
  const state = { id: request.id, fingerprint: request.fingerprint.slice(0, 16) };
  const deciding = [
    button('Approve', 'approval.approve', state, { style: 'primary' }),
    button('Deny', 'approval.deny', state, { style: 'danger' }),
  ];
  return message(request, [...body(request), ...result(request, facts)], buttonsOf(request, deciding, facts));
}

/** The requester's own message: Apply and Cancel where nobody else is asked, Withdraw while others are. */
export function requesterCard(request: ApprovalRequest, facts: RequestFacts): View {
  const { id, fingerprint, require } = request;
  const state = { id, fingerprint: fingerprint.slice(0, 16) };
  const deciding =
    require.length === 0
      ? [button('Apply', 'approval.apply', state, { style: 'primary' }), button('Cancel', 'approval.cancel', state)]
      : [button('Withdraw', 'approval.withdraw', { id })];
  const blocks = [...body(request), ...result(request, facts), ...forRequester(request)];
  return message(request, blocks, buttonsOf(request, deciding, facts));
}

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
export function outcomeNotice(request: ApprovalRequest, facts: RequestFacts): View {
  const title = `${bold(request.proposal.title)} (request ${code(request.id)})`;
  const text = truncate([title, ...statusLines(request, facts)].join('\n'), 2000);
  const buttons = next(request, facts.undo);
  return buttons.length > 0 ? { text, blocks: [section(text), actions(...buttons)] } : { text };
}
