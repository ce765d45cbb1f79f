import { type SpfStatus, spfLimits } from '../../../../domain/dns/mail/mail-status.ts';
import { parseSpf } from '../../../../domain/dns/mail/spf.ts';
import { spfAllows } from '../../../../domain/dns/mail/spf-allows.ts';
import type { Resolve } from '../../../../domain/dns/model/lookup.ts';
import { isSpf } from '../../../../domain/dns/review/purpose.ts';
import { loadSpf } from './mailauth.ts';
import { type NodeStyle, nodeStyle } from './node-style.ts';

/** Reserved (RFC 1112 §4): no record lists it, so every term is evaluated. */
const nobody = '240.0.0.1';
/** Macro names of that address never exist; that must not count against the record. */
const nobodyPattern = /(^|\.)(240\.0\.0\.1|1\.0\.0\.240)(\.|$)/;
/** Upper bound for counting. */
const countTo = 100;

const empty = { records: 0, lookups: 0, voids: 0, allows: 'nobody' } as const;

/** SPF of a domain as a receiver evaluates it (RFC 7208), with lookups and void lookups counted to the end. */
export async function evaluateSpf(domain: string, resolve: Resolve): Promise<SpfStatus> {
  const lookup = await resolve(domain, 'TXT');
  if (lookup.kind === 'unknown') return { result: 'unknown', ...empty };
  const texts = lookup.kind === 'found' ? lookup.values.map(({ content = '' }) => content).filter(isSpf) : [];
  const [record] = texts;
  if (record === undefined) return { result: 'none', ...empty };
  if (texts.length > 1) return { result: 'permerror', ...empty, records: texts.length };

  let unknown = false;
  const resolver = prefetchIncludes(
    resolve,
    nodeStyle(resolve, () => {
      unknown = true;
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
  const result = limited.status.result as SpfStatus['result'];
  // If that address passes, every address passes.
  const counts = { records: 1, lookups, voids, allows: result === 'pass' ? ('anybody' as const) : spfAllows(record) };
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
