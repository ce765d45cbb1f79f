import { parseSpf } from '../../mail/spf.ts';
import { countingTerms, isListed, spfAllows } from '../../mail/spf-allows.ts';
import type { ChangeGroup, TypedValue } from '../change-groups.ts';

const maxTerms = 10;

/** Explains who may send mail for a domain, before and after. */
export function explainSpf({ before, after }: ChangeGroup, owner: string): string[] {
  const [was, is] = [texts(before), texts(after)];
  if (is.length > 1)
    return [
      `${owner} ${was.length > 1 ? 'still' : 'then'} has ${is.length} SPF records; receivers take that as an error, so SPF fails for all its mail.`,
    ];
  const [record] = is;
  if (record === undefined)
    return [
      was.length > 1
        ? `${owner} has no SPF record any more; its ${was.length} records were an error to receivers, so SPF did not pass before either.`
        : `Nothing says any more who may send mail for ${owner}: SPF stops passing, and more of its mail lands in spam.`,
    ];
  const { problem } = parseSpf(record);
  if (problem !== undefined)
    return [`Receivers cannot read "${problem}" in the SPF record of ${owner}, so SPF fails for all its mail.`];
  if (was.length > 1)
    return [
      `One SPF record of ${owner} is left, so receivers can use it again; ${was.length} of them were an error.`,
      ...whoMaySend(record, undefined, owner),
    ];
  return whoMaySend(record, was[0], owner);
}

function whoMaySend(record: string, earlier: string | undefined, owner: string): string[] {
  const [is, was] = [spfAllows(record), earlier === undefined ? undefined : spfAllows(earlier)];
  const others = is === 'anybody' ? [] : otherServers(record, earlier, owner);
  if (is === 'anybody')
    return [
      was === 'anybody'
        ? `The SPF record of ${owner} changes, but every server in the world may still send its mail.`
        : `Every server in the world may send mail for ${owner}: forged mail passes SPF.`,
    ];
  if (is === 'nobody')
    return was === undefined || was === 'nobody'
      ? [`The SPF record of ${owner} names no server that may send its mail.`, ...others]
      : [`No server may send mail for ${owner} any more.`, ...others];
  const [now, then] = [listed(record), earlier === undefined ? [] : listed(earlier)];
  if (was === undefined) return [`Receivers learn which servers may send mail for ${owner}.`];
  if (was === 'nobody') return [`Servers may send mail for ${owner} from now on: ${some(now)}.`, ...others];
  if (was === 'anybody')
    return [
      `Only the servers that are listed may send mail for ${owner}, no longer every server: ${some(now)}.`,
      ...others,
    ];
  const [gained, lost] = [now.filter((term) => !then.includes(term)), then.filter((term) => !now.includes(term))];
  const parts = [
    ...(gained.length > 0 ? [`gains ${some(gained)}`] : []),
    ...(lost.length > 0 ? [`loses ${some(lost)}`] : []),
  ];
  if (parts.length > 0)
    return [`The list of servers that may send mail for ${owner} ${parts.join(' and ')}.`, ...others];
  return others.length > 0
    ? others
    : [`The SPF record of ${owner} changes; the servers that may send its mail stay the same.`];
}

const texts = (values: readonly TypedValue[]): string[] => values.map(({ value }) => value.content ?? '');
const listed = (record: string): string[] =>
  countingTerms(record)
    .filter(isListed)
    .map(({ text }) => text);
const some = (terms: readonly string[]): string =>
  `${terms.slice(0, maxTerms).join(' ')}${terms.length > maxTerms ? ` and ${terms.length - maxTerms} more` : ''}`;

/** What happens to mail from servers that are not listed, if that changes. */
function otherServers(record: string, earlier: string | undefined, owner: string): string[] {
  const [is, was] = [unlistedResult(record), earlier === undefined ? undefined : unlistedResult(earlier)];
  if (is === was || is === undefined) return [];
  return [
    `Mail of ${owner} from ${spfAllows(record) === 'nobody' ? 'any server' : 'other servers'} ${is}${was ? ` (so far it ${was})` : ''}.`,
  ];
}

/** Undefined if another record decides (`redirect`). */
function unlistedResult(record: string): string | undefined {
  const terms = countingTerms(record);
  const all = terms.find(({ name, modifier }) => name === 'all' && !modifier);
  if (!all && terms.some(({ name, modifier }) => modifier && name === 'redirect')) return undefined;
  const results = {
    '+': 'passes',
    '-': 'may be refused',
    '~': 'counts as suspicious',
    '?': 'is neither trusted nor suspected',
  };
  return results[all?.qualifier ?? '?'];
}
