import { fqdn } from '../../../domain/dns/model/name.ts';
import type { RecordSet, Zone, ZonePlan } from '../../../domain/dns/model/record.ts';
import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { sequence, zonePlan } from '../../../domain/dns/plan/zone-plan.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../context.ts';
import { planZones } from './plan-zone.ts';
import { selectZones, type ZoneSelector } from './select-zones.ts';

/** A record as typed: its domains, and its name relative to each. */
export interface RecordInput extends ZoneSelector {
  /** `@`, or relative to the domain. */
  readonly name: string;
}

/** Plans the change in one zone; `name` is the full record name. */
type Make = (current: readonly RecordSet[], owner: { readonly zone: Zone; readonly name: string }) => ZonePlan;

const maxNamed = 5;

/**
 * Plans the same change in one or many zones. With many, zones without such a record are skipped, with a note; an error
 * in any zone fails the plan and names the zone.
 */
export async function planRecords(ctx: CommandContext, input: RecordInput, make: Make): Promise<DnsPlan | undefined> {
  const { zones, notes } = await selectZones(ctx, input);
  const skipped: AppError[] = [];
  const plan = await planZones(ctx, zones, (current, { zone, names }) => {
    const steps = names.map((domain) => (now: readonly RecordSet[]) => {
      return make(now, { zone, name: fqdn(input.name, domain) });
    });
    try {
      const [step, ...others] = steps;
      return others.length === 0 && step ? step(current) : sequence(zone, current, steps);
    } catch (error) {
      if (zones.length === 1 || !(error instanceof AppError && error.code === 'not_found')) throw error;
      skipped.push(error);
      return zonePlan(zone, []);
    }
  });
  const [first] = skipped;
  if (first && skipped.length === zones.length) throw first;
  const why = skipped.slice(0, maxNamed).map(({ message }) => message);
  if (skipped.length > maxNamed) why.push(`So it is with ${skipped.length - maxNamed} more.`);
  const more = first ? [`${skipped.length} of ${zones.length} zones are left alone: ${why.join(' ')}`] : [];
  return plan && { ...plan, ...(notes.length + more.length > 0 && { notes: [...notes, ...more] }) };
}
