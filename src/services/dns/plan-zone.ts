import { checkPlan } from '../../core/dns/check-plan.ts';
import { type DnsPlan, dnsPlan } from '../../core/dns/dns-plan.ts';
import { isEmpty } from '../../core/dns/plan.ts';
import type { RecordSet, ZonePlan } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import type { Place } from './homes.ts';

/**
 * Reads the zone and how full it is (one call each), and makes a plan of it that has passed the lint; undefined when
 * nothing is to be done.
 */
export async function planZone(
  { home, zone }: Place,
  make: (current: readonly RecordSet[]) => ZonePlan,
): Promise<DnsPlan | undefined> {
  const [current, usage] = await Promise.all([home.list(zone), home.usage(zone).catch(unlessOurs)]);
  const plan = make(current);
  if (isEmpty(plan)) return undefined;
  const findings = checkPlan(plan, current, usage?.quota);
  const made = dnsPlan(plan, current);
  return { ...made, zones: made.zones.map((planned) => ({ ...planned, ...(findings.length > 0 && { findings }) })) };
}

/** Without an answer the quota is simply not known; Cloudflare still keeps to it. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
