import { getDomain } from 'tldts';
import type { Delivery, MailHost } from '../mail/mail-names.ts';
import { displayName } from '../model/name.ts';
import { isNullMx, type Purpose, proofLabel, sameContent } from '../model/purpose.ts';
import type { RecordValue } from '../model/record.ts';
import type { PlannedZone } from '../plan/planned-zone.ts';
import {
  type ChangeGroup,
  changeGroups,
  changesContent,
  groupAcrossZones,
  isProxied,
  losesProxy,
  nameList,
  type TypedValue,
} from './change-groups.ts';
import { explainDkim, explainDmarc, explainSpf } from './explain-mail-auth.ts';

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

/** Explains where a name points, and whether through Cloudflare. */
function explainAddress(group: ChangeGroup, owner: string): string[] {
  const { before, after, removed, added } = group;
  const proxied = isProxied(after);
  const destination = explainDestination(group, owner, proxied ? " through Cloudflare's proxy" : '');
  if (losesProxy(group))
    return [
      ...destination,
      `${owner} no longer goes through Cloudflare: visitors see ${nameList(after)}, and Cloudflare's protection ends.`,
    ];
  const enters = proxied && before.length > 0 && !isProxied(before) && removed.length + added.length === 0;
  return enters
    ? [`${owner} goes through Cloudflare's proxy: visitors no longer see ${nameList(after)}.`]
    : destination;
}

function explainDestination({ before, after, removed, added }: ChangeGroup, owner: string, proxy: string): string[] {
  if (after.length === 0) return [`${owner} no longer leads to ${nameList(removed)}.`];
  if (removed.length + added.length === 0) return [];
  if (before.length === 0) return [`${owner} leads to ${nameList(after)}${proxy}.`];
  if (removed.length === 0)
    return [`${owner} leads to ${nameList(added)} as well${proxy}; visitors are spread over all addresses.`];
  if (added.length === 0) return [`${owner} no longer leads to ${nameList(removed)}; ${nameList(after)} stays.`];
  return [`${owner} leads to ${nameList(added)} instead of ${nameList(removed)}${proxy}.`];
}

/** Explains where clients of a service at a name go, if not to its addresses. */
function explainService(group: ChangeGroup, owner: string): string[] {
  const targets = (values: readonly TypedValue[]) =>
    values.flatMap(({ value }) => serviceTarget(group.name, value) ?? []);
  const [to, from] = [targets(group.added), targets(group.removed)];
  const who = `Browsers and other clients that look up the ${group.type} record of ${owner}`;
  if (to.length > 0) return [`${who} go to ${to.join('; ')}, whatever its addresses are.`];
  return from.length > 0 ? [`${who} no longer go to ${from.join('; ')}.`] : explainOther(group, owner);
}

/**
 * Where an HTTPS or SVCB record redirects clients (RFC 9460); undefined if it only has parameters for the name's own
 * addresses.
 */
export function serviceTarget(owner: string, { data = {} }: RecordValue): string | undefined {
  const target = String(data.target ?? '.');
  const parts = [
    ...(target === '.' || target === owner ? [] : [displayName(target)]),
    ...[...String(data.value ?? '').matchAll(/(?:^|\s)(ipv4hint|ipv6hint|port)="?([^"\s]+)/g)].map(([, key, value]) =>
      key === 'port' ? `port ${value}` : `${value}`,
    ),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** Authorities that may issue, for a name itself and for all names below it (`*.`). Undefined: any. */
interface Allowed {
  readonly own: readonly string[] | undefined;
  readonly wild: readonly string[] | undefined;
}

/** Without `issue` anybody may issue; `issuewild` is only about wildcards, and there instead of `issue` (RFC 8659 §4.3). */
function allowed(values: readonly TypedValue[]): Allowed {
  const named = (tag: string): string[] | undefined => {
    const records = values.filter(({ value }) => value.data?.tag === tag);
    const authorities = records.map(
      ({ value }) =>
        String(value.data?.value ?? '')
          .split(';')[0]
          ?.trim() ?? '',
    );
    return records.length > 0 ? [...new Set(authorities.filter((authority) => authority !== ''))].sort() : undefined;
  };
  const own = named('issue');
  return { own, wild: named('issuewild') ?? own };
}

/** The rules of a name are its own, or else those of the nearest name above that has any (RFC 8659 §3). */
function rulesOf(group: ChangeGroup, side: 'before' | 'after'): Allowed & { readonly from?: string } {
  if (group[side].length > 0) return allowed(group[side]);
  const parent = group.ancestors.find((one) => one[side].length > 0);
  return parent ? { ...allowed(parent[side]), from: displayName(parent.name) } : { own: undefined, wild: undefined };
}

/** Explains who may issue certificates for a name, if that changes. */
function explainCertificates(group: ChangeGroup, owner: string): string[] {
  const [was, is] = [rulesOf(group, 'before'), rulesOf(group, 'after')];
  const key = ({ own, wild }: Allowed) => JSON.stringify([own ?? 'any', wild ?? 'any']);
  const from = is.from === undefined ? '' : ` The rules of ${is.from} apply to it from now on.`;
  if (key(was) === key(is))
    return [`The certificate rules of ${owner} change, but who may issue certificates for it stays the same.${from}`];
  return [`${sentence(is, owner)}${parentRulesNote(group)}.${from}`];
}

const who = (named: readonly string[] | undefined): string =>
  named === undefined ? 'Any certificate authority' : named.length > 0 ? `Only ${named.join(', ')}` : 'Nobody';

function sentence({ own, wild }: Allowed, owner: string): string {
  const one = `${who(own)} may issue certificates for ${owner}`;
  if (String(own) === String(wild)) return one;
  const other = who(wild);
  return `${one}, and ${other.charAt(0).toLowerCase()}${other.slice(1)} those for all names below it at once (*.${owner})`;
}

/** A zone below a registered domain is also subject to the parent's rules, which are not in the zone. */
function parentRulesNote(group: ChangeGroup): string {
  const registered = getDomain(group.zone);
  const free = group.after.length === 0 && group.ancestors.every(({ after }) => after.length === 0);
  return free && registered && registered !== group.zone ? `, unless ${displayName(registered)} has rules for it` : '';
}

/** Explains which name servers answer for a name and everything below; `hidden`: rows shadowed by it. */
function explainDelegation({ after, added }: ChangeGroup, owner: string, hidden: number): string[] {
  if (after.length === 0) return [`${owner} is no longer delegated to other name servers.`];
  if (added.length === 0) return [`${owner} has fewer name servers.`];
  const hides = hidden > 0 ? ` ${hidden} record${hidden === 1 ? '' : 's'} here can then no longer be seen.` : '';
  return [`${owner} and everything below it is answered by ${nameList(after)}.${hides}`];
}

function explainDnssec({ type, before, after, removed }: ChangeGroup, owner: string): string[] {
  if (after.length === 0)
    return [`Answers for ${owner} are no longer protected by DNSSEC through this ${type} record.`];
  if (removed.length > 0)
    return [`The DNSSEC keys of ${owner} are replaced; if they do not match, the name becomes unreachable.`];
  return before.length > 0
    ? [`${owner} gets one more ${type} record for DNSSEC; the existing ones stay valid.`]
    : [
        `Resolvers check the answers for ${owner} with DNSSEC; if the key does not match, the name becomes unreachable.`,
      ];
}

/** Explains where mail for a domain is delivered. */
function explainMail({ before, after }: ChangeGroup, owner: string): string[] {
  if (after.length === 0)
    return [
      refusesMail(before)
        ? `${owner} no longer declares that it accepts no mail.`
        : `Mail for ${owner} stops being delivered.`,
    ];
  if (refusesMail(after)) return [`${owner} declares that it accepts no mail: mail to it bounces at once.`];
  const servers = nameList([...after].sort((a, b) => (a.value.priority ?? 0) - (b.value.priority ?? 0)));
  return [`Mail for ${owner} is delivered to ${servers}${before.length > 0 ? ' from now on' : ''}.`];
}

/** Null MX: `.` as the only mail server (RFC 7505). */
export const refusesMail = (servers: readonly TypedValue[]): boolean =>
  servers.length > 0 && isNullMx({ name: '', type: 'MX', values: servers.map(({ value }) => value) });

const maxNames = 3;

/** Explains where mail goes if a mail server of the zone resolves differently. */
function explainMailHost({ host, domains, was, is }: MailHost): string {
  const [mail, server] = [`Mail for ${listed(domains)}`, displayName(host)];
  if (is.by === 'others')
    return `${mail} is delivered to ${server}, for which other name servers answer from now on: ${listed(is.to)}.`;
  const cannot = `${mail} ${isReachable(was) ? 'can no longer be' : 'cannot be'} delivered to ${server}`;
  if (is.by === 'proxy') return `${cannot}: Cloudflare's proxy stands in front of it and passes no mail.`;
  if (is.to.length === 0) return `${cannot}, which has no address.`;
  if (!isReachable(was)) return `${mail} can be delivered to ${server}, which is ${listed(is.to)}.`;
  return was.by === 'others'
    ? `${mail} goes to ${listed(is.to)} (${server}); so far other name servers said where.`
    : `${mail} goes to ${listed(is.to)} (${server}) instead of ${listed(was.to)}.`;
}

/** Whether mail can be delivered there; assumed if it is delegated to other name servers. */
export const isReachable = ({ to, by }: Delivery): boolean => by === 'others' || to.length > 0;

const listed = (names: readonly string[]): string =>
  `${names.slice(0, maxNames).map(displayName).join(', ')}${names.length > maxNames ? ` and ${names.length - maxNames} more` : ''}`;

/** Explains records known only by their type, and ownership proofs in TXT records. */
function explainOther({ type, removed, added }: ChangeGroup, owner: string): string[] {
  const kinds = new Map<string, { removed: number; added: number }>();
  const add = (values: readonly TypedValue[], side: 'removed' | 'added') => {
    for (const one of values) {
      const kind = kindOf(one);
      const known = kinds.get(kind) ?? { removed: 0, added: 0 };
      known[side] += 1;
      kinds.set(kind, known);
    }
  };
  add(removed, 'removed');
  add(added, 'added');
  return [...kinds].map(([kind, count]) => {
    const many = Math.max(count.removed, count.added);
    const what = many > 1 ? `${many} ${kind === text ? 'text' : type} records` : kind;
    const verb = count.added === 0 ? 'deleted' : count.removed === 0 ? 'added' : 'changed';
    return `${what} of ${owner} ${many > 1 ? 'are' : 'is'} ${verb}.`;
  });
}

const text = 'A text record';

function kindOf({ type, value: { content = '' } }: TypedValue): string {
  if (type !== 'TXT') return `The ${type} record`;
  const label = proofLabel(content);
  return label ? `The proof of ownership "${label}"` : text;
}
