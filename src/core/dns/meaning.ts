import { acrossZones } from './across-zones.ts';
import { isSaid, type Matter, mattersOf, type Typed } from './matter.ts';
import { displayName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';
import { isProxied } from './proxied.ts';
import { type Purpose, saysTheSame } from './purpose.ts';
import { addressWords } from './words/address.ts';
import { certificateWords } from './words/certificates.ts';
import { delegationWords, dnssecWords } from './words/delegation.ts';
import { dkimWords } from './words/dkim.ts';
import { dmarcWords } from './words/dmarc.ts';
import { mailWords } from './words/mail.ts';
import { mailHostWords } from './words/mail-host.ts';
import { otherWords } from './words/other.ts';
import { serviceWords } from './words/service.ts';
import { spfWords } from './words/spf.ts';

const mostSentences = 12;

/** In the order of what hurts most when it goes wrong: the end may be cut off. */
const words: Record<Purpose, (matter: Matter, owner: string, zone: PlannedZone) => string[]> = {
  mail: mailWords,
  spf: spfWords,
  dkim: dkimWords,
  dmarc: dmarcWords,
  delegation: (matter, owner, { hides }) => delegationWords(matter, owner, hides?.[matter.name] ?? 0),
  dnssec: dnssecWords,
  address: addressWords,
  service: serviceWords,
  certificates: certificateWords,
  other: otherWords,
};
const rank = Object.keys(words);

/** What a plan means for people who do not read DNS. The same sentence is said once, for all zones that it is true of. */
export function meaningOf(zones: readonly PlannedZone[]): string[] {
  const matters = zones.flatMap((zone) => mattersOf(zone).map((matter) => ({ matter, zone })));
  matters.sort((a, b) => rank.indexOf(a.matter.purpose) - rank.indexOf(b.matter.purpose));
  const all = acrossZones([
    ...zones.flatMap((planned) => mailHostsOf(planned).map((host) => ({ planned, text: mailHostWords(host) }))),
    ...matters.flatMap(({ matter, zone }) => meaningOfMatter(matter, zone).map((text) => ({ planned: zone, text }))),
  ]);
  const more = all.length - mostSentences;
  return more > 0 ? [...all.slice(0, mostSentences), `and ${more} more changes.`] : all;
}

const mailHostsOf = ({ mailHosts = {} }: PlannedZone) => Object.values(mailHosts).flat();

function meaningOfMatter(matter: Matter, zone: PlannedZone): string[] {
  const owner = displayName(matter.name);
  const altered = matter.changed.filter(([old, now]) => saysTheSame(old.value, now.value));
  return [
    ...(isSaid(matter) || isProxied(matter.before) !== isProxied(matter.after)
      ? words[matter.purpose](matter, owner, zone)
      : []),
    ...altered.flatMap(([old, now]) => attributeWords(matter, owner, old, now)),
  ];
}

function attributeWords({ before, after }: Matter, owner: string, old: Typed, now: Typed): string[] {
  if ((old.value.proxied ?? false) !== (now.value.proxied ?? false))
    return isProxied(before) === isProxied(after)
      ? [`${owner} goes through Cloudflare's proxy as before, because of its other addresses.`]
      : [];
  if (old.value.ttl !== now.value.ttl)
    return [
      `Resolvers keep the ${now.type} record of ${owner} for ${keeping(now.value.ttl)} instead of ${keeping(old.value.ttl)}.`,
    ];
  return [`Only the comment or tags of the ${now.type} record of ${owner} change; nobody outside notices.`];
}

const keeping = (ttl: number): string => (ttl === 1 ? 'an automatic time' : `${ttl} seconds`);
