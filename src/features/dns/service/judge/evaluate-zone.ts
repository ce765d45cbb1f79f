import { dkimKeyStatus } from '../../../../domain/dns/mail/dkim-key.ts';
import type { Identities, MailNames } from '../../../../domain/dns/mail/mail-names.ts';
import type { MailStatus, SpfStatus } from '../../../../domain/dns/mail/mail-status.ts';
import { delegatedAway } from '../../../../domain/dns/mail/overlay-resolver.ts';
import type { Resolve } from '../../../../domain/dns/model/lookup.ts';
import { isBelow } from '../../../../domain/dns/model/name.ts';
import { evaluateDmarc, type PossibleIdentities } from './evaluate-dmarc.ts';
import { evaluateMx } from './evaluate-mx.ts';
import { evaluateSpf } from './evaluate-spf.ts';

/** Evaluates mail of the zone's domains against `dns`; `delegated` are identities it cannot see. */
export async function evaluateZone(
  { domains, senders, aliases, keys, complete }: MailNames,
  delegated: Identities,
  dns: Resolve,
): Promise<MailStatus[]> {
  let elsewhere = false;
  const resolve: Resolve = async (name, type) => {
    const answer = await dns(name, type);
    if (answer.kind === 'unknown' && answer.why === delegatedAway) elsewhere = true;
    return answer;
  };
  const [spf, dkim, mx] = await Promise.all([
    Promise.all(senders.map((domain) => evaluateSpf(domain, resolve))),
    Promise.all(
      keys.map(async (owner) =>
        dkimKeyStatus(owner, await resolve(`${owner.selector}._domainkey.${owner.domain}`, 'TXT')),
      ),
    ),
    Promise.all(domains.map((domain) => evaluateMx(domain, resolve))),
  ]);
  const signing = (keyState: string) => [
    ...new Set(dkim.filter(({ state }) => state === keyState).map(({ domain }) => domain)),
  ];
  const identities = {
    spf: senders.filter((_, index) => spf[index]?.allows !== 'nobody'),
    open: senders.filter((_, index) => spf[index]?.allows === 'anybody'),
    dkim: signing('good'),
  };
  let followed: Promise<SpfStatus[]> | undefined;
  const possible = async (domain: string): Promise<PossibleIdentities[]> => {
    followed ??= Promise.all(aliases.map((alias) => evaluateSpf(alias, resolve)));
    const aliasSpf = await followed;
    const unanswered = [
      ...senders.filter((_, index) => spf[index]?.result === 'unknown'),
      ...aliases.filter((_, index) => aliasSpf[index]?.result === 'unknown'),
    ];
    // For a domain inside a delegation anything is possible.
    const near = (cut: string) => (isBelow(domain, cut) ? domain : cut);
    return [
      { passes: true, spf: aliases.filter((_, index) => aliasSpf[index]?.allows !== 'nobody'), dkim: [] },
      { passes: 'unknown', spf: unanswered, dkim: signing('unknown') },
      { passes: 'unknown', spf: delegated.spf.map(near), dkim: delegated.dkim.map(near), why: delegatedReason },
      { passes: 'unknown', spf: complete ? [] : [domain], dkim: [], why: limitReason },
    ];
  };
  const statuses = await Promise.all(
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
      dmarc: await evaluateDmarc(domain, identities, () => possible(domain), resolve),
      mx: mx[index] ?? { state: 'unknown' as const, servers: 0, unreachable: 0, unconfirmed: 0 },
    })),
  );
  return elsewhere ? statuses.map((status) => ({ ...status, delegatedAway: true })) : statuses;
}

const delegatedReason = 'other name servers answer for some of its names';
const limitReason = 'there are more names than are looked at';
