import { z } from 'zod';
import { displayName } from '../../core/dns/name.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import type { Zone } from '../../core/dns/record.ts';
import { ZoneResult } from '../../core/dns/zone-result.ts';
import type { RunState } from '../../core/plan.ts';
import type { Journal } from '../context.ts';

/** `batches` were sent, and the next one may have been; once there is a result the zone is never touched again. */
export interface ZoneProgress {
  readonly batches: number;
  readonly result?: ZoneResult;
}
const Progress = z.object({
  zones: z.record(z.string(), z.object({ batches: z.int(), result: ZoneResult.exactOptional() })),
});

/** How far each zone of a plan is, kept in the journal. */
export interface Checkpoints {
  readonly fresh: boolean;
  of(zone: Zone): ZoneProgress | undefined;
  /** Resolves once it is stored; without a step nothing of the zone was sent. Zones side by side never overwrite one another. */
  keep(zone: Zone, step: ZoneProgress | undefined): Promise<void>;
  begin(): Promise<void>;
}

export function checkpointsOf(journal: Journal): Checkpoints {
  const stored = Progress.safeParse(journal.read()).data;
  const zones = new Map<string, ZoneProgress>(Object.entries(stored?.zones ?? {}));
  let last: Promise<void> = Promise.resolve();
  // Each save holds all that is known when its turn comes.
  const save = (): Promise<void> => {
    const write = () => journal.save(JSON.parse(JSON.stringify({ zones: Object.fromEntries(zones) })));
    last = last.then(write, write);
    return last;
  };
  return {
    fresh: stored === undefined,
    of: (zone) => zones.get(keyOf(zone)),
    keep(zone, step) {
      if (step) zones.set(keyOf(zone), step);
      else zones.delete(keyOf(zone));
      return save();
    },
    begin: save,
  };
}

const keyOf = ({ home, id }: Zone): string => `${home}/${id}`;

/** For the progress message. */
export function runState(zones: readonly PlannedZone[], checkpoints: Checkpoints, now: string): RunState {
  const results = zones.map(({ zone }) => ({ zone, result: checkpoints.of(zone)?.result }));
  return {
    done: results.filter(({ result }) => result !== undefined).length,
    total: zones.length,
    now,
    problems: results.flatMap(({ zone, result }) =>
      result && result.status !== 'applied' ? [`${displayName(zone.name)}: ${result.text}`] : [],
    ),
  };
}
