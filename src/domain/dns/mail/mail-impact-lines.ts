import { displayName } from '../model/name.ts';
import { impactChanges, summary, unknownParts } from './mail-impact.ts';
import type { MailStatus } from './mail-status.ts';

/** The mail status of a domain before and after a plan. */
export interface MailImpact {
  readonly was: MailStatus;
  readonly is: MailStatus;
  /** Number of mailboxes, if LiteMail answered in time. */
  readonly mailboxes?: number;
}

const maxLines = 8;
const maxNames = 3;

/** Whether the plan makes things worse for mail of the domain. */
export const isWorse = ({ was, is }: MailImpact): boolean =>
  impactChanges(was, is).some(({ isRegression }) => isRegression);

/** The mail impact as shown on a card: regressions first; domains with the same line share it. */
export function mailImpactLines(impacts: readonly MailImpact[]): string[] {
  const groups = new Map<string, MailImpact[]>();
  const regressions = new Set<string>();
  const add = (text: string, one: MailImpact) => {
    const group = groups.get(text);
    if (group) group.push(one);
    else groups.set(text, [one]);
  };
  for (const one of impacts) {
    for (const { text, isRegression } of impactChanges(one.was, one.is)) {
      add(text, one);
      if (isRegression) regressions.add(text);
    }
  }
  const changed = groups.size > 0;
  for (const one of impacts) {
    const [unchanged, unknown] = [summary(one.was, one.is), unknownParts(one.was, one.is)];
    if (!changed && unchanged) add(`As before: ${unchanged}`, one);
    if (unknown) add(unknown, one);
  }
  const lines = [...groups]
    .sort(([one], [other]) => Number(regressions.has(other)) - Number(regressions.has(one)))
    .map(([text, group]) => `${whose(group, impacts.length)}${text}${regressions.has(text) ? affected(group) : ''}`);
  const omitted = lines.length - maxLines;
  return omitted > 0 ? [...lines.slice(0, maxLines), `and ${omitted} more`] : lines;
}

function whose(group: readonly MailImpact[], all: number): string {
  if (all === 1) return '';
  const names = group.slice(0, maxNames).map(({ is }) => displayName(is.domain));
  const more = group.length > maxNames ? ` and ${group.length - maxNames} more` : '';
  return `${names.join(', ')}${more}: `;
}

/** ", 42 mailboxes", as far as that is known. */
function affected(group: readonly MailImpact[]): string {
  const known = group.flatMap(({ mailboxes }) => (mailboxes === undefined ? [] : [mailboxes]));
  if (known.length === 0) return '';
  const sum = known.reduce((total, mailboxes) => total + mailboxes, 0);
  return `, ${sum} mailbox${sum === 1 ? '' : 'es'}`;
}
