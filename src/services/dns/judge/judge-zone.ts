import { dkimKey } from '../../../core/dns/dkim-key.ts';
import { handedOver } from '../../../core/dns/layered.ts';
import type { Resolve } from '../../../core/dns/lookup.ts';
import type { MailNames } from '../../../core/dns/mail-names.ts';
import type { MailVerdict } from '../../../core/dns/mail-verdict.ts';
import { judgeDmarc } from './judge-dmarc.ts';
import { judgeMx } from './judge-mx.ts';
import { judgeSpf } from './judge-spf.ts';

/** How receivers judge mail of the zone's domains when DNS is as `resolve` says. */
export async function judgeZone({ domains, senders, keys, complete }: MailNames, dns: Resolve): Promise<MailVerdict[]> {
  let elsewhere = false;
  const resolve: Resolve = async (name, type) => {
    const found = await dns(name, type);
    if (found.kind === 'unknown' && found.why === handedOver) elsewhere = true;
    return found;
  };
  const [spf, dkim, mx] = await Promise.all([
    Promise.all(senders.map((domain) => judgeSpf(domain, resolve))),
    Promise.all(
      keys.map(async (owner) => dkimKey(owner, await resolve(`${owner.selector}._domainkey.${owner.domain}`, 'TXT'))),
    ),
    Promise.all(domains.map((domain) => judgeMx(domain, resolve))),
  ]);
  const good = dkim.filter(({ state }) => state === 'good').map(({ domain }) => domain);
  const identities = {
    spf: senders.filter((_, index) => spf[index]?.allows !== 'nobody'),
    open: senders.filter((_, index) => spf[index]?.allows === 'anybody'),
    dkim: [...new Set(good)],
    complete: complete && [...spf.map(({ result }) => result), ...dkim.map(({ state }) => state)].every(known),
  };
  const verdicts = await Promise.all(
    domains.map(async (domain, index) => ({
      domain,
      spf: spf[senders.indexOf(domain)] ?? {
        result: 'unknown',
        records: 0,
        lookups: 0,
        voids: 0,
        allows: 'nobody' as const,
      },
      dkim: dkim.filter((key) => key.domain === domain),
      dmarc: await judgeDmarc(domain, identities, resolve),
      mx: mx[index] ?? { state: 'unknown' as const, servers: 0, unreachable: 0, unsure: 0 },
    })),
  );
  return elsewhere ? verdicts.map((verdict) => ({ ...verdict, handedOver: true })) : verdicts;
}

const known = (state: string): boolean => state !== 'unknown';
