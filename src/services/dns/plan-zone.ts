import { concurrencyLimit } from '../../core/at-most.ts';
import { checkPlan } from '../../core/dns/check-plan.ts';
import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import { isEmpty } from '../../core/dns/plan.ts';
import { type PlannedZone, plannedZone } from '../../core/dns/planned-zone.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';
import { allOf } from './all-of.ts';
import type { Place } from './homes.ts';
import { readZone } from './keep-reading.ts';

type Make<P extends Place = Place> = (current: readonly RecordSet[], place: P) => ZonePlan;

const sideBySide = 6;
/** Every zone of every plan may hold so many rows; below that nobody has to be asked. */
const surelyAllowed = 150;

/**
 * Reads the zone and how full it is (one call each), and makes a plan of it that has passed the lint; undefined when
 * nothing is to be done.
 */
export const planZone = (ctx: CommandContext, place: Place, make: Make): Promise<DnsPlan | undefined> =>
  planZones(ctx, [place], make);

/** One plan for many zones, or none: what one of them cannot take is refused with its name, and nothing is planned. */
export async function planZones<P extends Place>(
  ctx: CommandContext,
  places: readonly P[],
  make: Make<P>,
): Promise<DnsPlan | undefined> {
  const [only] = places;
  const inTurn = concurrencyLimit(sideBySide);
  const planned =
    only && places.length === 1
      ? [await plannedOf(ctx, only, make, true)]
      : await allOf(places.map((place) => [place.zone, inTurn(() => plannedOf(ctx, place, make, false))]));
  const zones = planned.filter((zone) => zone !== undefined);
  if (zones.length === 0) return undefined;
  const signedBy = await signer(ctx);
  return { kind: 'dns', zones, ...(signedBy && { signedBy }) };
}

async function plannedOf<P extends Place>(
  ctx: CommandContext,
  place: P,
  make: Make<P>,
  askUsage: boolean,
): Promise<PlannedZone | undefined> {
  const { home, zone } = place;
  const asked = askUsage ? home.usage(zone).catch(unlessOurs) : undefined;
  const [current, early] = await Promise.all([readZone(ctx, place, 'plan'), asked]);
  const plan = make(current, place);
  if (isEmpty(plan)) return undefined;
  const made = plannedZone(plan, current);
  const usage = askUsage || !mayOverflow(made) ? early : await home.usage(zone).catch(unlessOurs);
  return withFindings(made, current, usage?.quota);
}

/** Throws `conflict` for what the provider would refuse. */
export function withFindings(plan: PlannedZone, current: readonly RecordSet[], quota?: number): PlannedZone {
  const findings = checkPlan(plan, current, quota);
  return findings.length > 0 ? { ...plan, findings } : plan;
}

const mayOverflow = ({ rows = 0, changes }: PlannedZone): boolean => {
  const growth = changes.reduce((sum, { before, after }) => {
    return sum + (after?.values.length ?? 0) - (before?.values.length ?? 0);
  }, 0);
  return growth > 0 && rows + growth > surelyAllowed;
};

/** `@name` of who asks, if the team wants it on the records. */
async function signer({ stores, people, actor }: CommandContext): Promise<string | undefined> {
  const settings = await stores.teams.get(actor.teamId);
  if (!settings?.options?.signRecords) return undefined;
  const person = await people.person(actor.teamId, actor.userId);
  return `@${person?.name ?? actor.userId}`;
}

/** Without an answer the quota is simply not known; Cloudflare still keeps to it. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
