import type { ChangeGroup, TypedValue } from '../change-groups.ts';
import { isNullMx } from '../purpose.ts';
import { nameList } from './name-list.ts';

/** Explains where mail for a domain is delivered. */
export function explainMail({ before, after }: ChangeGroup, owner: string): string[] {
  if (after.length === 0)
    return [
      refusesMail(before)
        ? `${owner} no longer says that it takes no mail.`
        : `Mail for ${owner} stops being delivered.`,
    ];
  if (refusesMail(after)) return [`${owner} says that it takes no mail: whoever writes to it gets an error at once.`];
  const servers = nameList([...after].sort((a, b) => (a.value.priority ?? 0) - (b.value.priority ?? 0)));
  return [`Mail for ${owner} is delivered to ${servers}${before.length > 0 ? ' from now on' : ''}.`];
}

/** Null MX: `.` as the only mail server (RFC 7505). */
export const refusesMail = (servers: readonly TypedValue[]): boolean =>
  servers.length > 0 && isNullMx({ name: '', type: 'MX', values: servers.map(({ value }) => value) });
