import { untouched } from './drift.ts';
import type { Severity } from './lint/rule.ts';
import { isBelow } from './name.ts';
import type { RecordSet, ZonePlan } from './record.ts';

/** What to do to one zone, with what must be known of the rest of it when the card is made and the plan applied. */
export interface PlannedZone extends ZonePlan {
  /** Fingerprint of everything that the plan does not touch: tells unrelated drift. */
  readonly rest?: string;
  /** Rows that the zone held when it was read. */
  readonly rows?: number;
  /** Name of a new delegation → how many rows at and below it nobody will see any more. */
  readonly hides?: Readonly<Record<string, number>>;
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
  const hides = Object.fromEntries(delegations.map(({ name }) => [name, rowsHiddenBy(name, current)]));
  return { zone, changes, rest: untouched(plan, current), rows, ...(delegations.length > 0 ? { hides } : {}) };
}

/** Rows that a delegation of the name makes invisible (Cloudflare: shadowed), its own NS and DS aside. */
export const rowsHiddenBy = (name: string, sets: readonly RecordSet[]): number =>
  sets
    .filter((set) => isBelow(set.name, name) && !(set.name === name && (set.type === 'NS' || set.type === 'DS')))
    .reduce((sum, set) => sum + set.values.length, 0);
