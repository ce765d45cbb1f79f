import { dkimKey } from '../../../core/dns/dkim-key.ts';
import { handedOver } from '../../../core/dns/layered.ts';
import type { Resolve } from '../../../core/dns/lookup.ts';
import type { Identities, MailNames } from '../../../core/dns/mail-names.ts';
import type { MailVerdict, SpfVerdict } from '../../../core/dns/mail-verdict.ts';
import { isBelow } from '../../../core/dns/name.ts';
import { judgeDmarc, type Perhaps } from './judge-dmarc.ts';
import { judgeMx } from './judge-mx.ts';
import { judgeSpf } from './judge-spf.ts';

/** How receivers judge mail of the zone's domains when DNS is as `dns` says; `held` is what it cannot say. */
export async function judgeZone(
  { domains, senders, aliases, keys, complete }: MailNames,
  held: Identities,
  dns: Resolve,
): Promise<MailVerdict[]> {
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
  const signing = (wanted: string) => [
    ...new Set(dkim.filter(({ state }) => state === wanted).map(({ domain }) => domain)),
  ];
  const identities = {
    spf: senders.filter((_, index) => spf[index]?.allows !== 'nobody'),
    open: senders.filter((_, index) => spf[index]?.allows === 'anybody'),
    dkim: signing('good'),
  };
  let followed: Promise<SpfVerdict[]> | undefined;
  const perhaps = async (domain: string): Promise<Perhaps[]> => {
    followed ??= Promise.all(aliases.map((alias) => judgeSpf(alias, resolve)));
    const led = await followed;
    const unanswered = [
      ...senders.filter((_, index) => spf[index]?.result === 'unknown'),
      ...aliases.filter((_, index) => led[index]?.result === 'unknown'),
    ];
    // Of a domain that is itself among what others answer for, anything can be true.
    const near = (cut: string) => (isBelow(domain, cut) ? domain : cut);
    return [
      { passes: true, spf: aliases.filter((_, index) => led[index]?.allows !== 'nobody'), dkim: [] },
      { passes: 'unknown', spf: unanswered, dkim: signing('unknown') },
      { passes: 'unknown', spf: held.spf.map(near), dkim: held.dkim.map(near), why: othersAnswer },
      { passes: 'unknown', spf: complete ? [] : [domain], dkim: [], why: tooMany },
    ];
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
      dmarc: await judgeDmarc(domain, identities, () => perhaps(domain), resolve),
      mx: mx[index] ?? { state: 'unknown' as const, servers: 0, unreachable: 0, unsure: 0 },
    })),
  );
  return elsewhere ? verdicts.map((verdict) => ({ ...verdict, handedOver: true })) : verdicts;
}

const othersAnswer = 'other name servers answer for some of its names';
const tooMany = 'there are more names than are looked at';
