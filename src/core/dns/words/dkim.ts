import type { Matter, Typed } from '../matter.ts';
import { displayName } from '../name.ts';
import { dkimOwner, tagList } from '../purpose.ts';
import { capital, nameList } from './name-list.ts';

/** Whether signatures with a selector go on passing. */
export function dkimWords({ name, before, after, fresh }: Matter): string[] {
  const { selector = '', domain = '' } = dkimOwner(name) ?? {};
  const mail = `mail from ${displayName(domain)}`;
  const [was, is] = [keysOf(before), keysOf(after)];
  const elsewhere = after.filter(({ type }) => type !== 'TXT');
  if (elsewhere.length === 0 && is.every((key) => key === ''))
    return [`${capital(mail)} can no longer be signed with selector ${selector}: signatures made with it fail.`];
  if (is.length > 1)
    return [
      `Selector ${selector} of ${displayName(domain)} then has ${is.length} keys; receivers may take any of them, so signatures may fail.`,
    ];
  if (before.length === 0) return [`${capital(mail)} can be signed with selector ${selector}.`];
  if (elsewhere.length > 0)
    return [
      `The key for selector ${selector} on ${mail} is looked for at ${nameList(elsewhere)}; signatures fail if another key is there.`,
    ];
  if (was.length === 0)
    return [
      `The key for selector ${selector} on ${mail} stands here now, no longer at ${nameList(before)}; signatures fail if it is another key.`,
    ];
  if (was.length > 1)
    return [`Only one key is left for selector ${selector} on ${mail}; signatures made with another one fail.`];
  if (was[0] === is[0])
    return [
      `The key for selector ${selector} on ${mail} stays the same; only what is said beside it changes${now(before, fresh)}.`,
    ];
  if (was[0] === '') return [`${capital(mail)} can be signed with selector ${selector} again.`];
  return [
    `Signatures with selector ${selector} on ${mail} are checked against another key; those made with the old key fail.`,
  ];
}

/** The keys with their kind; the empty one is revoked. */
const keysOf = (values: readonly Typed[]): string[] =>
  values
    .filter(({ type }) => type === 'TXT')
    .map(({ value }) => {
      const tags = tagList(value.content ?? '');
      const key = (tags.get('p') ?? '').replace(/\s+/g, '');
      return key === '' ? '' : `${tags.get('k')?.toLowerCase() ?? 'rsa'} ${key}`;
    });

/** ": t=y is removed" */
function now(before: readonly Typed[], fresh: readonly Typed[]): string {
  const [was, is] = [before, fresh].map((values) => tagList(values[0]?.value.content ?? ''));
  const parts = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])]
    .filter((tag) => tag !== 'p' && was?.get(tag) !== is?.get(tag))
    .map((tag) => (is?.has(tag) ? `${tag}=${is.get(tag)} is added` : `${tag}=${was?.get(tag)} is removed`));
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}
