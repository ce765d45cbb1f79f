import { delegationsOver, namesAndParents, type Severity, wildcardFor } from '../lint/zone-view.ts';
import { type MailHost, movedMailHosts } from '../mail/mail-names.ts';
import { isHostname } from '../model/name.ts';
import { keyOf, rowKey, sameValue } from '../model/normalise.ts';
import { dkimOwner, dmarcOwner } from '../model/purpose.ts';
import type { Change, RecordSet, RecordValue, ZonePlan } from '../model/record.ts';
import { zoneIndex } from '../model/zone-index.ts';
import { overlay, restFingerprint } from './zone-plan.ts';

/** The changes of one zone, with the context needed to describe and apply them. */
export interface PlannedZone extends ZonePlan {
  /** Fingerprint of all records the plan does not touch: detects unrelated drift. */
  readonly rest?: string;
  /** Number of rows in the zone when it was read. */
  readonly rows?: number;
  /** Name of a new delegation → how many rows it shadows. */
  readonly hides?: Readonly<Record<string, number>>;
  /** Host that a wildcard answered for until now, with addresses or mail servers of its own → that wildcard. */
  readonly fromWildcards?: Readonly<Record<string, string>>;
  /** Unchanged record sets that the explanation depends on: addresses, mail and keys at the same names, DMARC and CAA above. */
  readonly beside?: readonly RecordSet[];
  /** Changed name → mail servers of the zone that resolve differently because of it. */
  readonly mailHosts?: Readonly<Record<string, readonly MailHost[]>>;
  /** Problems that the plan introduces. */
  readonly findings?: readonly PlanFinding[];
}

/** A lint finding, reduced to what a card needs. */
export interface PlanFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly source: string;
  readonly text: string;
}

/** The plan with the context of the zone as it was read. */
export function plannedZone(plan: ZonePlan, current: readonly RecordSet[]): PlannedZone {
  const { zone, changes, additive } = plan;
  const rows = current.reduce((sum, set) => sum + set.values.length, 0);
  const delegations = changes.filter(({ type, before, name }) => type === 'NS' && !before && name !== zone.name);
  const hidden = delegations.length > 0 ? hiddenRows(zone.name, overlay(current, plan)) : undefined;
  const hides = Object.fromEntries(delegations.map(({ name }) => [name, hidden?.get(name) ?? 0]));
  const fromWildcards = Object.fromEntries(takenFromWildcards(plan, current));
  const beside = relatedSets(plan, current);
  const mailHosts = movedMailHosts(plan, current);
  return {
    zone,
    changes,
    ...(additive && { additive }),
    rest: restFingerprint(plan, current),
    rows,
    ...(hidden ? { hides } : {}),
    ...(Object.keys(fromWildcards).length > 0 ? { fromWildcards } : {}),
    ...(beside.length > 0 ? { beside } : {}),
    ...(Object.keys(mailHosts).length > 0 ? { mailHosts } : {}),
  };
}

const addressTypes: readonly string[] = ['A', 'AAAA', 'CNAME'];

function relatedSets({ zone, changes }: ZonePlan, current: readonly RecordSet[]): RecordSet[] {
  const keys = changes.flatMap((change) => relatedKeys(change, zone.name));
  const related = new Set(keys.map(keyOf));
  for (const change of changes) related.delete(keyOf(change));
  const names = new Set(keys.map(({ name }) => name));
  return current.filter((set) => names.has(set.name) && related.has(keyOf(set)));
}

type RecordKey = Pick<Change, 'name' | 'type'>;

function relatedKeys({ name, type }: RecordKey, zone: string): RecordKey[] {
  const at = (types: readonly string[]) => (owner: string) => types.map((one) => ({ name: owner, type: one }));
  if (dmarcOwner(name)) return [name, ...namesAbove(name, type, zone)].flatMap(at(['TXT', 'CNAME']));
  if (dkimOwner(name)) return at(['TXT', 'CNAME', 'NS'])(name);
  // A CNAME redirects queries for every other type.
  if (type === 'CNAME') return at([...addressTypes, 'MX', 'TXT'])(name);
  if (addressTypes.includes(type)) return at(addressTypes)(name);
  // The risk of an SPF record depends on whether the name has mail.
  if (type === 'TXT') return at(['MX'])(name);
  return namesAbove(name, type, zone).flatMap(at([type]));
}

/** Parent names where a receiver or CA looks next, nearest first. */
export function namesAbove(name: string, type: string, zone: string): string[] {
  const domain = dmarcOwner(name);
  if (domain !== undefined) return domainsAbove(domain, zone).map((parent) => `_dmarc.${parent}`);
  return type === 'CAA' ? domainsAbove(name, zone) : [];
}

function domainsAbove(name: string, zone: string): string[] {
  const domains: string[] = [];
  for (let parent = name; parent.length > zone.length; domains.push(parent))
    parent = parent.slice(parent.indexOf('.') + 1);
  return domains;
}

/**
 * Delegation → number of rows it shadows, if any. Addresses of its own name servers (glue, RFC 1034 §4.2.1) are not
 * shadowed.
 */
export function hiddenRows(zone: string, sets: readonly RecordSet[]): ReadonlyMap<string, number> {
  const servers = new Map<string, ReadonlySet<string>>();
  for (const { name, type, values } of sets)
    if (type === 'NS' && name !== zone) servers.set(name, new Set(values.map(({ content = '' }) => content)));
  const cuts = new Set(servers.keys());
  const hidden = new Map<string, number>();
  for (const { name, type, values } of cuts.size > 0 ? sets : [])
    for (const cut of delegationsOver(name, zone, cuts)) {
      const glue = (type === 'A' || type === 'AAAA') && servers.get(cut)?.has(name);
      if (cut !== name && !glue) hidden.set(cut, (hidden.get(cut) ?? 0) + values.length);
    }
  return hidden;
}

/**
 * A wildcard answers only for names that do not exist, and any record makes its name and the names above it exist
 * (RFC 4592 §2.2): whoever went there then goes elsewhere or nowhere.
 */
function takenFromWildcards({ zone, changes }: ZonePlan, current: readonly RecordSet[]): Map<string, string> {
  const taken = new Map<string, string>();
  if (!current.some(({ name }) => name.startsWith('*.'))) return taken;
  const index = zoneIndex(current);
  const names = namesAndParents(zone.name, index);
  const after = new Map(changes.map((one) => [keyOf(one), one.after]));
  for (const change of changes)
    for (let host = change.name; change.after && !names.has(host); host = host.slice(host.indexOf('.') + 1)) {
      const wildcard = wildcardFor(host, zone.name, names);
      const lost = index
        .at(wildcard)
        .filter(({ type }) => type === 'MX' || addressTypes.includes(type))
        .some(({ type, values }) => {
          const now = after.get(keyOf({ name: host, type }))?.values ?? [];
          return !values.every((value) => now.some((other) => sameValue(other, value)));
        });
      if (lost && isHostname(host)) taken.set(host, wildcard);
    }
  return taken;
}

interface Signable {
  readonly zones: readonly PlannedZone[];
  /** `@name` of the requester, if the team wants it on the records. */
  readonly signedBy?: string;
}

/**
 * Adds a comment to every value the plan adds or changes at Cloudflare, if the team wants that; otherwise changed values
 * lose the signature of an earlier request. Comments written by people are kept. Deterministic for a plan and request.
 */
export function signed<P extends Signable>(plan: P, id: string): P {
  const { signedBy } = plan;
  const comment = signedBy === undefined ? undefined : signature(id, signedBy);
  const zones = plan.zones.map(
    (planned): PlannedZone =>
      planned.zone.home === 'cloudflare'
        ? { ...planned, changes: planned.changes.map((change) => signedChange(change, comment)) }
        : planned,
  );
  return { ...plan, zones };
}

function signedChange(change: Change, comment: string | undefined): Change {
  const { before, after } = change;
  if (!after) return change;
  const unchangedRows = new Set(before?.values.map(rowKey));
  const rows = new Map(before?.values.map((value) => [value.id, value]));
  const sign = (value: RecordValue): RecordValue => {
    const { comment: own, ...bare } = value;
    const row = value.id === undefined ? undefined : rows.get(value.id);
    if (unchangedRows.has(rowKey(value)) || (own && !isSignature(own))) return value;
    if (comment !== undefined) return { ...bare, comment };
    // Inherited from the existing row; an undo restores values as they were.
    return row?.comment === own ? bare : value;
  };
  return { ...change, after: { ...after, values: after.values.map(sign) } };
}

const mark = 'lm:';
/** Comment limit of a zone on Cloudflare's Free plan. */
const longest = 100;

/** The comment of a record that request `id` writes. */
export const signature = (id: string, signedBy: string): string => `${mark}${id} ${signedBy}`.slice(0, longest);

const isSignature = (comment: string): boolean => comment.startsWith(mark);
