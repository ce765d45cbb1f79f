import { delegationsOver, namesAndParents, wildcardFor } from '../lint/zone-view.ts';
import { isBelow } from '../model/name.ts';
import type { RecordSet, ZonePlan } from '../model/record.ts';
import { overlay } from '../plan/zone-plan.ts';

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
    moved.set(cause, [...(moved.get(cause) ?? []), { host, domains: [...domains], was, is }]);
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
  for (let at = name; isBelow(at, zone); at = at.slice(at.indexOf('.') + 1)) chain.push(at);
  return chain;
}

/** Mail server in the zone → domains it receives mail for. */
function mailHosts(zone: string, sets: readonly RecordSet[]): Map<string, Set<string>> {
  const domainsByHost = new Map<string, Set<string>>();
  for (const { name, type, values } of sets)
    for (const { content = '' } of type === 'MX' ? values : [])
      if (isBelow(content, zone)) domainsByHost.set(content, (domainsByHost.get(content) ?? new Set()).add(name));
  return domainsByHost;
}

const maxAliases = 8;
const answering: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', 'NS']);

/** Finds hosts in a zone; `at` are the names whose records answer, one after the other. */
function hostFinder(zone: string, sets: readonly RecordSet[]): (host: string) => Delivery & { readonly at: string[] } {
  const names = namesAndParents(
    zone,
    sets.map(({ name }) => name),
  );
  const byName = Map.groupBy(
    sets.filter(({ type }) => answering.has(type)),
    ({ name }) => name,
  );
  const cuts = new Set(sets.flatMap(({ name, type }) => (type === 'NS' && name !== zone ? [name] : [])));
  const valuesAt = (name: string, ...types: string[]) =>
    (byName.get(name) ?? []).flatMap(({ type, values }) => (types.includes(type) ? values : []));
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
