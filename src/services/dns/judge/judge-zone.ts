import { dkimKey } from '../../../core/dns/dkim-key.ts';
import type { Resolve } from '../../../core/dns/lookup.ts';
import type { MailNames } from '../../../core/dns/mail-names.ts';
import type { MailVerdict, SpfVerdict } from '../../../core/dns/mail-verdict.ts';
import { judgeDmarc } from './judge-dmarc.ts';
import { judgeMx } from './judge-mx.ts';
import { judgeSpf } from './judge-spf.ts';

/** How receivers judge mail of the zone's domains when DNS is as `resolve` says. */
export async function judgeZone(
  { domains, senders, keys, complete }: MailNames,
  resolve: Resolve,
): Promise<MailVerdict[]> {
  const [spf, dkim, mx] = await Promise.all([
    Promise.all(senders.map((domain) => judgeSpf(domain, resolve))),
    Promise.all(
      keys.map(async (owner) => dkimKey(owner, await resolve(`${owner.selector}._domainkey.${owner.domain}`, 'TXT'))),
    ),
    Promise.all(domains.map((domain) => judgeMx(domain, resolve))),
  ]);
  const good = dkim.filter(({ state }) => state === 'good').map(({ domain }) => domain);
  const identities = {
    spf: senders.filter((_, index) => passes(spf[index])),
    dkim: [...new Set(good)],
    complete: complete && [...spf.map(({ result }) => result), ...dkim.map(({ state }) => state)].every(known),
  };
  return Promise.all(
    domains.map(async (domain, index) => ({
      domain,
      spf: spf[senders.indexOf(domain)] ?? { result: 'unknown', records: 0, lookups: 0, voids: 0, allows: false },
      dkim: dkim.filter((key) => key.domain === domain),
      dmarc: await judgeDmarc(domain, identities, resolve),
      mx: mx[index] ?? { state: 'unknown', servers: 0, unreachable: 0 },
    })),
  );
}

const known = (state: string): boolean => state !== 'unknown';

/** Some server can send mail of the domain that passes SPF. */
const passes = (spf: SpfVerdict | undefined): boolean =>
  (spf?.allows ?? false) && spf?.result !== 'permerror' && spf?.result !== 'none';
