import type { Resolve } from '../../../core/dns/lookup.ts';
import type { DmarcVerdict } from '../../../core/dns/mail-verdict.ts';
import { loadDmarc } from './mailauth.ts';
import { nodeStyle } from './node-style.ts';

/** Domains with which mail of the zone can pass SPF or is signed. `complete`: there can be no others in the zone. */
export interface Identities {
  readonly spf: readonly string[];
  readonly dkim: readonly string[];
  readonly complete: boolean;
}

/** The policy that receivers find (tree walk, `np`, `psd`, `t`) and whether the domain's own mail aligns (RFC 9989). */
export async function judgeDmarc(
  domain: string,
  { spf, dkim, complete }: Identities,
  resolve: Resolve,
): Promise<DmarcVerdict> {
  let unknown = false;
  const resolver = nodeStyle(resolve, () => {
    unknown = true;
  });
  const dmarc = await loadDmarc();
  const verdict = await dmarc({
    headerFrom: domain,
    spfDomains: [...spf],
    dkimDomains: dkim.map((signing) => ({ domain: signing })),
    resolver,
  });
  if (verdict === false || verdict.status.result === 'temperror') return { policy: 'unknown', passes: 'unknown' };
  if (verdict.status.result === 'none') return { policy: unknown ? 'unknown' : 'no record', passes: true };
  const passes = verdict.status.result === 'pass' || (complete ? false : 'unknown');
  return { policy: verdict.policy as DmarcVerdict['policy'], passes };
}
