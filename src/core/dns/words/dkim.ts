import { type KeyReading, readKey } from '../dkim-key.ts';
import type { Matter, Typed } from '../matter.ts';
import { displayName } from '../name.ts';
import { isProxied } from '../proxied.ts';
import { dkimOwner, tagList } from '../purpose.ts';
import { capital, nameList } from './name-list.ts';

/** Whether signatures with a selector go on passing. */
export function dkimWords(matter: Matter): string[] {
  const { name, fresh } = matter;
  const [before, after] = [seen(matter.before), seen(matter.after)];
  const { selector = '', domain = '' } = dkimOwner(name) ?? {};
  const mail = `mail from ${displayName(domain)}`;
  const key = `the key for selector ${selector} on ${mail}`;
  const [was, is] = [keysOf(before), keysOf(after)];
  const elsewhere = after.filter(({ type }) => type !== 'TXT');
  const [now] = is;
  if (isProxied(matter.after))
    return [
      `Receivers find no key for selector ${selector} on ${mail}: Cloudflare's proxy answers with addresses only, so signatures made with it fail.`,
    ];
  if (elsewhere.length === 0 && is.every(({ state }) => state === 'revoked'))
    return [`${capital(mail)} can no longer be signed with selector ${selector}: signatures made with it fail.`];
  if (is.length > 1)
    return [
      `Selector ${selector} of ${displayName(domain)} then has ${is.length} keys; receivers may take any of them, so signatures may fail.`,
    ];
  if (elsewhere.length === 0 && now?.state === 'broken')
    return [`Receivers ignore ${key}: the record ${now.why}. Signatures made with it fail.`];
  if (before.length === 0) return [`${capital(mail)} can be signed with selector ${selector}.`];
  if (elsewhere.length > 0)
    return [`${capital(key)} is looked for at ${nameList(elsewhere)}; signatures fail if another key is there.`];
  if (was.length === 0)
    return [`${capital(key)} stands here now, no longer at ${nameList(before)}; signatures fail if it is another key.`];
  if (was.length > 1)
    return [`Only one key is left for selector ${selector} on ${mail}; signatures made with another one fail.`];
  if (keyOf(was[0]) === undefined) return [`${capital(mail)} can be signed with selector ${selector} again.`];
  if (keyOf(was[0]) === keyOf(now))
    return [`${capital(key)} stays the same; only what is said beside it changes${beside(before, fresh)}.`];
  return [
    `Signatures with selector ${selector} on ${mail} are checked against another key; those made with the old key fail.`,
  ];
}

/** What receivers see: behind the proxy, nothing. */
const seen = (values: readonly Typed[]): Typed[] => values.filter(({ value }) => !value.proxied);

const keysOf = (values: readonly Typed[]): KeyReading[] =>
  values.filter(({ type }) => type === 'TXT').map(({ value }) => readKey(value.content ?? ''));

/** Undefined where receivers find none. */
const keyOf = (reading: KeyReading | undefined): string | undefined =>
  reading && 'key' in reading ? `${reading.kind} ${reading.key}` : undefined;

/** ": t=y is removed" */
function beside(before: readonly Typed[], fresh: readonly Typed[]): string {
  const [was, is] = [before, fresh].map((values) => tagList(values[0]?.value.content ?? ''));
  const parts = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])]
    .filter((tag) => tag !== 'p' && was?.get(tag) !== is?.get(tag))
    .map((tag) => (is?.has(tag) ? `${tag}=${is.get(tag)} is added` : `${tag}=${was?.get(tag)} is removed`));
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}
