import { nounOf } from '../../domain/proposal.ts';
import type { Requirement } from '../../engine/approvals/policy/policy.ts';
import type { ApprovalRequest } from '../../engine/approvals/request/request.ts';
import type { View } from '../../ports/notifier.ts';
import { bold, code, escapeMrkdwn, person, slackTime, truncate } from '../block-kit.ts';

/** What the rules make of a request, beside what is stored in it. */
export interface RequestFacts {
  /** Entries of `require` that are still open, with how many people each lacks. */
  readonly missing: readonly { readonly requirement: Requirement; readonly shortBy: number }[];
  /** Something was changed that can be put back. */
  readonly written: boolean;
  /** Undo is still possible. */
  readonly undo: boolean;
}

const who = (from: string): string =>
  from.startsWith('S') ? `<!subteam^${from}>` : /^[UW][A-Z0-9]+$/.test(from) ? person(from) : `${from}s`;

const mentions = (ids: readonly string[] | undefined): string =>
  !ids || ids.length === 0
    ? ''
    : ` (${ids.slice(0, 8).map(person).join(', ')}${ids.length > 8 ? ` and ${ids.length - 8} more` : ''})`;

/** "1 of the approvers (@Bo, @Ada)", one for each entry of the rule, with what is still open. */
function quorum(request: ApprovalRequest, { missing }: RequestFacts): string {
  const open = new Map(missing.map(({ requirement, shortBy }) => [requirement, shortBy]));
  return request.require
    .map((requirement, index) => {
      const { min, from } = requirement;
      const lacks = open.get(requirement) ?? 0;
      return `${min - lacks} of ${min} from ${who(from)}${mentions(request.eligible[index])}`;
    })
    .join('; ');
}

/** Where the approvers' card is: a channel, or somebody's direct messages. */
const whereAsked = ({ channel = '' }: ApprovalRequest): string =>
  /^[UW]/.test(channel) ? `a direct message to ${person(channel)}` : `<#${channel}>`;

/** Of what somebody wrote; the requester's own words have no more room on a card either. */
const shownReason = 1000;

/** After a refusal for drift the approvals are history, not an outcome. */
const decisionLines = ({ decisions, require, status }: ApprovalRequest): string[] =>
  decisions.map(({ by, type, at, reason }) => {
    const asked = require.length > 0;
    const why = reason ? `: “${escapeMrkdwn(truncate(reason, shownReason))}”` : '';
    const what = type === 'approve' ? (asked ? 'Approved' : 'Confirmed') : asked ? 'Denied' : 'Cancelled';
    if (status === 'refused') return `${what} before that by ${person(by)} ${slackTime(at)}${why}`;
    return `${type === 'approve' ? ':white_check_mark:' : ':no_entry:'} ${what} by ${person(by)} ${slackTime(at)}${why}`;
  });

/** A run stopped by hand is not shown as a failure. */
export function stopped({ stop, outcome, proposal }: ApprovalRequest): string | undefined {
  if (!stop || !outcome?.stopped) return undefined;
  const all = Object.values(outcome.written ?? {});
  const unknown = all.filter((how) => how === 'unknown').length;
  const doubt = unknown > 0 ? `; the outcome of ${unknown} more is unknown` : '';
  return `Stopped by ${person(stop.by)}: ${all.length - unknown} of ${proposal.subjects?.length ?? 0} ${nounOf(proposal)} written${doubt}.`;
}

function failed(request: ApprovalRequest, { written }: RequestFacts): string {
  const byHand = stopped(request);
  if (byHand) return `:octagonal_sign: *${byHand}*`;
  const unknown = Object.values(request.outcome?.written ?? {}).includes('unknown');
  const how = unknown ? '; what was written is unknown' : written ? '; part of it was written' : '';
  return `:x: *Failed${how}.*`;
}

/** By which requests, and for how many subjects where that is not all of it. */
function undone({ undone: subjects = {}, undoneBy, outcome, proposal }: ApprovalRequest): string[] {
  const by = [...new Set([...Object.values(subjects), ...(undoneBy ? [undoneBy] : [])])];
  if (by.length === 0) return [];
  const all = Object.keys(outcome?.written ?? {}).length;
  const part = undoneBy ? '' : ` in ${Object.keys(subjects).length} of ${all} ${nounOf(proposal)}`;
  return [`:rewind: Undone${part} by request ${by.map(code).join(', ')}`];
}

/** One line that says where the request stands. */
function state(request: ApprovalRequest, facts: RequestFacts): string {
  switch (request.status) {
    case 'pending':
      if (request.postError)
        return `:warning: *Nobody has been asked yet:* the card could not be posted in ${whereAsked(request)}. ${request.postError} Withdraw this request, and ask again once that is fixed.`;
      return request.require.length > 0
        ? `:hourglass_flowing_sand: *Waiting* — ${quorum(request, facts)}`
        : ':hourglass_flowing_sand: *Waiting for you to apply it*';
    case 'approved':
      return `:gear: *Applying* ${request.progress ? `— ${request.progress}` : '…'}`;
    case 'applied':
      return `:white_check_mark: *Done.* ${escapeMrkdwn(request.outcome?.text ?? '')}`;
    case 'failed':
      return `${failed(request, facts)} ${escapeMrkdwn(request.outcome?.text ?? '')}`;
    case 'refused':
      return `:warning: *Refused, nothing was written.* ${escapeMrkdwn(request.outcome?.text ?? '')}`;
    case 'denied':
      return request.require.length > 0
        ? ':no_entry: *Denied.* Nothing was changed.'
        : ':no_entry: *Cancelled.* Nothing was changed.';
    case 'expired':
      return `:alarm_clock: *Expired* ${slackTime(request.expiresAt)}. Nothing was changed; ask again if it is still needed.`;
    case 'withdrawn':
      return `:leftwards_arrow_with_hook: *Withdrawn* by ${person(request.requester)}. Nothing was changed.`;
  }
}

/** The status in a word or two. */
export function shortStatus(request: ApprovalRequest): string {
  if (request.status === 'pending' && request.postError) return 'nobody has been asked yet';
  return request.status === 'failed' && stopped(request) ? 'stopped' : plainState[request.status];
}

const plainState: Record<ApprovalRequest['status'], string> = {
  pending: 'waiting',
  approved: 'being applied',
  applied: 'done',
  failed: 'failed',
  refused: 'refused because a record changed',
  denied: 'denied',
  expired: 'expired',
  withdrawn: 'withdrawn',
};

/** The request's status, who decided, and whether it was undone. */
export const statusLines = (request: ApprovalRequest, facts: RequestFacts): string[] => [
  state(request, facts),
  ...decisionLines(request),
  ...undone(request),
];

/** The immediate reply to whoever typed the command. */
export function requestCreatedView(request: ApprovalRequest): View {
  const { id, require, proposal, status } = request;
  const earlier = request.earlier ? ` ${earlierText(request)}` : '';
  if (status === 'approved')
    return {
      text: `On it: ${escapeMrkdwn(proposal.title)}. I’ll send you the outcome as a direct message (request ${code(id)}).${earlier}`,
    };
  if (require.length === 0)
    return {
      text: `Here is the plan for ${bold(proposal.title)}: look at it and press *Apply* in my direct message to you (request ${code(id)}).${earlier}`,
    };
  return {
    text: `I am asking for approval in ${whereAsked(request)} (request ${code(id)}): ${escapeMrkdwn(proposal.title)}. My direct message to you shows its status.${earlier}`,
  };
}

/** `r-7f3a2k` by @Ana: what was asked on the same things before. */
export const earlierText = ({ earlier = [] }: ApprovalRequest): string =>
  earlier.length === 0
    ? ''
    : `Asked on the same ${earlier.length === 1 ? 'thing before, and still open' : 'things before, and still open'}: ${earlier
        .map(
          ({ id, requester, status }) =>
            `${code(id)} by ${person(requester)}${status === 'approved' ? ', being applied' : ''}`,
        )
        .join('; ')}.`;
