import type { RecordSet } from '../../../domain/dns/model/record.ts';
import type { CommandContext } from '../../context.ts';

/** Zones as last read, by provider id. */
export type ZonesRead = ReadonlyMap<string, readonly RecordSet[]>;

const byCommand = new WeakMap<CommandContext, Map<string, readonly RecordSet[]>>();

/** What one running command has read, so that the mail impact of its plan needs no second read. */
export function zonesReadBy(ctx: CommandContext): Map<string, readonly RecordSet[]> {
  const zones = byCommand.get(ctx) ?? new Map<string, readonly RecordSet[]>();
  byCommand.set(ctx, zones);
  return zones;
}
