import { z } from 'zod';
import type { Outcome } from '../../proposal.ts';
import { displayName } from '../model/name.ts';
import type { Change } from '../model/record.ts';
import { ChangeShape, type DnsPlan } from './dns-plan.ts';
import type { PlannedZone } from './planned-zone.ts';
import { inverse } from './undo.ts';
import { isEmpty, zonePlan } from './zone-plan.ts';

/** The result of one zone of a plan. `untouched`: the run ended before its turn. */
export interface ZoneResult {
  readonly status: 'applied' | 'failed' | 'refused' | 'untouched';
  /** A sentence or two, without the zone's name. */
  readonly text: string;
  /** Additional notes. */
  readonly notes?: readonly string[];
  /** How much was written: `all` that was pending; absent, nothing. */
  readonly written?: 'all' | 'part' | 'unknown';
  /** The undo of what was or may have been written, unless that is the whole plan. */
  readonly undo?: readonly Change[];
  /** The read-back did not confirm the write: the records differ by now, or could not be read. */
  readonly seen?: 'otherwise' | 'not';
  /** The zone will be rechecked. */
  readonly again?: true;
}
export const ZoneResult: z.ZodType<ZoneResult> = z.object({
  status: z.enum(['applied', 'failed', 'refused', 'untouched']),
  text: z.string(),
  notes: z.array(z.string()).exactOptional(),
  written: z.enum(['all', 'part', 'unknown']).exactOptional(),
  undo: z.array(ChangeShape).exactOptional(),
  seen: z.enum(['otherwise', 'not']).exactOptional(),
  again: z.literal(true).exactOptional(),
});

export interface FinishedZone {
  readonly planned: PlannedZone;
  readonly result: ZoneResult;
}

type DnsOutcome = Omit<Outcome, 'inverse'> & { readonly inverse?: DnsPlan };

const rank = { failed: 0, refused: 1, untouched: 2, applied: 3 } as const;

/** Summarises all zones: one sentence per zone, failed ones first. */
export function summariseZones(finished: readonly FinishedZone[]): DnsOutcome {
  const status = statusOf(finished);
  const facts = {
    ...inverseOf(finished),
    ...writtenOf(finished),
    ...(finished.some(({ result }) => result.again) && { needsRecheck: true as const }),
  };
  const [only] = finished;
  if (finished.length === 1 && only) {
    const { text, notes = [] } = only.result;
    return { status, text, lines: notes, ...facts };
  }
  const lines = [...finished]
    .sort((a, b) => rank[a.result.status] - rank[b.result.status])
    .flatMap((one) => [
      zoneLine(one),
      ...(one.result.notes ?? []).map((note) => `${displayName(one.planned.zone.name)}: ${note}`),
    ]);
  return { status, text: counted(finished), lines, ...facts };
}

/** For plans with several zones. */
export const zoneLine = ({ planned, result }: FinishedZone): string =>
  `${displayName(planned.zone.name)}: ${result.text}${result.status === 'refused' ? ' Nothing was written here.' : ''}`;

/** `refused` guarantees that nothing was written. */
function statusOf(finished: readonly FinishedZone[]): Outcome['status'] {
  if (finished.every(({ result }) => result.status === 'applied')) return 'applied';
  const clean = finished.every(({ result }) => result.status === 'refused' || result.status === 'untouched');
  return clean && finished.some(({ result }) => result.status === 'refused') ? 'refused' : 'failed';
}

const kinds = [
  'changed and read back',
  'changed, and then by somebody else too',
  'changed and not read back',
  'like this already',
  'not known',
  'failed',
  'refused because records changed meanwhile',
  'not begun',
] as const;

function kindOf({ status, written, seen }: ZoneResult): (typeof kinds)[number] {
  if (status === 'untouched') return 'not begun';
  if (status === 'refused') return 'refused because records changed meanwhile';
  if (status === 'failed') return written === 'unknown' ? 'not known' : 'failed';
  if (!written) return 'like this already';
  if (!seen) return 'changed and read back';
  return seen === 'not' ? 'changed and not read back' : 'changed, and then by somebody else too';
}

function counted(finished: readonly FinishedZone[]): string {
  const parts = kinds.flatMap((kind) => {
    const count = finished.filter(({ result }) => kindOf(result) === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  return `${finished.length} zones: ${parts.join(', ')}.`;
}

function writtenOf(finished: readonly FinishedZone[]): Pick<Outcome, 'written'> {
  const zones = finished.flatMap(({ planned, result }) =>
    result.written ? [[planned.zone.name, result.written] as const] : [],
  );
  return zones.length > 0 ? { written: Object.fromEntries(zones) } : {};
}

function inverseOf(finished: readonly FinishedZone[]): { inverse?: DnsPlan } {
  const zones = finished
    .filter(({ result }) => result.written)
    .map(({ planned, result }) => (result.undo ? zonePlan(planned.zone, result.undo) : inverse(planned)))
    .filter((plan) => !isEmpty(plan));
  return zones.length > 0 ? { inverse: { kind: 'dns', zones } } : {};
}
