import { displayName } from '../model/name.ts';
import { type Purpose, sameContent } from '../model/purpose.ts';
import type { PlannedZone } from '../plan/planned-zone.ts';
import {
  type ChangeGroup,
  changeGroups,
  changesContent,
  groupAcrossZones,
  isProxied,
  type TypedValue,
} from './change-groups.ts';
import { explainDkim, explainDmarc, explainSpf } from './explain-mail-auth.ts';
import {
  explainAddress,
  explainCertificates,
  explainDelegation,
  explainDnssec,
  explainMail,
  explainMailHost,
  explainOther,
  explainService,
} from './explain-records.ts';

const maxSentences = 12;

/** Ordered by potential damage: the end may be cut off. */
const explainers: Record<Purpose, (group: ChangeGroup, owner: string, zone: PlannedZone) => string[]> = {
  mail: explainMail,
  spf: explainSpf,
  dkim: explainDkim,
  dmarc: explainDmarc,
  delegation: (group, owner, { hides }) => explainDelegation(group, owner, hides?.[group.name] ?? 0),
  dnssec: explainDnssec,
  address: explainAddress,
  service: explainService,
  certificates: explainCertificates,
  other: explainOther,
};
const rank = Object.keys(explainers);

/** Explains a plan for people who do not read DNS. A sentence that holds for several zones appears once. */
export function explain(zones: readonly PlannedZone[]): string[] {
  const groups = zones.flatMap((zone) => changeGroups(zone).map((group) => ({ group, zone })));
  groups.sort((a, b) => rank.indexOf(a.group.purpose) - rank.indexOf(b.group.purpose));
  const all = groupAcrossZones([
    ...zones.flatMap((planned) => mailHostsOf(planned).map((host) => ({ planned, text: explainMailHost(host) }))),
    ...groups.flatMap(({ group, zone }) => explainGroup(group, zone).map((text) => ({ planned: zone, text }))),
  ]);
  const more = all.length - maxSentences;
  return more > 0 ? [...all.slice(0, maxSentences), `and ${more} more changes.`] : all;
}

const mailHostsOf = ({ mailHosts = {} }: PlannedZone) => Object.values(mailHosts).flat();

function explainGroup(group: ChangeGroup, zone: PlannedZone): string[] {
  const owner = displayName(group.name);
  const altered = group.changed.filter(([old, now]) => sameContent(old.value, now.value));
  return [
    ...(changesContent(group) || isProxied(group.before) !== isProxied(group.after)
      ? explainers[group.purpose](group, owner, zone)
      : []),
    ...altered.flatMap(([old, now]) => explainAttributes(group, owner, old, now)),
  ];
}

function explainAttributes({ before, after }: ChangeGroup, owner: string, old: TypedValue, now: TypedValue): string[] {
  if ((old.value.proxied ?? false) !== (now.value.proxied ?? false))
    return isProxied(before) === isProxied(after)
      ? [`${owner} goes through Cloudflare's proxy as before, because of its other addresses.`]
      : [];
  if (old.value.ttl !== now.value.ttl)
    return [
      `Resolvers keep the ${now.type} record of ${owner} for ${ttlText(now.value.ttl)} instead of ${ttlText(old.value.ttl)}.`,
    ];
  return [`Only the comment or tags of the ${now.type} record of ${owner} change; nobody outside notices.`];
}

const ttlText = (ttl: number): string => (ttl === 1 ? 'an automatic time' : `${ttl} seconds`);
