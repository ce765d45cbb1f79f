import type { Resolve } from '../../../core/dns/lookup.ts';
import type { Identities } from '../../../core/dns/mail-names.ts';
import type { DmarcVerdict } from '../../../core/dns/mail-verdict.ts';
import { loadDmarc } from './mailauth.ts';
import { nodeStyle } from './node-style.ts';

interface Known extends Identities {
  /** Those of `spf` as which every server in the world passes. */
  readonly open: readonly string[];
}

/** What there may be besides, and what it means for the domain's own mail if it aligns. */
export interface Perhaps extends Identities {
  readonly passes: true | 'unknown';
  readonly why?: string;
}

/**
 * The policy that receivers find (tree walk, `np`, `psd`, `t`) and whether the domain's own mail aligns (RFC 9989).
 * `perhaps` is asked only when it does not by what is known already.
 */
export async function judgeDmarc(
  domain: string,
  { spf, open, dkim }: Known,
  perhaps: () => Promise<readonly Perhaps[]>,
  resolve: Resolve,
): Promise<DmarcVerdict> {
  let unknown = false;
  const resolver = nodeStyle(resolve, () => {
    unknown = true;
  });
  const dmarc = await loadDmarc();
  const judged = (spfDomains: readonly string[], dkimDomains: readonly string[]) =>
    dmarc({
      headerFrom: domain,
      spfDomains: [...spfDomains],
      dkimDomains: dkimDomains.map((signing) => ({ domain: signing })),
      resolver,
    });
  const verdict = await judged(spf, dkim);
  if (verdict === false || verdict.status.result === 'temperror') return { policy: 'unknown', passes: 'unknown' };
  if (verdict.status.result === 'none') return { policy: unknown ? 'unknown' : 'no record', passes: true };
  const otherwise = async (): Promise<Pick<DmarcVerdict, 'passes' | 'why'>> => {
    for (const one of await perhaps()) {
      if (one.spf.length + one.dkim.length === 0) continue;
      const found = await judged(one.spf, one.dkim);
      const result = found === false ? 'temperror' : found.status.result;
      const why = one.why === undefined ? {} : { why: one.why };
      if (result !== 'fail') return { passes: result === 'pass' ? one.passes : 'unknown', ...why };
    }
    return { passes: false };
  };
  const own = verdict.status.result === 'pass' ? { passes: true } : await otherwise();
  const stranger = open.length > 0 && (await judged(open, []));
  const forged = stranger && stranger.status.result === 'pass';
  return { policy: verdict.policy as DmarcVerdict['policy'], ...own, ...(forged ? { forged } : {}) };
}
