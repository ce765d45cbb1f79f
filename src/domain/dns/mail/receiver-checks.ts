import { isSpf } from '../model/purpose.ts';
import type { Lookup, Resolve } from '../model/record.ts';
import type { Identities } from './mail-names.ts';
import { type DmarcStatus, type MxStatus, type SpfStatus, spfLimits } from './mail-status.ts';
import { parseSpf } from './spf.ts';
import { spfSenders } from './spf-senders.ts';

/** Reserved (RFC 1112 §4): no record lists it, so every term is evaluated. */
const nobody = '240.0.0.1';
/** Macro names of that address never exist; that must not count against the record. */
const nobodyPattern = /(^|\.)(240\.0\.0\.1|1\.0\.0\.240)(\.|$)/;
/** Upper bound for counting. */
const countTo = 100;

const noSpf = { records: 0, lookups: 0, voids: 0, allows: 'nobody' } as const;

/** SPF of a domain as a receiver evaluates it (RFC 7208), with lookups and void lookups counted to the end. */
export async function evaluateSpf(domain: string, resolve: Resolve): Promise<SpfStatus> {
  const lookup = await resolve(domain, 'TXT');
  if (lookup.kind === 'unknown') return { result: 'unknown', ...noSpf };
  const texts = lookup.kind === 'found' ? lookup.values.map(({ content = '' }) => content).filter(isSpf) : [];
  const [record] = texts;
  if (record === undefined) return { result: 'none', ...noSpf };
  if (texts.length > 1) return { result: 'permerror', ...noSpf, records: texts.length };

  let unknown = false;
  const resolver = prefetchIncludes(
    resolve,
    nodeStyle(resolve, (type) => {
      // Without the text of a record there is no result; without that of an explanation (exp=) there is (RFC 7208 §6.2).
      if (type !== 'TXT') unknown = true;
    }),
  );
  const spf = await loadSpf();
  const evaluate = (limits: { maxResolveCount?: number; maxVoidCount?: number }) =>
    spf({
      sender: `postmaster@${domain}`,
      ip: nobody,
      helo: domain,
      mta: 'receiver',
      resolver,
      strict: true,
      ...limits,
    });
  const [limited, counted] = [await evaluate({}), await evaluate({ maxResolveCount: countTo, maxVoidCount: countTo })];
  const { count: lookups = 0, void: voids = 0 } = counted.lookups ?? {};
  unknown ||= limited.status.result === 'temperror';
  const result = limited.status.result as SpfStatus['result'];
  // If that address passes, every address passes.
  const allows = result === 'pass' ? 'anybody' : spfSenders(record).allows;
  const counts = { records: 1, lookups, voids, allows } as const;
  if (result === 'permerror') {
    const byCount = lookups > spfLimits.lookups || voids > spfLimits.voids;
    const problem = /during lookup of \S+: (.+)$/.exec(String(limited.status.comment))?.[1];
    return { result, ...counts, allows: 'nobody', ...(!byCount && problem ? { problem } : {}) };
  }
  return { result: unknown ? 'unknown' : result, ...counts };
}

/** Prefetches what a record includes while its evaluation starts. */
const prefetchIncludes =
  (resolve: Resolve, ask: NodeStyle): NodeStyle =>
  async (name, type) => {
    if (nobodyPattern.test(name)) return [];
    const answer = await ask(name, type);
    const record = type === 'TXT' ? (answer as string[][]).map(([text = '']) => text).find(isSpf) : undefined;
    for (const { name: term, domain } of record ? parseSpf(record).terms : [])
      if ((term === 'include' || term === 'redirect') && domain && !domain.includes('%')) void resolve(domain, 'TXT');
    return answer;
  };

interface Known extends Identities {
  /** Domains of `spf` for which every server passes. */
  readonly open: readonly string[];
}

/** Identities that may exist, and the result if one of them aligns. */
export interface PossibleIdentities extends Identities {
  readonly passes: true | 'unknown';
  readonly why?: string;
}

/**
 * The policy that receivers find (tree walk, `np`, `psd`, `t`) and whether the domain's own mail aligns (RFC 9989).
 * `possible` is only called if known identities do not align.
 */
export async function evaluateDmarc(
  domain: string,
  { spf, open, dkim }: Known,
  possible: () => Promise<readonly PossibleIdentities[]>,
  resolve: Resolve,
): Promise<DmarcStatus> {
  let unknown = false;
  const resolver = nodeStyle(resolve, () => {
    unknown = true;
  });
  const dmarc = await loadDmarc();
  const evaluate = (spfDomains: readonly string[], dkimDomains: readonly string[]) =>
    dmarc({
      headerFrom: domain,
      spfDomains: [...spfDomains],
      dkimDomains: dkimDomains.map((signing) => ({ domain: signing })),
      resolver,
    });
  const ownResult = await evaluate(spf, dkim);
  if (ownResult === false || ownResult.status.result === 'temperror') return { policy: 'unknown', passes: 'unknown' };
  if (ownResult.status.result === 'none') return { policy: unknown ? 'unknown' : 'no record', passes: true };
  const otherwise = async (): Promise<Pick<DmarcStatus, 'passes' | 'why'>> => {
    for (const one of await possible()) {
      if (one.spf.length + one.dkim.length === 0) continue;
      const evaluated = await evaluate(one.spf, one.dkim);
      const result = evaluated === false ? 'temperror' : evaluated.status.result;
      const why = one.why === undefined ? {} : { why: one.why };
      if (result !== 'fail') return { passes: result === 'pass' ? one.passes : 'unknown', ...why };
    }
    return { passes: false };
  };
  const own = ownResult.status.result === 'pass' ? { passes: true } : await otherwise();
  const stranger = open.length > 0 && (await evaluate(open, []));
  const forged = stranger && stranger.status.result === 'pass';
  return { policy: ownResult.policy as DmarcStatus['policy'], ...own, ...(forged ? { forged } : {}) };
}

const maxServers = 10;
const noServers = { servers: 0, unreachable: 0, unconfirmed: 0 } as const;

/** Where mail for a domain is delivered (RFC 5321 §5.1, RFC 7505). */
export async function evaluateMx(domain: string, resolve: Resolve): Promise<MxStatus> {
  const lookup = await resolve(domain, 'MX');
  if (lookup.kind === 'unknown') return { state: 'unknown', ...noServers };
  if (lookup.kind === 'missing') {
    const address = await hasMailAddress(domain, resolve);
    return { state: address === false ? 'nothing' : 'address', ...noServers };
  }
  const hosts = lookup.values.map(({ content = '' }) => content);
  if (hosts.every((host) => host === '.')) return { state: 'null', ...noServers };
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

// Loaded with the first question or in idle time, because it takes a while.
export const loadSpf = async () => (await import('mailauth/lib/spf/index.js')).spf;
export const loadDmarc = async () => (await import('mailauth/lib/dmarc/index.js')).dmarc;

/** The resolver interface of mailauth: like `dns.promises.resolve`. */
// biome-ignore lint/suspicious/noExplicitAny: mailauth declares less than it takes (MX comes as objects)
type NodeStyle = (name: string, type: string) => Promise<any>;

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** `onUnknown` is called for every unanswered query: mailauth's result is then unreliable. */
const nodeStyle =
  (resolve: Resolve, onUnknown: (type: string) => void): NodeStyle =>
  async (name, type) => {
    const answer: Lookup = await resolve(name.toLowerCase().replace(/\.$/, ''), type);
    if (answer.kind === 'unknown') {
      onUnknown(type);
      throw failure('ETIMEOUT');
    }
    if (answer.kind === 'missing') throw failure(answer.exists ? 'ENODATA' : 'ENOTFOUND');
    return answer.values.map(({ content = '', priority = 0 }) => {
      if (type === 'TXT') return [content];
      return type === 'MX' ? { exchange: content, priority } : content;
    });
  };
