import { atMost } from '../../core/at-most.ts';
import { checkPlan } from '../../core/dns/check-plan.ts';
import { type DnsPlan, dnsPlan } from '../../core/dns/dns-plan.ts';
import { displayName } from '../../core/dns/name.ts';
import { isEmpty } from '../../core/dns/plan.ts';
import type { PlannedZone } from '../../core/dns/planned-zone.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';
import type { Place } from './homes.ts';
import { keepReading } from './keep-reading.ts';

type Make<P extends Place = Place> = (current: readonly RecordSet[], place: P) => ZonePlan;

const sideBySide = 6;
/** Every zone of every plan may hold so many rows; below that nobody has to be asked. */
const surelyAllowed = 150;
const mostNamed = 10;

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
  const inTurn = atMost(sideBySide);
  const planned =
    only && places.length === 1
      ? [await plannedOf(ctx, only, make, true)]
      : await allOf(places.map((place) => [place, inTurn(() => plannedOf(ctx, place, make, false))]));
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
  const [current, early] = await Promise.all([home.list(zone), asked]);
  const plan = make(current, place);
  if (isEmpty(plan)) return undefined;
  const [made] = dnsPlan(plan, current).zones;
  if (!made) throw new Error('a plan has a zone');
  const usage = askUsage || !mayOverflow(made) ? early : await home.usage(zone).catch(unlessOurs);
  const findings = checkPlan(plan, current, usage?.quota);
  await keepReading(ctx, zone, current, 'plan');
  return { ...made, ...(findings.length > 0 && { findings }) };
}

const mayOverflow = ({ rows = 0, changes }: PlannedZone): boolean => {
  const growth = changes.reduce((sum, { before, after }) => {
    return sum + (after?.values.length ?? 0) - (before?.values.length ?? 0);
  }, 0);
  return growth > 0 && rows + growth > surelyAllowed;
};

/** Waits for all, so that every zone that stands in the way is named at once. */
async function allOf<T>(works: readonly (readonly [Place, Promise<T>])[]): Promise<T[]> {
  const settled = await Promise.allSettled(works.map(([, work]) => work));
  const problems = settled.flatMap((one, index) => (one.status === 'rejected' ? [{ index, error: one.reason }] : []));
  const bug = problems.find(({ error }) => !(error instanceof AppError) || isTheirs(error));
  if (bug) throw bug.error;
  const [first] = problems;
  // The same in every zone: it is the wish that is wrong.
  if (first && new Set(problems.map(({ error }) => error.message)).size === 1 && problems.length === works.length)
    throw first.error;
  if (problems.length > 0) {
    const lines = problems.slice(0, mostNamed).map(({ index, error }) => {
      const name = displayName(works[index]?.[0].zone.name ?? '');
      return `${name}: ${(error as AppError).message}`;
    });
    const more = problems.length > mostNamed ? ` and ${problems.length - mostNamed} more` : '';
    throw new AppError(
      'conflict',
      `${problems.length} of ${works.length} zones cannot take this, so nothing was planned. ${lines.join(' ')}${more}`,
      { hint: 'Mend them first, or leave them out with `--except`.' },
    );
  }
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Not about this zone: the API as a whole does not answer. */
const isTheirs = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'not_configured';

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
