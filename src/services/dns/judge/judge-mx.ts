import type { Resolve } from '../../../core/dns/lookup.ts';
import type { MxVerdict } from '../../../core/dns/mail-verdict.ts';

const mostServers = 10;
const none = { servers: 0, unreachable: 0, unsure: 0 } as const;

/** Where mail for a domain is delivered (RFC 5321 §5.1, RFC 7505). */
export async function judgeMx(domain: string, resolve: Resolve): Promise<MxVerdict> {
  const found = await resolve(domain, 'MX');
  if (found.kind === 'unknown') return { state: 'unknown', ...none };
  if (found.kind === 'missing') {
    const address = await takesMail(domain, resolve);
    return { state: address === false ? 'nothing' : 'address', ...none };
  }
  const hosts = found.values.map(({ content = '' }) => content);
  if (hosts.every((host) => host === '.')) return { state: 'null', ...none };
  const addresses = await Promise.all(hosts.slice(0, mostServers).map((host) => takesMail(host, resolve)));
  const count = (wanted: boolean | undefined) => addresses.filter((address) => address === wanted).length;
  return { state: 'servers', servers: hosts.length, unreachable: count(false), unsure: count(undefined) };
}

/** Whether it has an address that mail reaches: the proxy passes none. Undefined when nobody can tell. */
async function takesMail(host: string, resolve: Resolve): Promise<boolean | undefined> {
  const found = await Promise.all(['A', 'AAAA'].map((type) => resolve(host, type)));
  const values = found.flatMap((answer) => (answer.kind === 'found' ? answer.values : []));
  if (values.length > 0) return !values.some(({ proxied }) => proxied);
  return found.every(({ kind }) => kind === 'missing') ? false : undefined;
}
