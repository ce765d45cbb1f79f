import type { Resolve } from '../../../core/dns/lookup.ts';
import type { DmarcVerdict } from '../../../core/dns/mail-verdict.ts';
import { loadDmarc } from './mailauth.ts';
import { nodeStyle } from './node-style.ts';

/** Domains with which mail of the zone can pass SPF or is signed. `complete`: there can be no others in the zone. */
export interface Identities {
  readonly spf: readonly string[];
  /** Those of them as which every server in the world passes. */
  readonly open: readonly string[];
  readonly dkim: readonly string[];
  readonly complete: boolean;
}

/** The policy that receivers find (tree walk, `np`, `psd`, `t`) and whether the domain's own mail aligns (RFC 9989). */
export async function judgeDmarc(
  domain: string,
  { spf, open, dkim, complete }: Identities,
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
  const passes = verdict.status.result === 'pass' || (complete ? false : 'unknown');
  const stranger = open.length > 0 && (await judged(open, []));
  const forged = stranger && stranger.status.result === 'pass';
  return { policy: verdict.policy as DmarcVerdict['policy'], passes, ...(forged ? { forged } : {}) };
}
