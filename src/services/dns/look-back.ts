import { displayName } from '../../core/dns/name.ts';
import type { RecordSet, Zone } from '../../core/dns/record.ts';
import type { Reading } from '../../core/dns/snapshot.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';

/** A zone as it was at a moment, as far as the app's own readings tell. */
export interface LookBack {
  readonly asked: number;
  /** The last reading at or before the moment, or the first of all. */
  readonly reading: Reading;
  readonly sets: readonly RecordSet[];
  /** The first reading after the moment; without one nothing later is known. */
  readonly next?: Reading;
}

/** With `orFirst` the first reading stands for a moment before it. */
export async function lookBack(
  ctx: CommandContext,
  zone: Zone,
  asked: number,
  { orFirst = false }: { readonly orFirst?: boolean } = {},
): Promise<LookBack> {
  const { snapshots } = ctx.stores;
  const readings = await snapshots.readings({ teamId: ctx.actor.teamId, home: zone.home, zone: zone.name });
  const last = readings.findLast(({ at }) => at <= asked);
  const reading = last ?? (orFirst ? readings[0] : undefined);
  const next = readings.find(({ at }) => at > (reading?.at ?? asked));
  const sets = reading && (await snapshots.sets(reading));
  if (reading && sets) return { asked, reading, sets, ...(next && { next }) };
  const since = next
    ? ` The first reading is of ${new Date(next.at).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
    : '';
  throw new AppError('not_found', `This app did not read ${displayName(zone.name)} before that moment.${since}`, {
    hint: 'A zone is read whenever it is shown, or a change of it is planned or applied here; that is kept for 90 days.',
  });
}
