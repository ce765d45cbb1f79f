import type { ChangeGroup } from '../change-groups.ts';
import { nameList } from './name-list.ts';

/** Explains which name servers answer for a name and everything below; `hidden`: rows shadowed by it. */
export function explainDelegation({ after, added }: ChangeGroup, owner: string, hidden: number): string[] {
  if (after.length === 0) return [`${owner} is no longer handed over to other name servers.`];
  if (added.length === 0) return [`${owner} has fewer name servers.`];
  const hides = hidden > 0 ? ` ${hidden} record${hidden === 1 ? '' : 's'} here can then no longer be seen.` : '';
  return [`${owner} and everything below it is answered by ${nameList(after)}.${hides}`];
}

export function explainDnssec({ type, before, after, removed }: ChangeGroup, owner: string): string[] {
  if (after.length === 0)
    return [`Answers for ${owner} are no longer protected by DNSSEC through this ${type} record.`];
  if (removed.length > 0)
    return [`The DNSSEC keys of ${owner} are replaced; if they do not match, the name becomes unreachable.`];
  return before.length > 0
    ? [`${owner} gets one more ${type} record for DNSSEC; those that it has go on being valid.`]
    : [
        `Resolvers check the answers for ${owner} with DNSSEC; if the key does not match, the name becomes unreachable.`,
      ];
}
