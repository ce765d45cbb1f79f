import type { Resolve } from '../../../core/dns/lookup.ts';
import { type SpfVerdict, spfLimits } from '../../../core/dns/mail-verdict.ts';
import { isSpf } from '../../../core/dns/purpose.ts';
import { parseSpf } from '../../../core/dns/spf.ts';
import { spfAllows } from '../../../core/dns/spf-allows.ts';
import { loadSpf } from './mailauth.ts';
import { type NodeStyle, nodeStyle } from './node-style.ts';

/** Reserved for ever (RFC 1112 §4): no record lists it, so a receiver reads all of it. */
const nobody = '240.0.0.1';
/** Names that macros make of that address find nothing because nobody has it; that is not the record's fault. */
const ofNobody = /(^|\.)(240\.0\.0\.1|1\.0\.0\.240)(\.|$)/;
/** Where counting ends; enough to say by how much it is too many. */
const countTo = 100;

const empty = { records: 0, lookups: 0, voids: 0, allows: 'nobody' } as const;

/** SPF of a domain as a receiver evaluates it (RFC 7208), with lookups and void lookups counted to the end. */
export async function judgeSpf(domain: string, resolve: Resolve): Promise<SpfVerdict> {
  const found = await resolve(domain, 'TXT');
  if (found.kind === 'unknown') return { result: 'unknown', ...empty };
  const texts = found.kind === 'found' ? found.values.map(({ content = '' }) => content).filter(isSpf) : [];
  const [record] = texts;
  if (record === undefined) return { result: 'none', ...empty };
  if (texts.length > 1) return { result: 'permerror', ...empty, records: texts.length };

  let unknown = false;
  const resolver = lookingAhead(
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
  const result = limited.status.result as SpfVerdict['result'];
  // What lets nobody's address pass lets every address pass, however deep it stands.
  const counts = { records: 1, lookups, voids, allows: result === 'pass' ? ('anybody' as const) : spfAllows(record) };
  if (result === 'permerror') {
    const byCount = lookups > spfLimits.lookups || voids > spfLimits.voids;
    const problem = /during lookup of \S+: (.+)$/.exec(String(limited.status.comment))?.[1];
    return { result, ...counts, allows: 'nobody', ...(!byCount && problem ? { problem } : {}) };
  }
  return { result: unknown ? 'unknown' : result, ...counts };
}

/** Asks for what a record includes while the evaluation is still at its first word. */
const lookingAhead =
  (resolve: Resolve, ask: NodeStyle): NodeStyle =>
  async (name, type) => {
    if (ofNobody.test(name)) return [];
    const answer = await ask(name, type);
    const record = type === 'TXT' ? (answer as string[][]).map(([text = '']) => text).find(isSpf) : undefined;
    for (const { name: term, domain } of record ? parseSpf(record).terms : [])
      if ((term === 'include' || term === 'redirect') && domain && !domain.includes('%')) void resolve(domain, 'TXT');
    return answer;
  };
