import type { Risk, RiskLevel } from '../../proposal.ts';
import { type Dmarc, dmarcDisposition, dmarcOf, dmarcReporting } from '../mail/dmarc.ts';
import type { MailHost } from '../mail/mail-names.ts';
import { countingTerms, parseSpf, senderPolicy } from '../mail/spf.ts';
import { percent, spfAllows, spfCondition, spfSenders, wideShare } from '../mail/spf-senders.ts';
import { displayName } from '../model/name.ts';
import { dkimOwner, dmarcOwner, isFlattened, type Purpose } from '../model/purpose.ts';
import type { Change } from '../model/record.ts';
import type { PlannedZone } from '../plan/planned-zone.ts';
import {
  becomesProxied,
  type ChangeGroup,
  changeGroups,
  changesContent,
  groupAcrossZones,
  isEquivalent,
  losesProxy,
  type TypedValue,
} from './change-groups.ts';
import { isReachable, refusesMail, serviceTarget } from './explain.ts';

/** Deleting this many rows of a zone, or this share, is high risk. */
const manyDeleted = 3;
const shareDeleted = 0.2;
const maxReasons = 20;
/** Types of which clients choose one record, by its priority. */
const isChoice = /^(SRV|URI|NAPTR)$/;

/** Graded by what a plan can break and how fast it can be fixed; never by live DNS. */
export function dnsRisk(zones: readonly PlannedZone[]): Risk {
  const risks = zones.flatMap((planned) => {
    const groups = changeGroups(planned);
    const zoneRisks = [...ofWholeZone(planned, groups), ...groups.flatMap((one) => assessRisks(one, planned))];
    return zoneRisks.map((risk) => ({ ...risk, planned, text: risk.reason }));
  });
  risks.sort((a, b) => riskRank[b.level] - riskRank[a.level]);
  const level = risks[0]?.level ?? 'low';
  const all = groupAcrossZones(risks);
  const more = all.length - maxReasons;
  return { level, reasons: more > 0 ? [...all.slice(0, maxReasons), `${more} more like these`] : all };
}

/** Whether mail or visitors that have a place to go to are sent elsewhere, some of them or all. */
export const redirects = (zones: readonly PlannedZone[]): boolean =>
  zones.some((planned) => planned.fromWildcards !== undefined || changeGroups(planned).some(sendsElsewhere));

function sendsElsewhere({ purpose, name, type, before, added }: ChangeGroup): boolean {
  if (purpose === 'address' || purpose === 'mail' || purpose === 'delegation' || isChoice.test(type))
    return before.length > 0 && added.length > 0;
  const follows = type === 'HTTPS' || type === 'SVCB';
  return purpose === 'service' && follows && added.some(({ value }) => serviceTarget(name, value) !== undefined);
}

/** Replacements do not count as deletions. */
function ofWholeZone(planned: PlannedZone, groups: readonly ChangeGroup[]): RiskFinding[] {
  const { zone, rows = 0, fromWildcards = {} } = planned;
  const deleted = groups.reduce((sum, { removed, added }) => sum + Math.max(0, removed.length - added.length), 0);
  const share = rows > 0 ? deleted / rows : 0;
  const part = rows > 0 ? ` (${Math.round(share * 100)} % of the zone)` : '';
  const text = `${deleted} record${deleted === 1 ? '' : 's'} of ${displayName(zone.name)} will be deleted${part}.`;
  const taken = Object.entries(fromWildcards).map(([host, wildcard]) => [host, wildcard].map(displayName));
  return [
    ...(deleted > 0 && (deleted >= manyDeleted || share >= shareDeleted) ? high(text) : []),
    ...taken.flatMap(([host, from]) => medium(`${from} no longer answers for ${host}: who went there goes elsewhere.`)),
  ];
}

interface RiskFinding {
  readonly level: RiskLevel;
  readonly reason: string;
}

const high = (reason: string): RiskFinding[] => [{ level: 'high', reason }];
const medium = (reason: string): RiskFinding[] => [{ level: 'medium', reason }];

/** What can go wrong with one change group. */
function assessRisks(group: ChangeGroup, zone: PlannedZone): RiskFinding[] {
  const owner = displayName(group.name);
  return [
    ...(changesContent(group) ? byPurpose[group.purpose](group, owner, zone) : []),
    ...hiddenByCname(group, owner),
    ...(isChoice.test(group.type) && sendsElsewhere(group)
      ? medium(`Some clients that look up the ${group.type} record of ${owner} go elsewhere.`)
      : []),
    ...(zone.mailHosts?.[group.name] ?? []).flatMap(mailHostRisks),
    ...(losesProxy(group) ? high(`${owner} leaves Cloudflare's proxy: the address of its server becomes public.`) : []),
    ...(becomesProxied(group) && hiddenByProxy[group.purpose] !== undefined
      ? high(`${owner} goes behind Cloudflare's proxy, where nobody finds ${hiddenByProxy[group.purpose]}.`)
      : []),
    ...(group.removed.length > 0 && !isEquivalent(group)
      ? medium(`Existing records of ${owner} are changed or deleted.`)
      : []),
    ...(changesContent(group) && owner.startsWith('*.')
      ? medium(`${owner} answers for every name below that has no record of its own.`)
      : []),
    ...(group.changed.some(([{ value: old }, { value: now }]) => now.ttl > old.ttl && now.ttl > 3600 && !now.proxied)
      ? medium(`The TTL of ${owner} is raised: later corrections take longer to reach everybody.`)
      : []),
  ];
}

/**
 * Changing or adding to existing records is high risk where mail, certificates or the zone apex depend on them.
 * The first record of its kind breaks nothing: it is graded by what it requests.
 */
const byPurpose: Record<Purpose, (group: ChangeGroup, owner: string, zone: PlannedZone) => RiskFinding[]> = {
  address(group, owner) {
    const [replaces, adds] = [group.removed.length > 0, group.removed.length === 0 && group.before.length > 0];
    const apex = isApex(group) ? `${owner} itself, the top of the zone,` : '';
    return [
      ...(apex && replaces ? high(`${apex} leads elsewhere or nowhere.`) : []),
      ...(adds ? (apex ? high : medium)(`Some visitors of ${apex || owner} are sent elsewhere.`) : []),
      ...(apex && !replaces && !adds ? medium(`${apex} gets its first address.`) : []),
    ];
  },

  service(group, owner) {
    const redirects = [...group.removed, ...group.added].some(
      ({ value }) => serviceTarget(group.name, value) !== undefined,
    );
    return redirects
      ? (isApex(group) ? high : medium)(
          `Browsers and others follow the ${group.type} record of ${owner} and not its addresses.`,
        )
      : [];
  },

  mail(group, owner) {
    const changes = `It changes where mail for ${owner} is delivered.`;
    if (group.removed.length > 0 || (group.before.length > 0 && isApex(group))) return high(changes);
    if (refusesMail(group.after)) return medium(`${owner} declares that it accepts no mail at all.`);
    if (group.before.length > 0) return medium(changes);
    return isApex(group) ? medium(`It decides where mail for ${owner} is delivered.`) : [];
  },

  spf({ before, after, removed, related }, owner) {
    const [was, is] = [textsOf(before), textsOf(after)];
    const [record = ''] = is;
    const hasMail = related.some(({ purpose, after: mx }) => purpose === 'mail' && mx.length > 0 && !refusesMail(mx));
    const isBroken = (text: string) => parseSpf(text).problem !== undefined;
    const opening = is.find((text) => spfAllows(text) === 'anybody');
    const opens = opening !== undefined && !was.some((text) => spfAllows(text) === 'anybody');
    const shareOf = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => spfSenders(text).share));
    const widens = opening === undefined && shareOf(is) >= wideShare && shareOf(is) > shareOf(was);
    return [
      ...(removed.length > 0 && senderPolicy(was) !== senderPolicy(is)
        ? high(`It changes who may send mail for ${owner} (SPF).`)
        : []),
      ...(opens
        ? high(`Every server in the world may send mail for ${owner}${spfCondition(opening)} (SPF).`)
        : widens
          ? high(`${percent(shareOf(is))} of all servers in the world may send mail for ${owner} (SPF).`)
          : []),
      ...(is.length > 1 && is.length > was.length
        ? high(`${owner} would have ${is.length} SPF records: receivers then treat SPF as broken for all its mail.`)
        : []),
      ...(is.some(isBroken) && !was.some(isBroken)
        ? high(`Receivers cannot read the SPF record of ${owner}, so SPF fails for all its mail.`)
        : []),
      ...(is.length === 1 && was.length === 0 && !isBroken(record) ? firstSpfRisks(record, owner, hasMail) : []),
    ];
  },

  dkim(group, owner, zone) {
    const domain = displayName(dkimOwner(group.name)?.domain ?? '');
    return [
      ...(group.before.length > 0 ? high(`It changes how mail of ${domain} is signed (DKIM).`) : []),
      ...(group.added.some(({ type }) => type === 'NS') ? byPurpose.delegation(group, owner, zone) : []),
    ];
  },

  dmarc(group) {
    const domain = displayName(dmarcOwner(group.name) ?? '');
    const [was, is] = [dmarcOf(group, 'before'), dmarcOf(group, 'after')];
    const asks = (action: string | undefined, whose: string) =>
      action && requestedAction[action]
        ? medium(`Receivers are asked to ${requestedAction[action]} mail of ${whose} that passes neither SPF nor DKIM.`)
        : [];
    return [
      ...(group.removed.length > 0 && dmarcDisposition(group, 'before') !== dmarcDisposition(group, 'after')
        ? high(`It changes what receivers do with forged mail of ${domain} (DMARC).`)
        : []),
      ...(group.removed.length > 0 && dmarcReporting(group, 'before') !== dmarcReporting(group, 'after')
        ? medium(`It changes the reports about mail of ${domain} (DMARC).`)
        : []),
      ...(group.removed.length === 0 ? dmarcAliasRisks(was, is, domain) : []),
      ...weakerDmarcRisks(was, is, domain),
      ...(is.records > 1 && is.records > was.records
        ? high(`${domain} would have ${is.records} DMARC records: receivers then ignore all of them.`)
        : []),
      ...asks(is.policy?.own, domain),
      ...(is.policy?.own === 'none' ? asks(is.policy.below, `names below ${domain}`) : []),
    ];
  },

  delegation(group, owner, { hides = {} }) {
    if (group.removed.length > 0) return high(`It changes which name servers answer for ${owner}.`);
    if (isApex(group)) return high(`It adds a name server for the whole of ${owner}.`);
    if (group.before.length > 0)
      return high(`Another name server answers some of the lookups of ${owner} and everything below it.`);
    const hidden = hides[group.name] ?? 0;
    return hidden > 0
      ? high(`Delegating ${owner} hides ${hidden} record${hidden === 1 ? '' : 's'} below it.`)
      : medium(`Other name servers will answer for ${owner} and everything below it.`);
  },

  dnssec: ({ removed, type }, owner) =>
    removed.length > 0
      ? high(`It changes the DNSSEC keys of ${owner}; a mistake makes the name unreachable.`)
      : medium(`A ${type} record that does not match makes ${owner} unreachable.`),

  certificates(group, owner) {
    if (group.before.length > 0)
      return (isApex(group) ? high : medium)(`It changes who may issue certificates for ${owner}.`);
    const tags = group.added.map(({ value }) => value.data?.tag);
    const what = tags.includes('issue') ? owner : tags.includes('issuewild') ? `*.${owner}` : undefined;
    return what ? medium(`Certificate authorities that are not named can no longer issue for ${what}.`) : [];
  },

  other: ({ type, added }, owner) =>
    type === 'TLSA' && added.length > 0
      ? medium(`Clients that check the TLSA record of ${owner} refuse a server whose certificate does not match it.`)
      : [],
};

/** A first SPF record affects mail that was sent without one. */
function firstSpfRisks(record: string, owner: string, hasMail: boolean): RiskFinding[] {
  if (spfAllows(record) === 'nobody')
    return hasMail
      ? high(`No server may send mail for ${owner} (SPF), although it has mail.`)
      : medium(`No server may send mail for ${owner} (SPF).`);
  return countingTerms(record).some(({ name, qualifier }) => name === 'all' && qualifier === '-')
    ? medium(`Receivers may refuse mail of ${owner} from every server that is not listed.`)
    : [];
}

/** A policy that is now read elsewhere, outside our control. */
function dmarcAliasRisks(was: Dmarc, is: Dmarc, domain: string): RiskFinding[] {
  if (is.alias === undefined || is.alias === was.alias) return [];
  const target = displayName(is.alias);
  return was.records > 0
    ? high(`The DMARC policy of ${domain} is read from ${target}, and its own record no longer counts.`)
    : medium(`Whoever runs ${target} decides on the DMARC policy of ${domain}.`);
}

/** A domain's first own record that is weaker than the inherited one. */
function weakerDmarcRisks(was: Dmarc, is: Dmarc, domain: string): RiskFinding[] {
  if (was.from === undefined || was.asks === undefined || was.asks === 'elsewhere') return [];
  const asks = is.asks ?? 'none';
  return asks !== 'elsewhere' && strength[asks] < strength[was.asks]
    ? medium(`Forged mail of ${domain} is stopped less: its policy changes from ${was.asks} to ${asks}.`)
    : [];
}
const strength = { none: 0, quarantine: 1, reject: 2 } as const;

/** A CNAME that is not flattened hides all other records at its name (RFC 1034 §3.6.2). */
function hiddenByCname(group: ChangeGroup, owner: string): RiskFinding[] {
  const sends = (values: readonly TypedValue[]) =>
    values.some(({ type, value }) => type === 'CNAME' && !isFlattened(value, isApex(group)));
  if (group.purpose !== 'address' || !sends(group.after) || (sends(group.before) && !changesContent(group))) return [];
  const hidden = group.related.flatMap(({ purpose, after }) =>
    after.length > 0 ? [purpose === 'mail' ? 'mail servers' : 'SPF'] : [],
  );
  return hidden.length > 0
    ? high(`Lookups of the ${hidden.join(' and ')} of ${owner} follow its CNAME and find what is there.`)
    : [];
}

/** What a CNAME points to but the proxy does not serve: it answers with addresses only. */
const hiddenByProxy: Partial<Record<Purpose, string>> = { dkim: 'its key (DKIM)', dmarc: 'its policy (DMARC)' };

/** Mail that was (or may have been) delivered and will no longer be, or elsewhere. New delivery is no risk. */
function mailHostRisks({ host, domains, was, is }: MailHost): RiskFinding[] {
  const [mail, server] = [`Mail for ${domains.map(displayName).join(', ')}`, displayName(host)];
  if (is.by === 'proxy') return high(`${mail} does not reach ${server} behind Cloudflare's proxy.`);
  if (!isReachable(was)) return [];
  return high(
    isReachable(is)
      ? `${mail} is delivered to ${server}, which leads elsewhere.`
      : `${mail} is delivered to ${server}, which leads nowhere.`,
  );
}

/** What a policy asks receivers to do; nothing for `none`. */
const requestedAction: Readonly<Record<string, string>> = { reject: 'reject', quarantine: 'treat as spam' };
const textsOf = (values: readonly TypedValue[]): string[] => values.map(({ value }) => value.content ?? '');
const isApex = ({ name, zone }: ChangeGroup): boolean => name === zone;

export const riskRank: Record<RiskLevel, number> = { low: 0, medium: 1, high: 2 };

/** Sorts the changes of a zone by risk; within one level, deletions first and additions last. */
export function riskiestFirst(planned: PlannedZone): PlannedZone {
  const risks = new Map<string, number>();
  for (const group of changeGroups(planned))
    for (const { level } of assessRisks(group, planned))
      risks.set(group.name, Math.max(riskRank[level], risks.get(group.name) ?? 0));
  const weight = ({ name, before, after }: Change): number =>
    3 * (risks.get(name) ?? 0) + (!after ? 2 : before ? 1 : 0);
  return { ...planned, changes: [...planned.changes].sort((a, b) => weight(b) - weight(a)) };
}
