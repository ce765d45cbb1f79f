import { isFlattened } from './flattened.ts';
import type { DkimKey } from './mail-verdict.ts';
import { dkimOwner, dmarcOwner, spfOf } from './purpose.ts';
import type { RecordSet, ZonePlan } from './record.ts';
import { parseSpf } from './spf.ts';

/** The names of a zone that a verdict about its mail has to look at. */
export interface MailNames {
  /** Domains to judge: the zone itself, and those below it whose mail the plan touches, through an include too. */
  readonly domains: readonly string[];
  /** Domains whose SPF may let their mail pass; all of `domains` are among them. */
  readonly senders: readonly string[];
  /** Names that lead by CNAME to where SPF may stand, such as the bounce domain of a sending service. */
  readonly aliases: readonly string[];
  readonly keys: readonly Pick<DkimKey, 'selector' | 'domain'>[];
  /** False when there were more names than are looked at. */
  readonly complete: boolean;
}

/** Domains as which mail can pass SPF, and as which it can be signed. */
export interface Identities {
  readonly spf: readonly string[];
  readonly dkim: readonly string[];
}

const most = { domains: 5, senders: 10, aliases: 40, keys: 40 } as const;

/** Names that exist before or after the plan; those that it touches come first. */
export function mailNames(
  { zone, changes }: ZonePlan,
  before: readonly RecordSet[],
  after: readonly RecordSet[],
): MailNames {
  const sets = [...changes.flatMap(({ before: was, after: is }) => [was, is]), ...before, ...after].filter(
    (set) => set !== undefined,
  );
  const touched = changes.flatMap((change) => mailName(change.name, change.type, [change.before, change.after]));
  const domains = unique([zone.name, ...takingIn(touched, sets).map(domainOf)]);
  const senders = unique([
    ...domains.slice(0, most.domains),
    ...sets.filter((set) => spfOf(set).length > 0 && isDomain(set.name)).map(({ name }) => name),
  ]);
  const aliases = unique(sets.filter((set) => isAlias(set, zone.name)).map(({ name }) => name));
  const owners = unique(sets.filter(({ type }) => keyTypes.has(type)).map(({ name }) => name)).flatMap(
    (name) => dkimOwner(name) ?? [],
  );
  return {
    domains: domains.slice(0, most.domains),
    senders: senders.slice(0, most.senders),
    aliases: aliases.slice(0, most.aliases),
    keys: owners.slice(0, most.keys),
    complete: senders.length <= most.senders && aliases.length <= most.aliases && owners.length <= most.keys,
  };
}

/** What other name servers answer for, so that nobody sees in the zone whether there is SPF or a key. */
export function heldElsewhere(zone: string, sets: readonly RecordSet[]): Identities {
  const cuts = unique(sets.filter(({ type, name }) => type === 'NS' && name !== zone).map(({ name }) => name));
  const domains = cuts.filter(isDomain);
  const keys = cuts.flatMap((name) => /(?:^|\.)_domainkey\.(.+)$/.exec(name)?.[1] ?? []).filter(isDomain);
  return { spf: domains, dkim: unique([...domains, ...keys]) };
}

/** A name with an underscore serves a domain, as `_spf` does, and is none: no mail comes from it (RFC 5321 §4.1.2). */
const domainOf = (name: string): string => name.replace(/^.*_[^.]*\./, '');
const isDomain = (name: string): boolean => !name.includes('_');

/** By NS a single key can be handed over; receivers see it all the same. */
const keyTypes = new Set(['TXT', 'CNAME', 'NS']);

const isAlias = ({ name, type, values }: RecordSet, zone: string): boolean =>
  type === 'CNAME' && isDomain(name) && values.some((value) => !isFlattened(value, name === zone));

/** The names themselves, and those whose SPF takes in what stands there, directly or through others. */
function takingIn(names: readonly string[], sets: readonly RecordSet[]): readonly string[] {
  if (names.length === 0) return names;
  const owners = new Map<string, string[]>();
  for (const { owner, domain } of sets.flatMap(included)) {
    const known = owners.get(domain);
    if (known) known.push(owner);
    else owners.set(domain, [owner]);
  }
  const found = new Set(names);
  // The loop comes to what is added meanwhile, too.
  for (const name of found) for (const owner of owners.get(name) ?? []) found.add(owner);
  return [...found];
}

/** What the SPF of a name takes in. */
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
