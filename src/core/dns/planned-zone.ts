import { untouched } from './drift.ts';
import { hiddenRows } from './hidden-rows.ts';
import type { Severity } from './lint/rule.ts';
import { type MailHost, movedMailHosts } from './mail-hosts.ts';
import { keyOf } from './normalise.ts';
import { overlay } from './plan.ts';
import { dkimOwner, dmarcOwner } from './purpose.ts';
import type { Change, RecordSet, ZonePlan } from './record.ts';

/** What to do to one zone, with what must be known of the rest of it when the card is made and the plan applied. */
export interface PlannedZone extends ZonePlan {
  /** Fingerprint of everything that the plan does not touch: tells unrelated drift. */
  readonly rest?: string;
  /** Rows that the zone held when it was read. */
  readonly rows?: number;
  /** Name of a new delegation → how many rows below it nobody will see any more. */
  readonly hides?: Readonly<Record<string, number>>;
  /** What the plan does not touch and its meaning depends on: addresses, mail and keys at the same names, DMARC and CAA above. */
  readonly beside?: readonly RecordSet[];
  /** Name that changes → mail servers of the zone that are found elsewhere because of it. */
  readonly mailHosts?: Readonly<Record<string, readonly MailHost[]>>;
  /** What the plan brings about that works badly or not at all. */
  readonly findings?: readonly PlanFinding[];
}

/** A finding of the lint as far as a card needs it. */
export interface PlanFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly source: string;
  readonly text: string;
}

/** The plan with what must be remembered of the zone as it was read. */
export function plannedZone(plan: ZonePlan, current: readonly RecordSet[]): PlannedZone {
  const { zone, changes } = plan;
  const rows = current.reduce((sum, set) => sum + set.values.length, 0);
  const delegations = changes.filter(({ type, before, name }) => type === 'NS' && !before && name !== zone.name);
  const hidden = delegations.length > 0 ? hiddenRows(zone.name, overlay(current, plan)) : undefined;
  const hides = Object.fromEntries(delegations.map(({ name }) => [name, hidden?.get(name) ?? 0]));
  const beside = besides(plan, current);
  const mailHosts = movedMailHosts(plan, current);
  return {
    zone,
    changes,
    rest: untouched(plan, current),
    rows,
    ...(hidden ? { hides } : {}),
    ...(beside.length > 0 ? { beside } : {}),
    ...(Object.keys(mailHosts).length > 0 ? { mailHosts } : {}),
  };
}

const addressTypes: readonly string[] = ['A', 'AAAA', 'CNAME'];

function besides({ zone, changes }: ZonePlan, current: readonly RecordSet[]): RecordSet[] {
  const wanted = new Set(changes.flatMap((change) => placesBeside(change, zone.name).map(keyOf)));
  for (const change of changes) wanted.delete(keyOf(change));
  return wanted.size === 0 ? [] : current.filter((set) => wanted.has(keyOf(set)));
}

type Place = Pick<Change, 'name' | 'type'>;

function placesBeside({ name, type }: Place, zone: string): Place[] {
  const at = (types: readonly string[]) => (owner: string) => types.map((one) => ({ name: owner, type: one }));
  if (dmarcOwner(name)) return [name, ...namesAbove(name, type, zone)].flatMap(at(['TXT', 'CNAME']));
  if (dkimOwner(name)) return at(['TXT', 'CNAME', 'NS'])(name);
  // Who asks for anything else at the name of a CNAME is sent on by it.
  if (type === 'CNAME') return at([...addressTypes, 'MX', 'TXT'])(name);
  if (addressTypes.includes(type)) return at(addressTypes)(name);
  // An SPF record is judged by whether the name has mail.
  if (type === 'TXT') return at(['MX'])(name);
  return namesAbove(name, type, zone).flatMap(at([type]));
}

/** Where a receiver or certificate authority looks next, the nearest first, when it finds nothing at a name of the zone. */
export function namesAbove(name: string, type: string, zone: string): string[] {
  const domain = dmarcOwner(name);
  if (domain !== undefined) return domainsAbove(domain, zone).map((parent) => `_dmarc.${parent}`);
  return type === 'CAA' ? domainsAbove(name, zone) : [];
}

function domainsAbove(name: string, zone: string): string[] {
  const found: string[] = [];
  for (let parent = name; parent.length > zone.length; found.push(parent))
    parent = parent.slice(parent.indexOf('.') + 1);
  return found;
}
