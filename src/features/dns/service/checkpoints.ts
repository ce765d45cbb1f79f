import { z } from 'zod';
import type { Zone } from '../../../domain/dns/model/record.ts';
import type { WriteProgress } from '../../../domain/dns/plan/reconcile.ts';
import { ZoneResult } from '../../../domain/dns/plan/zone-result.ts';
import type { WriteOptions } from '../../../ports/stores.ts';
import type { Journal } from '../../product-context.ts';

/** With a result, nothing more is written to the zone. */
interface ZoneProgress extends WriteProgress {
  readonly result?: ZoneResult;
}
const Step = z.object({
  answered: z.int(),
  begun: z.int(),
  already: z.array(z.string()),
  looks: z.int().exactOptional(),
  result: ZoneResult.exactOptional(),
});
const Progress = z.object({ zones: z.record(z.string(), Step) });

/** Progress of each zone of a plan, stored in the journal. */
export interface Checkpoints {
  readonly isNew: boolean;
  of(zone: Zone): ZoneProgress | undefined;
  /** Resolves once stored; without a step nothing was sent for the zone. Safe for concurrent zones. */
  save(zone: Zone, step: ZoneProgress | undefined, options?: WriteOptions): Promise<void>;
  begin(): Promise<void>;
}

export function checkpointsOf(journal: Pick<Journal, 'read' | 'save'>): Checkpoints {
  const stored = Progress.safeParse(journal.read()).data;
  const zones = new Map<string, ZoneProgress>(Object.entries(stored?.zones ?? {}));
  let last: Promise<void> = Promise.resolve();
  // Each save writes the latest state when its turn comes.
  const save = (options?: WriteOptions): Promise<void> => {
    const write = () => journal.save(JSON.parse(JSON.stringify({ zones: Object.fromEntries(zones) })), options);
    last = last.then(write, write);
    return last;
  };
  return {
    isNew: stored === undefined,
    of: (zone) => zones.get(zoneKey(zone)),
    save(zone, step, options) {
      if (step) zones.set(zoneKey(zone), step);
      else zones.delete(zoneKey(zone));
      return save(options);
    },
    begin: () => save(),
  };
}

const zoneKey = ({ home, id }: Zone): string => `${home}/${id}`;
