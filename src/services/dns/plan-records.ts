import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import { fqdn } from '../../core/dns/name.ts';
import { sequence, zonePlan } from '../../core/dns/plan.ts';
import type { RecordSet, Zone, ZonePlan } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';
import { type Choice, choosePlaces } from './choose-places.ts';
import { planZones } from './plan-zone.ts';

/** A record as it is typed: its domain or domains, and its name below each. */
export interface RecordWish extends Choice {
  /** `@`, or relative to the domain. */
  readonly name: string;
}

/** What a wish makes of the records of one zone; `name` is the record's full name. */
type Make = (current: readonly RecordSet[], owner: { readonly zone: Zone; readonly name: string }) => ZonePlan;

const mostNamed = 5;

/**
 * The same change in one zone or in many. Among many, a zone that has nothing of the kind is left alone, and a note says
 * so; what another cannot take is refused for all, with its name.
 */
export async function planRecords(ctx: CommandContext, wish: RecordWish, make: Make): Promise<DnsPlan | undefined> {
  const { places, notes } = await choosePlaces(ctx, wish);
  const without: AppError[] = [];
  const plan = await planZones(ctx, places, (current, { zone, named }) => {
    const steps = named.map((domain) => (now: readonly RecordSet[]) => {
      return make(now, { zone, name: fqdn(wish.name, domain) });
    });
    try {
      const [step, ...others] = steps;
      return others.length === 0 && step ? step(current) : sequence(zone, current, steps);
    } catch (error) {
      if (places.length === 1 || !(error instanceof AppError && error.code === 'not_found')) throw error;
      without.push(error);
      return zonePlan(zone, []);
    }
  });
  const [first] = without;
  if (first && without.length === places.length) throw first;
  const why = without.slice(0, mostNamed).map(({ message }) => message);
  if (without.length > mostNamed) why.push(`So it is with ${without.length - mostNamed} more.`);
  const more = first ? [`${without.length} of ${places.length} zones are left alone: ${why.join(' ')}`] : [];
  return plan && { ...plan, ...(notes.length + more.length > 0 && { notes: [...notes, ...more] }) };
}
