import type { Button, KnownBlock } from '@slack/types';
import { missing } from '../core/approval/decide.ts';
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

interface Now {
  readonly now: number;
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

/** The diff, as far as a card has room; the rest is behind Details. */
function diff({ items, more = 0 }: Pick<Proposal, 'items' | 'more'>): KnownBlock[] {
  if (items.length === 0) return [];
  const kept = items.slice(0, roomOnCard);
  const left = items.length - kept.length + more;
  return [
    preformatted(truncate(diffLines(kept), shownCharacters), 'diff'),
    ...(left > 0 ? [context(`and ${left.toLocaleString('en-US')} more lines, see Details`)] : []),
  ];
}

const who = (from: string): string =>
  from.startsWith('S') ? `<!subteam^${from}>` : /^[UW][A-Z0-9]+$/.test(from) ? person(from) : `${from}s`;

const mentions = (ids: readonly string[] | undefined): string =>
  !ids || ids.length === 0
    ? ''
    : ` (${ids.slice(0, 8).map(person).join(', ')}${ids.length > 8 ? ` and ${ids.length - 8} more` : ''})`;

/** "1 of the approvers (@Bo, @Ada)", one for each entry of the rule, with what is still open. */
function quorum(request: ApprovalRequest): string {
  const open = new Map(missing(request).map(({ requirement, lacks }) => [requirement, lacks]));
  return request.require
    .map((requirement, index) => {
      const { min, from } = requirement;
      const lacks = open.get(requirement) ?? 0;
      return `${min - lacks} of ${min} from ${who(from)}${mentions(request.eligible[index])}`;
    })
    .join('; ');
}

const sentence = (text: string): string => `${capital(text)}${/[.!?]$/.test(text) ? '' : '.'}`;

const verdicts = (request: ApprovalRequest): string[] =>
  request.decisions.map(
    ({ by, verdict, at, reason }) =>
      `${verdict === 'approve' ? (request.require.length > 0 ? ':white_check_mark: Approved' : ':white_check_mark: Confirmed') : request.require.length > 0 ? ':no_entry: Denied' : ':no_entry: Cancelled'} by ${person(by)} ${slackTime(at)}${reason ? `: “${escapeMrkdwn(reason)}”` : ''}`,
  );

/** One line that says where the request stands. */
function state(request: ApprovalRequest): string {
  switch (request.status) {
    case 'pending':
      return request.require.length > 0
        ? `:hourglass_flowing_sand: *Waiting* — ${quorum(request)}`
        : ':hourglass_flowing_sand: *Waiting for you to apply it*';
    case 'approved':
      return `:gear: *Being carried out* ${request.progress ? `— ${request.progress}` : '…'}`;
    case 'applied':
      return `:white_check_mark: *Done.* ${escapeMrkdwn(request.outcome?.text ?? '')}`;
    case 'failed':
      return `:x: *${request.inverse ? 'Failed, and part of it was written.' : 'Failed.'}* ${escapeMrkdwn(request.outcome?.text ?? '')}`;
    case 'refused':
      return `:warning: *Refused, nothing was written.* ${escapeMrkdwn(request.outcome?.text ?? '')}`;
    case 'denied':
      return request.require.length > 0
        ? ':no_entry: *Denied.* Nothing was changed.'
        : ':no_entry: *Cancelled.* Nothing was changed.';
    case 'expired':
      return `:alarm_clock: *Expired* ${slackTime(request.expiresAt)}. Nothing was changed; ask again if it is still wanted.`;
    case 'withdrawn':
      return `:leftwards_arrow_with_hook: *Withdrawn* by ${person(request.requester)}. Nothing was changed.`;
  }
}

const plainState: Record<ApprovalRequest['status'], string> = {
  pending: 'waiting',
  approved: 'being carried out',
  applied: 'done',
  failed: 'failed',
  refused: 'refused because a record changed',
  denied: 'denied',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

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
function body(request: ApprovalRequest): KnownBlock[] {
  const { proposal, requester, reason } = request;
  const unsaid = proposal.meaning.length - shownMeaning;
  const lines = [
    `${person(requester)} wants: *${escapeMrkdwn(proposal.title)}*${reason ? `\n>${escapeMrkdwn(reason).replace(/\n/g, ' ')}` : ''}`,
    ...proposal.meaning.slice(0, shownMeaning).map((line) => `• ${escapeMrkdwn(line)}`),
    ...(unsaid > 0 ? [`and ${unsaid} more, see Details`] : []),
  ];
  const why = proposal.risk.reasons.map(sentence).map(escapeMrkdwn).join(' ');
  return [
    section(lines.join('\n')),
    ...diff(proposal),
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

const undo = 'Undo';
export const undoLabel = ({ proposal }: ApprovalRequest): string => proposal.back ?? undo;

const undoButton = (request: ApprovalRequest, label = undoLabel(request)): Button =>
  button(
    label,
    'approval.undo',
    { id: request.id },
    {
      confirm: {
        title: request.proposal.back ? `${request.proposal.back}?` : 'Undo this change?',
        text: `This asks for the reverse of “${request.proposal.title}”. It is a request like any other.`,
        confirm: 'Ask for it',
      },
    },
  );

const result = (request: ApprovalRequest): KnownBlock[] => [
  section(
    [
      state(request),
      ...verdicts(request),
      ...(request.undoneBy ? [`:rewind: Undone by request ${code(request.undoneBy)}`] : []),
    ].join('\n'),
  ),
  ...(request.outcome?.lines && request.outcome.lines.length > 0
    ? [context(...request.outcome.lines.slice(0, 8).map(escapeMrkdwn))]
    : []),
  ...instead(request),
];

/** What drift made of the plan: the old approvals do not count for it. */
function instead({ outcome }: ApprovalRequest): KnownBlock[] {
  if (!outcome?.instead) return [];
  const { title } = outcome.instead;
  return [
    section(`The approvals are void. The same command would now do this: *${escapeMrkdwn(title)}*`),
    ...diff(outcome.instead),
  ];
}

const againButton = ({ id, status, proposal, args }: ApprovalRequest): Button[] =>
  (status === 'refused' || status === 'failed') && proposal.dns && Object.keys(args).length > 0
    ? [button('Ask again', 'approval.again', { id })]
    : [];

/** Balances and payment links are nobody else's business. */
function forRequester({ outcome }: ApprovalRequest): KnownBlock[] {
  const own = outcome?.forRequester;
  if (!own) return [];
  const link = own.link
    ? ` <${own.link.url.replace(/[|<>]/g, encodeURIComponent)}|${escapeMrkdwn(own.link.label)}>`
    : '';
  return [section(`${escapeMrkdwn(own.text)}${link}`), context('Only you see this.')];
}

const text = ({ status, proposal, requester, id }: ApprovalRequest): string =>
  truncate(
    `${escapeMrkdwn(proposal.title)}: ${plainState[status]} (request ${id}, asked by ${person(requester)})`,
    2000,
  );

/** A request without any button, for looking at. */
export const requestCard = (request: ApprovalRequest): View => ({
  text: text(request),
  blocks: [...body(request), ...result(request)],
});

/** The card in the approvals channel. Buttons only while it waits; afterwards none but Undo. */
export function approversCard(request: ApprovalRequest, { undo: canUndo }: Now): View {
  const { id, fingerprint, status } = request;
  const state = { id, fingerprint: fingerprint.slice(0, 16) };
  const decide: Button[] = [
    button('Approve', 'approval.approve', state, { style: 'primary' }),
    button('Deny', 'approval.deny', state, { style: 'danger' }),
    ...details(request),
  ];
  return {
    text: text(request),
    blocks: [
      ...body(request),
      ...result(request),
      ...(status === 'pending' ? [actions(...decide)] : canUndo ? [actions(undoButton(request, undo))] : []),
    ],
  };
}

/** The requester's own message: Apply and Cancel where nobody else is asked, Withdraw while others are, then the outcome, and a way to ask again. */
export function requesterCard(request: ApprovalRequest, { undo }: Now): View {
  const { id, fingerprint, status, require } = request;
  const state = { id, fingerprint: fingerprint.slice(0, 16) };
  const mine: Button[] =
    require.length === 0
      ? [button('Apply', 'approval.apply', state, { style: 'primary' }), button('Cancel', 'approval.cancel', state)]
      : [button('Withdraw', 'approval.withdraw', { id })];
  return {
    text: text(request),
    blocks: [
      ...body(request),
      ...result(request),
      ...forRequester(request),
      ...(status === 'pending' ? [actions(...mine, ...details(request))] : buttonsAfter(request, undo)),
    ],
  };
}

/** How it ended, as a message of its own: a change of an old message notifies nobody. */
export const outcomeNotice = (request: ApprovalRequest): View => ({
  text: truncate(
    [
      `*${escapeMrkdwn(request.proposal.title)}* (request ${code(request.id)})`,
      state(request),
      ...verdicts(request),
    ].join('\n'),
    2000,
  ),
});

function buttonsAfter(request: ApprovalRequest, undo: boolean): KnownBlock[] {
  const left = [...(undo ? [undoButton(request)] : []), ...againButton(request)];
  return left.length > 0 ? [actions(...left)] : [];
}

/** What the person who typed the command reads at once. */
export function filedView({ id, require, channel, proposal, status }: ApprovalRequest): View {
  if (status === 'approved')
    return {
      text: `On it: ${escapeMrkdwn(proposal.title)}. The outcome comes as a direct message (request ${code(id)}).`,
    };
  if (require.length === 0)
    return {
      text: `Here is the plan for *${escapeMrkdwn(proposal.title)}*: look at it and press *Apply* in my direct message to you (request ${code(id)}).`,
    };
  return {
    text: `Asked for approval in <#${channel}> (request ${code(id)}): ${escapeMrkdwn(proposal.title)}. You get a direct message when it is decided.`,
  };
}
