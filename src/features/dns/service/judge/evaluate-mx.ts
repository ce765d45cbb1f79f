import type { MxStatus } from '../../../../domain/dns/mail/mail-status.ts';
import type { Resolve } from '../../../../domain/dns/model/lookup.ts';

const maxServers = 10;
const none = { servers: 0, unreachable: 0, unconfirmed: 0 } as const;

/** Where mail for a domain is delivered (RFC 5321 §5.1, RFC 7505). */
export async function evaluateMx(domain: string, resolve: Resolve): Promise<MxStatus> {
  const lookup = await resolve(domain, 'MX');
  if (lookup.kind === 'unknown') return { state: 'unknown', ...none };
  if (lookup.kind === 'missing') {
    const address = await hasMailAddress(domain, resolve);
    return { state: address === false ? 'nothing' : 'address', ...none };
  }
  const hosts = lookup.values.map(({ content = '' }) => content);
  if (hosts.every((host) => host === '.')) return { state: 'null', ...none };
  const addresses = await Promise.all(hosts.slice(0, maxServers).map((host) => hasMailAddress(host, resolve)));
  const count = (state: boolean | undefined) => addresses.filter((address) => address === state).length;
  return { state: 'servers', servers: hosts.length, unreachable: count(false), unconfirmed: count(undefined) };
}

/** Whether it has an address that accepts mail (the proxy does not). Undefined if unknown. */
async function hasMailAddress(host: string, resolve: Resolve): Promise<boolean | undefined> {
  const lookups = await Promise.all(['A', 'AAAA'].map((type) => resolve(host, type)));
  const values = lookups.flatMap((answer) => (answer.kind === 'found' ? answer.values : []));
  if (values.length > 0) return !values.some(({ proxied }) => proxied);
  return lookups.every(({ kind }) => kind === 'missing') ? false : undefined;
}
