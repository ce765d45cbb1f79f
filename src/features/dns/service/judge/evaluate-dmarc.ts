import type { Identities } from '../../../../domain/dns/mail/mail-names.ts';
import type { DmarcStatus } from '../../../../domain/dns/mail/mail-status.ts';
import type { Resolve } from '../../../../domain/dns/model/lookup.ts';
import { loadDmarc } from './mailauth.ts';
import { nodeStyle } from './node-style.ts';

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
