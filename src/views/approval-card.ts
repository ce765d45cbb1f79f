import type { Button, KnownBlock } from '@slack/types';
import type { ApprovalRequest } from '../core/approval/request.ts';
import { capital } from '../core/capital.ts';
import { roomOnCard } from '../core/dns/diff-items.ts';
import type { Effect, PlanItem, Proposal, RiskLevel } from '../core/plan.ts';
import type { View } from '../ports/notifier.ts';
import {
  actions,
  button,
  code,
  context,
  escapeMrkdwn,
  person,
  preformatted,
  section,
  slackTime,
  truncate,
} from './block-kit.ts';
import { inShort, standing } from './request-state.ts';
import { undoButton } from './undo-button.ts';

interface Offers {
  /** Undo is still possible. */
  readonly undo: boolean;
}

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

const shownMeaning = 8;
const shownCharacters = 2400;

const diffLines = (items: readonly PlanItem[]): string => items.map(({ sign, text }) => `${sign} ${text}`).join('\n');

/** The diff, as far as a card has room; `rest` says where the rest is. */
function diff({ items, more = 0 }: Pick<Proposal, 'items' | 'more'>, rest = ''): KnownBlock[] {
  if (items.length === 0) return [];
  const kept = items.slice(0, roomOnCard);
  const left = items.length - kept.length + more;
  return [
    preformatted(truncate(diffLines(kept), shownCharacters), 'diff'),
    ...(left > 0 ? [context(`and ${left.toLocaleString('en-US')} more lines${rest}`)] : []),
  ];
}

const sentence = (text: string): string => `${capital(text)}${/[.!?]$/.test(text) ? '' : '.'}`;

const small = ({ id, command, rule, proposal, expiresAt, status }: ApprovalRequest): string =>
  [
    `Request ${code(id)}`,
    `${effects[proposal.effect]}`,
    `${proposal.calls} API call${proposal.calls === 1 ? '' : 's'}`,
    `${code(`/litemail ${command}`)}`,
    `Rule: ${escapeMrkdwn(rule)}`,
    ...(status === 'pending' ? [`Expires ${slackTime(expiresAt)}`] : []),
  ].join('  ·  ');

/** What live DNS says of it: for information, so it stands apart from the risk. */
const verdict = ({ verdict: lines = [] }: ApprovalRequest): KnownBlock[] =>
  lines.length === 0
    ? []
    : [section(['*For receivers of mail*', ...lines.map((line) => `• ${escapeMrkdwn(line)}`)].join('\n'))];

/** What will change, what it means, how risky it is and what undoing takes; the same on every copy of the request. */
function body(request: ApprovalRequest, hasDetails = request.status === 'pending'): KnownBlock[] {
  const { proposal, requester, reason } = request;
  const rest = hasDetails ? ', see Details' : `: ${code(`/litemail approvals show ${request.id}`)}`;
  const unsaid = proposal.meaning.length - shownMeaning;
  const lines = [
    `${person(requester)} wants: *${escapeMrkdwn(proposal.title)}*${reason ? `\n>${escapeMrkdwn(reason).replace(/\n/g, ' ')}` : ''}`,
    ...proposal.meaning.slice(0, shownMeaning).map((line) => `• ${escapeMrkdwn(line)}`),
    ...(unsaid > 0 ? [`and ${unsaid} more${rest}`] : []),
  ];
  const why = proposal.risk.reasons.map(sentence).map(escapeMrkdwn).join(' ');
  return [
    section(lines.join('\n')),
    ...diff(proposal, rest),
    ...verdict(request),
    section(`${risks[proposal.risk.level]}${why ? `. ${why}` : ''}\n:rewind: ${escapeMrkdwn(proposal.undo)}`),
    context(small(request)),
  ];
}

/** Where there is more to see than the card shows. */
const details = ({ id, proposal }: ApprovalRequest): Button[] =>
  proposal.long || proposal.items.length > roomOnCard || proposal.meaning.length > shownMeaning
    ? [button('Details', 'approval.details', { id })]
    : [];

const result = (request: ApprovalRequest): KnownBlock[] => [
  section(standing(request).join('\n')),
  ...(request.outcome?.lines && request.outcome.lines.length > 0
    ? [context(...request.outcome.lines.slice(0, 8).map(escapeMrkdwn))]
    : []),
  ...instead(request),
];

/** What drift made of the plan: the old approvals do not count for it. */
function instead({ outcome }: ApprovalRequest): KnownBlock[] {
  if (!outcome?.instead) return [];
  const { title, items, does } = outcome.instead;
  const now =
    does === undefined
      ? `do this: *${escapeMrkdwn(title)}*`
      : `${does === 'nothing' ? 'say' : 'be refused'}: ${escapeMrkdwn(title)}`;
  return [
    section(`The approvals are void. The same command would now ${now}`),
    ...diff(outcome.instead),
    ...(does === 'refused' && items.length > 0 ? [context('`-` as it was left, `+` as it is now.')] : []),
  ];
}

/** Balances and payment links are nobody else's business. */
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
    `${escapeMrkdwn(request.proposal.title)}: ${inShort(request)} (request ${request.id}, asked by ${person(request.requester)})`,
    2000,
  );

const message = (request: ApprovalRequest, blocks: readonly KnownBlock[], buttons: readonly Button[]): View => ({
  text: text(request),
  blocks: [...blocks, ...(buttons.length > 0 ? [actions(...buttons)] : [])],
});

/** A request for looking at: nothing can be decided here. */
export const requestCard = (request: ApprovalRequest): View =>
  message(request, [...body(request, true), ...result(request)], details(request));

/** On every card: buttons to decide with only while it waits, afterwards none but Undo. */
const buttonsOf = (request: ApprovalRequest, deciding: readonly Button[], { undo }: Offers): Button[] => {
  if (request.status === 'pending') return [...deciding, ...details(request)];
  return undo ? [undoButton(request)] : [];
};

/** The card in the approvals channel. */
export function approversCard(request: ApprovalRequest, offers: Offers): View {
  const state = { id: request.id, fingerprint: request.fingerprint.slice(0, 16) };
  const deciding = [
    button('Approve', 'approval.approve', state, { style: 'primary' }),
    button('Deny', 'approval.deny', state, { style: 'danger' }),
  ];
  return message(request, [...body(request), ...result(request)], buttonsOf(request, deciding, offers));
}

/** The requester's own message: Apply and Cancel where nobody else is asked, Withdraw while others are. */
export function requesterCard(request: ApprovalRequest, offers: Offers): View {
  const { id, fingerprint, require } = request;
  const state = { id, fingerprint: fingerprint.slice(0, 16) };
  const deciding =
    require.length === 0
      ? [button('Apply', 'approval.apply', state, { style: 'primary' }), button('Cancel', 'approval.cancel', state)]
      : [button('Withdraw', 'approval.withdraw', { id })];
  const blocks = [...body(request), ...result(request), ...forRequester(request)];
  return message(request, blocks, buttonsOf(request, deciding, offers));
}
