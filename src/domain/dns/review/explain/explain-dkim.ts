import { type ParsedDkimKey, parseDkimKey } from '../../mail/dkim-key.ts';
import { displayName } from '../../model/name.ts';
import { isProxied } from '../../model/proxied.ts';
import type { ChangeGroup, TypedValue } from '../change-groups.ts';
import { dkimOwner, tagList } from '../purpose.ts';
import { capitalise, nameList } from './name-list.ts';

/** Explains whether signatures with a selector still pass. */
export function explainDkim(group: ChangeGroup): string[] {
  const { name, added } = group;
  const [before, after] = [visible(group.before), visible(group.after)];
  const { selector = '', domain = '' } = dkimOwner(name) ?? {};
  const mail = `mail from ${displayName(domain)}`;
  const key = `the key for selector ${selector} on ${mail}`;
  const [was, is] = [keysOf(before), keysOf(after)];
  const elsewhere = after.filter(({ type }) => type !== 'TXT');
  const [now] = is;
  if (isProxied(group.after))
    return [
      `Receivers find no key for selector ${selector} on ${mail}: Cloudflare's proxy answers with addresses only, so signatures made with it fail.`,
    ];
  if (elsewhere.length === 0 && is.every(({ state }) => state === 'revoked'))
    return [`${capitalise(mail)} can no longer be signed with selector ${selector}: signatures made with it fail.`];
  if (is.length > 1)
    return [
      `Selector ${selector} of ${displayName(domain)} then has ${is.length} keys; receivers may take any of them, so signatures may fail.`,
    ];
  if (elsewhere.length === 0 && now?.state === 'broken')
    return [`Receivers ignore ${key}: the record ${now.why}. Signatures made with it fail.`];
  if (before.length === 0) return [`${capitalise(mail)} can be signed with selector ${selector}.`];
  if (elsewhere.length > 0)
    return [`${capitalise(key)} is looked for at ${nameList(elsewhere)}; signatures fail if another key is there.`];
  if (was.length === 0)
    return [
      `${capitalise(key)} stands here now, no longer at ${nameList(before)}; signatures fail if it is another key.`,
    ];
  if (was.length > 1)
    return [`Only one key is left for selector ${selector} on ${mail}; signatures made with another one fail.`];
  if (keyOf(was[0]) === undefined) return [`${capitalise(mail)} can be signed with selector ${selector} again.`];
  if (keyOf(was[0]) === keyOf(now))
    return [`${capitalise(key)} stays the same; only what is said beside it changes${otherTags(before, added)}.`];
  return [
    `Signatures with selector ${selector} on ${mail} are checked against another key; those made with the old key fail.`,
  ];
}

/** What receivers see: nothing behind the proxy. */
const visible = (values: readonly TypedValue[]): TypedValue[] => values.filter(({ value }) => !value.proxied);

const keysOf = (values: readonly TypedValue[]): ParsedDkimKey[] =>
  values.filter(({ type }) => type === 'TXT').map(({ value }) => parseDkimKey(value.content ?? ''));

/** Undefined if receivers find no key. */
const keyOf = (key: ParsedDkimKey | undefined): string | undefined =>
  key && 'key' in key ? `${key.kind} ${key.key}` : undefined;

/** ": t=y is removed" */
function otherTags(before: readonly TypedValue[], added: readonly TypedValue[]): string {
  const [was, is] = [before, added].map((values) => tagList(values[0]?.value.content ?? ''));
  const parts = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])]
    .filter((tag) => tag !== 'p' && was?.get(tag) !== is?.get(tag))
    .map((tag) => (is?.has(tag) ? `${tag}=${is.get(tag)} is added` : `${tag}=${was?.get(tag)} is removed`));
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}
