import { isProxied, losesProxy } from '../../model/proxied.ts';
import type { ChangeGroup } from '../change-groups.ts';
import { nameList } from './name-list.ts';

/** Explains where a name points, and whether through Cloudflare. */
export function explainAddress(group: ChangeGroup, owner: string): string[] {
  const { before, after, removed, added } = group;
  const proxied = isProxied(after);
  const destination = explainDestination(group, owner, proxied ? " through Cloudflare's proxy" : '');
  if (losesProxy(group))
    return [
      ...destination,
      `${owner} no longer goes through Cloudflare: visitors see ${nameList(after)}, and Cloudflare's protection ends.`,
    ];
  const enters = proxied && before.length > 0 && !isProxied(before) && removed.length + added.length === 0;
  return enters
    ? [`${owner} goes through Cloudflare's proxy: visitors no longer see ${nameList(after)}.`]
    : destination;
}

function explainDestination({ before, after, removed, added }: ChangeGroup, owner: string, proxy: string): string[] {
  if (after.length === 0) return [`${owner} no longer leads to ${nameList(removed)}.`];
  if (removed.length + added.length === 0) return [];
  if (before.length === 0) return [`${owner} leads to ${nameList(after)}${proxy}.`];
  if (removed.length === 0)
    return [`${owner} leads to ${nameList(added)} as well${proxy}; visitors are spread over all addresses.`];
  if (added.length === 0) return [`${owner} no longer leads to ${nameList(removed)}; ${nameList(after)} stays.`];
  return [`${owner} leads to ${nameList(added)} instead of ${nameList(removed)}${proxy}.`];
}
