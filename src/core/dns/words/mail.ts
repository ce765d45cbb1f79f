import type { Matter, Typed } from '../matter.ts';
import { isNullMx } from '../purpose.ts';
import { nameList } from './name-list.ts';

/** Where mail for a domain goes. */
export function mailWords({ before, after }: Matter, owner: string): string[] {
  if (after.length === 0)
    return [
      takesNone(before) ? `${owner} no longer says that it takes no mail.` : `Mail for ${owner} stops being delivered.`,
    ];
  if (takesNone(after)) return [`${owner} says that it takes no mail: whoever writes to it gets an error at once.`];
  const servers = nameList([...after].sort((a, b) => (a.value.priority ?? 0) - (b.value.priority ?? 0)));
  return [`Mail for ${owner} is delivered to ${servers}${before.length > 0 ? ' from now on' : ''}.`];
}

/** `.` as the mail server with nothing beside it (RFC 7505). */
export const takesNone = (servers: readonly Typed[]): boolean =>
  servers.length > 0 && isNullMx({ name: '', type: 'MX', values: servers.map(({ value }) => value) });
