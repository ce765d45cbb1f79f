import type { Matter } from '../matter.ts';
import { nameList } from './name-list.ts';

/** Which name servers answer for a name and all below it; `hidden`: rows here that can then no longer be seen. */
export function delegationWords({ after, fresh }: Matter, owner: string, hidden: number): string[] {
  if (after.length === 0) return [`${owner} is no longer handed over to other name servers.`];
  if (fresh.length === 0) return [`${owner} has fewer name servers.`];
  const hides = hidden > 0 ? ` ${hidden} record${hidden === 1 ? '' : 's'} here can then no longer be seen.` : '';
  return [`${owner} and everything below it is answered by ${nameList(after)}.${hides}`];
}

export function dnssecWords({ type, before, after, lost }: Matter, owner: string): string[] {
  if (after.length === 0)
    return [`Answers for ${owner} are no longer protected by DNSSEC through this ${type} record.`];
  if (lost.length > 0)
    return [`The DNSSEC keys of ${owner} are replaced; if they do not match, the name becomes unreachable.`];
  return before.length > 0
    ? [`${owner} gets one more ${type} record for DNSSEC; those that it has go on being valid.`]
    : [
        `Resolvers check the answers for ${owner} with DNSSEC; if the key does not match, the name becomes unreachable.`,
      ];
}
