import type { MailVerdict } from './mail-verdict.ts';
import { displayName } from './name.ts';
import { notKnown, summary, turns } from './verdict.ts';

/** A domain judged as it is and as it will be. */
export interface Judged {
  readonly was: MailVerdict;
  readonly is: MailVerdict;
  /** How many mailboxes it has, where LiteMail said so in time. */
  readonly mailboxes?: number;
}

const mostLines = 8;
const mostNames = 3;

/** Whether mail of the domain is worse off. */
export const suffers = ({ was, is }: Judged): boolean => turns(was, is).some(({ hurts }) => hurts);

/** The verdict as people read it on a card: what hurts first; domains with the same line share it. */
export function verdictLines(judged: readonly Judged[]): string[] {
  const groups = new Map<string, Judged[]>();
  const hurting = new Set<string>();
  const add = (text: string, one: Judged) => {
    const group = groups.get(text);
    if (group) group.push(one);
    else groups.set(text, [one]);
  };
  for (const one of judged) {
    for (const { text, hurts } of turns(one.was, one.is)) {
      add(text, one);
      if (hurts) hurting.add(text);
    }
  }
  const changed = groups.size > 0;
  for (const one of judged) {
    const [kept, open] = [summary(one.was, one.is), notKnown(one.was, one.is)];
    if (!changed && kept) add(`As before: ${kept}`, one);
    if (open) add(open, one);
  }
  const lines = [...groups]
    .sort(([one], [other]) => Number(hurting.has(other)) - Number(hurting.has(one)))
    .map(([text, group]) => `${whose(group, judged.length)}${text}${hurting.has(text) ? affected(group) : ''}`);
  const left = lines.length - mostLines;
  return left > 0 ? [...lines.slice(0, mostLines), `and ${left} more`] : lines;
}

function whose(group: readonly Judged[], all: number): string {
  if (all === 1) return '';
  const names = group.slice(0, mostNames).map(({ is }) => displayName(is.domain));
  const more = group.length > mostNames ? ` and ${group.length - mostNames} more` : '';
  return `${names.join(', ')}${more}: `;
}

/** ", 42 mailboxes", as far as that is known. */
function affected(group: readonly Judged[]): string {
  const known = group.flatMap(({ mailboxes }) => (mailboxes === undefined ? [] : [mailboxes]));
  if (known.length === 0) return '';
  const sum = known.reduce((total, mailboxes) => total + mailboxes, 0);
  return `, ${sum} mailbox${sum === 1 ? '' : 'es'}`;
}
