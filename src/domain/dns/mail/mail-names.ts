import { dkimOwner, dmarcOwner, spfOf } from '../model/purpose.ts';
import { isFlattened, type RecordSet, type ZonePlan } from '../model/record.ts';
import type { DkimKey } from './mail-status.ts';
import { parseSpf } from './spf.ts';

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
export function mailNames(
  { zone, changes }: ZonePlan,
  before: readonly RecordSet[],
  after: readonly RecordSet[],
): MailNames {
  const sets = [...changes.flatMap(({ before: was, after: is }) => [was, is]), ...before, ...after].filter(
    (set) => set !== undefined,
  );
  const touched = changes.flatMap((change) => mailName(change.name, change.type, [change.before, change.after]));
  const domains = unique([zone.name, ...withIncluders(touched, sets).map(domainOf)]);
  const senders = unique([
    ...domains.slice(0, limits.domains),
    ...sets.filter((set) => spfOf(set).length > 0 && isDomain(set.name)).map(({ name }) => name),
  ]);
  const aliases = unique(sets.filter((set) => isAlias(set, zone.name)).map(({ name }) => name));
  const owners = unique(sets.filter(({ type }) => keyTypes.has(type)).map(({ name }) => name)).flatMap(
    (name) => dkimOwner(name) ?? [],
  );
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
    .flatMap(({ name, domain }) =>
      domain !== undefined && (name === 'include' || name === 'redirect') ? [{ owner: set.name, domain }] : [],
    );

/** The name whose mail a record set is about. */
function mailName(name: string, type: string, sets: readonly (RecordSet | undefined)[]): string[] {
  const owner = dkimOwner(name)?.domain ?? dmarcOwner(name);
  if (owner !== undefined) return [owner];
  return type === 'MX' || sets.some((set) => spfOf(set).length > 0) ? [name] : [];
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
