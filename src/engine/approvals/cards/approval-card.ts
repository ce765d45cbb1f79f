import { cardLines, type PlanItem, type Proposal } from '../../../domain/proposal.ts';
import type { View } from '../../../ports/notifier.ts';
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
  truncate,
} from '../../../ui/block-kit.ts';
import type { Button, KnownBlock } from '../../../ui/block-types.ts';
import type { ApprovalRequest } from '../request/request.ts';
import { enrichmentBlocks, footer, hiddenBlocks, itemLine, quotedReason, riskOf, undoOf } from './request-body.ts';
import { shortStatus, statusLines } from './request-state.ts';
import { undoButton } from './undo-button.ts';

interface Offers {
  /** Undo is still possible. */
  readonly undo: boolean;
}

const shownMeaning = 8;
const shownCharacters = 2400;
const shownReasons = 4;

const diffLines = (items: readonly PlanItem[]): string => items.map(itemLine).join('\n');

/** As many whole lines as fit on a card. */
function itemsThatFit(items: readonly PlanItem[]): readonly PlanItem[] {
  let length = 0;
  const end = items.findIndex(({ text }, index) => {
    length += text.length + 3;
    return index > 0 && length > shownCharacters;
  });
  return items.slice(0, Math.min(cardLines, end < 0 ? items.length : end));
}

/** The diff, as far as a card has room; `rest` says where the rest is. */
function diff({ items, omittedCount = 0 }: Pick<Proposal, 'items' | 'omittedCount'>, rest = ''): KnownBlock[] {
  if (items.length === 0) return [];
  const shownItems = itemsThatFit(items);
  const left = items.length - shownItems.length + omittedCount;
  return [
    preformatted(truncate(diffLines(shownItems), shownCharacters), 'diff'),
    ...(left > 0 ? [context(`and ${left.toLocaleString('en-US')} more lines${rest}`)] : []),
  ];
}

/** What will change, what it means, how risky it is and what undoing takes; the same on every copy of the request. */
function body(request: ApprovalRequest, hasDetails = request.status === 'pending'): KnownBlock[] {
  const { proposal, requester } = request;
  const rest = hasDetails ? ', see Details' : `: ${code(`/litemail approvals show ${request.id}`)}`;
  const unsaid = proposal.meaning.length - shownMeaning;
  const lines = [
    `${person(requester)} wants: ${bold(proposal.title)}${quotedReason(request)}`,
    ...proposal.meaning.slice(0, shownMeaning).map((line) => `• ${escapeMrkdwn(line)}`),
    ...(unsaid > 0 ? [`and ${unsaid} more${rest}`] : []),
  ];
  return [
    section(lines.join('\n')),
    ...diff(proposal, rest),
    ...hiddenBlocks(request),
    ...enrichmentBlocks(request),
    section(`${riskOf(proposal, shownReasons, rest)}\n${undoOf(proposal)}`),
    context(footer(request)),
  ];
}

/** Where there is more to see than the card shows. */
const details = ({ id, proposal }: ApprovalRequest): Button[] =>
  proposal.truncated ||
  proposal.shortened ||
  itemsThatFit(proposal.items).length < proposal.items.length ||
  proposal.meaning.length > shownMeaning ||
  proposal.risk.reasons.length > shownReasons
    ? [button('Details', 'approval.details', { id })]
    : [];

const result = (request: ApprovalRequest): KnownBlock[] => [
  section(statusLines(request).join('\n')),
  ...(request.outcome?.lines && request.outcome.lines.length > 0
    ? [context(...request.outcome.lines.slice(0, 8).map(escapeMrkdwn))]
    : []),
  ...replanBlocks(request),
];

/** What the command would do now, after drift; the old approvals do not count for it. */
function replanBlocks({ outcome }: ApprovalRequest): KnownBlock[] {
  if (!outcome?.replan) return [];
  const { title, items, result } = outcome.replan;
  const now =
    result === undefined
      ? `do this: ${bold(title)}`
      : `${result === 'nothing' ? 'say' : 'be refused'}: ${escapeMrkdwn(title)}`;
  return [
    section(`The approvals no longer count. The same command would now ${now}`),
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
