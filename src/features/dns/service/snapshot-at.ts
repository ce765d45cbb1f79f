import { displayName } from '../../../domain/dns/model/name.ts';
import type { RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import type { SnapshotInfo } from '../../../domain/dns/model/snapshot.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../context.ts';

/** A zone at a point in time, from the app's snapshots. */
export interface SnapshotAt {
  readonly requestedAt: number;
  /** The last snapshot at or before that time, or the first one. */
  readonly info: SnapshotInfo;
  readonly sets: readonly RecordSet[];
  /** The next snapshot, if any. */
  readonly next?: SnapshotInfo;
}

/** With `orFirst`, the first snapshot is used for earlier times. */
export async function snapshotAt(
  ctx: CommandContext,
  zone: Zone,
  requestedAt: number,
  { orFirst = false }: { readonly orFirst?: boolean } = {},
): Promise<SnapshotAt> {
  const { snapshots } = ctx.stores;
  const history = await snapshots.readings({ teamId: ctx.actor.teamId, home: zone.home, zone: zone.name });
  const last = history.findLast(({ at }) => at <= requestedAt);
  const info = last ?? (orFirst ? history[0] : undefined);
  const next = history.find(({ at }) => at > (info?.at ?? requestedAt));
  const sets = info && (await snapshots.sets(info));
  if (info && sets) return { requestedAt, info, sets, ...(next && { next }) };
  const since = next
    ? ` The first reading is of ${new Date(next.at).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
    : '';
  throw new AppError('not_found', `This app did not read ${displayName(zone.name)} before that moment.${since}`, {
    hint: 'A zone is read whenever it is shown, or a change of it is planned or applied here; that is kept for 90 days.',
  });
}
