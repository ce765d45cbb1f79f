import { delegationsOver, namesAndParents, wildcardFor } from '../lint/zone-view.ts';
import { isBelow } from '../model/name.ts';
import { dkimOwner, dmarcOwner, hasSpf, isFlattened, spfOf } from '../model/purpose.ts';
import type { RecordSet, ZonePlan } from '../model/record.ts';
import { zoneIndex } from '../model/zone-index.ts';
import { overlay } from '../plan/zone-plan.ts';
import type { DkimKey } from './mail-status.ts';
import { expandMacros, parseSpf } from './spf.ts';

/** The names of a zone to look at for the mail impact of a plan. */
export interface MailNames {
  /** Domains to evaluate: the zone itself, and subdomains whose mail the plan affects, also through an include. */
  readonly domains: readonly string[];
  /** Domains whose SPF may let their mail pass; all of `domains` are among them. */
  readonly senders: readonly string[];
  /** CNAMEs whose target may have SPF, such as the bounce domain of a sending service. */
  readonly aliases: readonly string[];
  readonly keys: readonly Pick<DkimKey, 'selector' | 'domain'>[];
  /** False if the limits cut off some names. */
  readonly complete: boolean;
}

/** Domains for which mail can pass SPF, and for which it can be signed. */
export interface Identities {
  readonly spf: readonly string[];
  readonly dkim: readonly string[];
}

const limits = { domains: 5, senders: 10, aliases: 40, keys: 40 } as const;

/** Names that exist before or after the plan; changed ones first. */
export function mailNames({ zone, changes }: ZonePlan, current: readonly RecordSet[]): MailNames {
  const changed = changes.flatMap(({ before, after }) => [before, after]).filter((set) => set !== undefined);
  const sets = [...changed, ...current];
  const touched = changes.flatMap((change) => mailName(change.name, change.type, [change.before, change.after]));
  const domains = unique([zone.name, ...withIncluders(touched, sets).map(domainOf)]);
  const senders = unique([
    ...domains.slice(0, limits.domains),
    ...sets.filter((set) => hasSpf(set) && isDomain(set.name)).map(({ name }) => name),
  ]);
  const aliases = unique(sets.filter((set) => isAlias(set, zone.name)).map(({ name }) => name));
  const owners = unique(
    sets.filter(({ type, name }) => name.includes('._domainkey.') && keyTypes.has(type)).map(({ name }) => name),
  ).flatMap((name) => dkimOwner(name) ?? []);
  return {
    domains: domains.slice(0, limits.domains),
    senders: senders.slice(0, limits.senders),
    aliases: aliases.slice(0, limits.aliases),
    keys: owners.slice(0, limits.keys),
    complete: senders.length <= limits.senders && aliases.length <= limits.aliases && owners.length <= limits.keys,
  };
}

/** Domains delegated to other name servers, where the zone does not show whether there is SPF or a key. */
export function delegatedIdentities(zone: string, sets: readonly RecordSet[]): Identities {
  const cuts = unique(sets.filter(({ type, name }) => type === 'NS' && name !== zone).map(({ name }) => name));
  const domains = cuts.filter(isDomain);
  const keys = cuts.flatMap((name) => /(?:^|\.)_domainkey\.(.+)$/.exec(name)?.[1] ?? []).filter(isDomain);
  return { spf: domains, dkim: unique([...domains, ...keys]) };
}

/** A name with an underscore, such as `_spf`, is not a mail domain (RFC 5321 §4.1.2). */
const domainOf = (name: string): string => name.replace(/^.*_[^.]*\./, '');
const isDomain = (name: string): boolean => !name.includes('_');

/** A single key can be delegated with NS; receivers still find it. */
const keyTypes = new Set(['TXT', 'CNAME', 'NS']);

const isAlias = ({ name, type, values }: RecordSet, zone: string): boolean =>
  type === 'CNAME' && isDomain(name) && values.some((value) => !isFlattened(value, name === zone));

/** The names, and those whose SPF includes them, directly or indirectly. */
function withIncluders(names: readonly string[], sets: readonly RecordSet[]): readonly string[] {
  if (names.length === 0) return names;
  const owners = new Map<string, string[]>();
  for (const { owner, domain } of sets.flatMap(included)) {
    const known = owners.get(domain);
    if (known) known.push(owner);
    else owners.set(domain, [owner]);
  }
  const reached = new Set(names);
  // The loop also visits names added meanwhile.
  for (const name of reached) for (const owner of owners.get(name) ?? []) reached.add(owner);
  return [...reached];
}

/** The domains that the SPF record of a name includes. */
const included = (set: RecordSet): { owner: string; domain: string }[] =>
  spfOf(set)
    .flatMap(({ content = '' }) => parseSpf(content).terms)
    .flatMap((term) => {
      const follows = term.name === 'include' || term.name === 'redirect';
      const domain = follows ? expandMacros(term.domain ?? '', set.name, set.name) : undefined;
      return domain === undefined ? [] : [{ owner: set.name, domain }];
    });

/** The name whose mail a record set is about. */
function mailName(name: string, type: string, sets: readonly (RecordSet | undefined)[]): string[] {
  const owner = dkimOwner(name)?.domain ?? dmarcOwner(name);
  if (owner !== undefined) return [owner];
  return type === 'MX' || sets.some(hasSpf) ? [name] : [];
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** Where a mail server of the zone resolves to. */
export interface Delivery {
  /** Its addresses, its target outside the zone, or the name servers it is delegated to. */
  readonly to: readonly string[];
  /** `proxy`: Cloudflare answers for it and passes no mail. `others`: other name servers answer. */
  readonly by?: 'proxy' | 'others';
}

/** A mail server that resolves differently, or not at all, once a plan is applied. */
export interface MailHost {
  readonly host: string;
  /** Names of the zone whose mail is delivered to it, before the plan or after. */
  readonly domains: readonly string[];
  readonly was: Delivery;
  readonly is: Delivery;
}

/**
 * Changed name → mail servers that resolve differently because of it. The change need not be an address of the server:
 * any record at a name covered by a wildcard disables the wildcard there (RFC 4592 §2.2.1).
 */
export function movedMailHosts(plan: ZonePlan, current: readonly RecordSet[]): Record<string, MailHost[]> {
  const { zone, changes } = plan;
  const hosts = mailHosts(zone.name, [...current, ...changes.flatMap(({ after }) => after ?? [])]);
  if (hosts.size === 0) return {};
  const [before, after] = [current, overlay(current, plan)].map((sets) => hostFinder(zone.name, sets));
  if (!before || !after) return {};
  const causeOf = causes(plan);
  const moved = new Map<string, MailHost[]>();
  for (const [host, domains] of hosts) {
    const [{ at: wasAt, ...was }, { at: isAt, ...is }] = [before(host), after(host)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const cause = causeOf([...wasAt, ...isAt]) ?? host;
    const here = moved.get(cause) ?? [];
    here.push({ host, domains: [...domains], was, is });
    moved.set(cause, here);
  }
  return Object.fromEntries(moved);
}

/**
 * The change that affects these names: at one of them, or at a name that makes their parents exist or not (empty
 * non-terminals).
 */
function causes({ zone, changes }: ZonePlan): (names: readonly string[]) => string | undefined {
  const touched = new Set(changes.map(({ name }) => name));
  const below = new Map<string, string>();
  for (const name of touched)
    for (const above of nameAndParents(zone.name, name)) if (!below.has(above)) below.set(above, name);
  return (names) =>
    names.find((name) => touched.has(name)) ??
    names.flatMap((name) => nameAndParents(zone.name, name)).flatMap((above) => below.get(above) ?? [])[0];
}

/** The name and its parents up to the zone. */
function nameAndParents(zone: string, name: string): string[] {
  const chain: string[] = [];
  for (let at = name; at !== zone && isBelow(at, zone); at = at.slice(at.indexOf('.') + 1)) chain.push(at);
  return isBelow(name, zone) ? [...chain, zone] : chain;
}

/** Mail server in the zone → domains it receives mail for. */
function mailHosts(zone: string, sets: readonly RecordSet[]): Map<string, Set<string>> {
  const domainsByHost = new Map<string, Set<string>>();
  for (const { name, type, values } of sets)
    if (type === 'MX')
      for (const { content = '' } of values)
        if (isBelow(content, zone)) domainsByHost.set(content, (domainsByHost.get(content) ?? new Set()).add(name));
  return domainsByHost;
}

const maxAliases = 8;

/** Finds hosts in a zone; `at` are the names whose records answer, one after the other. */
function hostFinder(zone: string, sets: readonly RecordSet[]): (host: string) => Delivery & { readonly at: string[] } {
  const index = zoneIndex(sets);
  const names = namesAndParents(zone, index);
  const cuts = new Set(sets.flatMap(({ name, type }) => (type === 'NS' && name !== zone ? [name] : [])));
  const valuesAt = (name: string, ...types: string[]) =>
    index.at(name).flatMap(({ type, values }) => (types.includes(type) ? values : []));
  const contents = (name: string, ...types: string[]) =>
    valuesAt(name, ...types)
      .map(({ content = '' }) => content)
      .sort();
  return (host) => {
    const at: string[] = [];
    let name = host;
    while (isBelow(name, zone) && at.length <= maxAliases) {
      const cut = delegationsOver(name, zone, cuts).at(-1);
      const owner = cut ?? (names.has(name) ? name : wildcardFor(name, zone, names));
      at.push(owner);
      if (cut !== undefined) return { to: contents(cut, 'NS'), by: 'others', at };
      if (valuesAt(owner, 'A', 'AAAA', 'CNAME').some(({ proxied }) => proxied)) return { to: [], by: 'proxy', at };
      const [alias] = contents(owner, 'CNAME');
      const addresses = contents(owner, 'A', 'AAAA');
      if (addresses.length > 0 || alias === undefined) return { to: addresses, at };
      name = alias;
    }
    return { to: isBelow(name, zone) ? [] : [name], at };
  };
}
