import type { Matter } from '../matter.ts';
import { isProxied, leavesProxy } from '../proxied.ts';
import { nameList } from './name-list.ts';

/** Where a name leads, and whether through Cloudflare. */
export function addressWords(matter: Matter, owner: string): string[] {
  const { before, after, lost, fresh } = matter;
  const proxied = isProxied(after);
  const led = leads(matter, owner, proxied ? " through Cloudflare's proxy" : '');
  if (leavesProxy(matter))
    return [
      ...led,
      `${owner} no longer goes through Cloudflare: visitors see ${nameList(after)}, and Cloudflare's protection ends.`,
    ];
  const enters = proxied && before.length > 0 && !isProxied(before) && lost.length + fresh.length === 0;
  return enters ? [`${owner} goes through Cloudflare's proxy: visitors no longer see ${nameList(after)}.`] : led;
}

function leads({ before, after, lost, fresh }: Matter, owner: string, proxy: string): string[] {
  if (after.length === 0) return [`${owner} no longer leads to ${nameList(lost)}.`];
  if (lost.length + fresh.length === 0) return [];
  if (before.length === 0) return [`${owner} leads to ${nameList(after)}${proxy}.`];
  if (lost.length === 0)
    return [`${owner} leads to ${nameList(fresh)} as well${proxy}; visitors are spread over all addresses.`];
  if (fresh.length === 0) return [`${owner} no longer leads to ${nameList(lost)}; ${nameList(after)} stays.`];
  return [`${owner} leads to ${nameList(fresh)} instead of ${nameList(lost)}${proxy}.`];
}
