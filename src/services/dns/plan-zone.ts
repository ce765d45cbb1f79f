import { checkPlan } from '../../core/dns/check-plan.ts';
import { type DnsPlan, dnsPlan } from '../../core/dns/dns-plan.ts';
import { isEmpty } from '../../core/dns/plan.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';
import type { Place } from './homes.ts';
import { keepReading } from './keep-reading.ts';

/**
 * Reads the zone and how full it is (one call each), and makes a plan of it that has passed the lint; undefined when
 * nothing is to be done.
 */
export async function planZone(
  ctx: CommandContext,
  { home, zone }: Place,
  make: (current: readonly RecordSet[]) => ZonePlan,
): Promise<DnsPlan | undefined> {
  const [current, usage] = await Promise.all([home.list(zone), home.usage(zone).catch(unlessOurs)]);
  const plan = make(current);
  if (isEmpty(plan)) return undefined;
  const findings = checkPlan(plan, current, usage?.quota);
  const { zones, ...made } = dnsPlan(plan, current);
  const [signedBy] = await Promise.all([signer(ctx), keepReading(ctx, zone, current, 'plan')]);
  return {
    ...made,
    ...(signedBy && { signedBy }),
    zones: zones.map((planned) => ({ ...planned, ...(findings.length > 0 && { findings }) })),
  };
}

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
