import { z } from 'zod';
import type { Outcome } from '../plan.ts';
import { ChangeShape, type DnsPlan } from './dns-plan.ts';
import { displayName } from './name.ts';
import { isEmpty, zonePlan } from './plan.ts';
import type { PlannedZone } from './planned-zone.ts';
import type { Change } from './record.ts';
import { inverse } from './undo.ts';

/** How one zone of a plan ended. `untouched`: the run was over before its turn. */
export interface ZoneResult {
  readonly status: 'applied' | 'failed' | 'refused' | 'untouched';
  /** A sentence or two, without the zone's name. */
  readonly text: string;
  /** What else is worth knowing. */
  readonly notes?: readonly string[];
  /** What undoes what was written, where that is not the whole of an applied plan. */
  readonly undo?: readonly Change[];
}
export const ZoneResult: z.ZodType<ZoneResult> = z.object({
  status: z.enum(['applied', 'failed', 'refused', 'untouched']),
  text: z.string(),
  notes: z.array(z.string()).exactOptional(),
  undo: z.array(ChangeShape).exactOptional(),
});

export interface FinishedZone {
  readonly planned: PlannedZone;
  readonly result: ZoneResult;
}

type DnsOutcome = Omit<Outcome, 'inverse'> & { readonly inverse?: DnsPlan };

const rank = { failed: 0, refused: 1, untouched: 2, applied: 3 } as const;

/** What is said of the whole: one sentence of each zone that is not as wished, then of the others. */
export function outcomeOf(finished: readonly FinishedZone[], stopped?: string): DnsOutcome {
  const inverse = inverseOf(finished);
  const [only] = finished;
  const status = statusOf(finished);
  if (finished.length === 1 && only) {
    const { text, notes = [] } = only.result;
    return { status, text, lines: notes, ...inverse };
  }
  const lines = [...finished]
    .sort((a, b) => rank[a.result.status] - rank[b.result.status])
    .flatMap(({ planned, result }) => [
      `${displayName(planned.zone.name)}: ${result.text}`,
      ...(result.notes ?? []).map((note) => `${displayName(planned.zone.name)}: ${note}`),
    ]);
  return { status, text: [stopped, counted(finished)].filter(Boolean).join(' '), lines, ...inverse };
}

/** `refused` promises that nothing at all was written. */
function statusOf(finished: readonly FinishedZone[]): Outcome['status'] {
  if (finished.every(({ result }) => result.status === 'applied')) return 'applied';
  const clean = finished.every(({ result }) => result.status === 'refused' || result.status === 'untouched');
  return clean && finished.some(({ result }) => result.status === 'refused') ? 'refused' : 'failed';
}

const words = {
  applied: 'changed and read back',
  failed: 'failed',
  refused: 'refused because records changed meanwhile',
  untouched: 'not begun',
} as const;

function counted(finished: readonly FinishedZone[]): string {
  const parts = (Object.keys(words) as ZoneResult['status'][]).flatMap((status) => {
    const count = finished.filter(({ result }) => result.status === status).length;
    return count > 0 ? [`${count} ${words[status]}`] : [];
  });
  return `${finished.length} zones: ${parts.join(', ')}.`;
}

function inverseOf(finished: readonly FinishedZone[]): { inverse?: DnsPlan } {
  const zones = finished
    .map(({ planned, result }) =>
      result.status === 'applied' && !result.undo ? inverse(planned) : zonePlan(planned.zone, result.undo ?? []),
    )
    .filter((plan) => !isEmpty(plan));
  return zones.length > 0 ? { inverse: { kind: 'dns', zones } } : {};
}
