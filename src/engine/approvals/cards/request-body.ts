import type { Effect, PlanItem, Proposal, RiskLevel } from '../../../domain/proposal.ts';
import { capitalize } from '../../../lib/capitalise.ts';
import { showHiddenInLine } from '../../../lib/visible-text.ts';
import { bold, code, escapeMrkdwn, section, slackTime } from '../../../ui/block-kit.ts';
import type { KnownBlock } from '../../../ui/block-types.ts';
import type { ApprovalRequest } from '../request/request.ts';

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

const sentence = (text: string): string => `${capitalize(text)}${/[.!?]$/.test(text) ? '' : '.'}`;

export const footer = ({ id, command, rule, proposal, expiresAt, status }: ApprovalRequest): string =>
  [
    `Request ${code(id)}`,
    `${effects[proposal.effect]}`,
    `${proposal.calls} API call${proposal.calls === 1 ? '' : 's'}`,
    `${code(`/litemail ${command}`)}`,
    `Rule: ${escapeMrkdwn(rule)}`,
    ...(status === 'pending' ? [`Expires ${slackTime(expiresAt)}`] : []),
  ].join('  ·  ');

/** What the command added: for information, so it is separate from the risk. */
export const enrichmentBlocks = ({ enrichment }: ApprovalRequest): KnownBlock[] =>
  !enrichment || enrichment.lines.length === 0
    ? []
    : [section([bold(enrichment.title), ...enrichment.lines.map((line) => `• ${escapeMrkdwn(line)}`)].join('\n'))];

/** The items one below the other; a line end inside of one cannot look like another item. */
export const itemLine = ({ sign, text }: PlanItem): string => `${sign} ${showHiddenInLine(text)}`;

/** What nobody could see, by code and name. */
export const hiddenBlocks = ({ hidden }: ApprovalRequest): KnownBlock[] =>
  hidden
    ? [
        section(
          `:warning: It has characters that nobody can see; they are written out here: ${escapeMrkdwn(hidden.slice(0, 20).join(', '))}.`,
        ),
      ]
    : [];

/** The reason as one quoted line. */
export const quotedReason = ({ reason }: ApprovalRequest): string =>
  reason ? `\n>${escapeMrkdwn(reason).replace(/\n/g, ' ')}` : '';

/** The risk and its reasons, the most serious first. */
export function riskOf({ risk }: Proposal, most: number, rest: string): string {
  const why = risk.reasons.slice(0, most).map(sentence).map(escapeMrkdwn);
  const left = risk.reasons.length - why.length;
  const more = left > 0 ? [`${left} more reason${left === 1 ? '' : 's'}${rest}.`] : [];
  return [risks[risk.level], ...(why.length > 0 ? [[...why, ...more].join(' ')] : [])].join('. ');
}

/** What undoing takes. */
export const undoOf = ({ undo }: Proposal): string => `:rewind: ${escapeMrkdwn(undo)}`;
