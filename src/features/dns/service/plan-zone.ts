import type { RecordSet, ZonePlan } from '../../../domain/dns/model/record.ts';
import { checkPlan } from '../../../domain/dns/plan/check-plan.ts';
import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { type PlannedZone, plannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { isEmpty } from '../../../domain/dns/plan/zone-plan.ts';
import { concurrencyLimit } from '../../../lib/concurrency-limit.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../context.ts';
import { collectZoneErrors } from './collect-zone-errors.ts';
import type { ResolvedZone } from './providers.ts';
import { readZone } from './record-snapshot.ts';

type Make<P extends ResolvedZone = ResolvedZone> = (current: readonly RecordSet[], resolved: P) => ZonePlan;

const concurrency = 6;
/** Every provider plan allows this many rows; below it the quota need not be checked. */
const safeRowCount = 150;

/**
 * Reads the zone and its usage (one call each), and makes a plan that passes the lint; undefined if there is nothing to
 * do.
 */
export const planZone = (ctx: CommandContext, resolved: ResolvedZone, make: Make): Promise<DnsPlan | undefined> =>
  planZones(ctx, [resolved], make);

/** One plan for many zones, all or nothing: an error in any zone fails the plan and names the zone. */
export async function planZones<P extends ResolvedZone>(
  ctx: CommandContext,
  resolvedZones: readonly P[],
  make: Make<P>,
): Promise<DnsPlan | undefined> {
  const [only] = resolvedZones;
  const inTurn = concurrencyLimit(concurrency);
  const planned =
    only && resolvedZones.length === 1
      ? [await planOne(ctx, only, make, true)]
      : await collectZoneErrors(
          resolvedZones.map((resolved) => [resolved.zone, inTurn(() => planOne(ctx, resolved, make, false))]),
        );
  const zones = planned.filter((zone) => zone !== undefined);
  if (zones.length === 0) return undefined;
  const signedBy = await signerName(ctx);
  return { kind: 'dns', zones, ...(signedBy && { signedBy }) };
}

async function planOne<P extends ResolvedZone>(
  ctx: CommandContext,
  resolved: P,
  make: Make<P>,
  askUsage: boolean,
): Promise<PlannedZone | undefined> {
  const { provider, zone } = resolved;
  const usageRequest = askUsage ? provider.usage(zone).catch(ignoreProviderErrors) : undefined;
  const [current, earlyUsage] = await Promise.all([readZone(ctx, resolved, 'plan'), usageRequest]);
  const plan = make(current, resolved);
  if (isEmpty(plan)) return undefined;
  const planned = plannedZone(plan, current);
  const usage = askUsage || !mayOverflow(planned) ? earlyUsage : await provider.usage(zone).catch(ignoreProviderErrors);
  return withFindings(planned, current, usage?.quota);
}

/** Throws `conflict` for what the provider would reject. */
export function withFindings(plan: PlannedZone, current: readonly RecordSet[], quota?: number): PlannedZone {
  const findings = checkPlan(plan, current, quota);
  return findings.length > 0 ? { ...plan, findings } : plan;
}

const mayOverflow = ({ rows = 0, changes }: PlannedZone): boolean => {
  const growth = changes.reduce((sum, { before, after }) => {
    return sum + (after?.values.length ?? 0) - (before?.values.length ?? 0);
  }, 0);
  return growth > 0 && rows + growth > safeRowCount;
};

/** `@name` of the requester, if the team wants it on the records. */
async function signerName({ stores, people, actor }: CommandContext): Promise<string | undefined> {
  const settings = await stores.teams.get(actor.teamId);
  if (!settings?.options?.signRecords) return undefined;
  const person = await people.person(actor.teamId, actor.userId);
  return `@${person?.name ?? actor.userId}`;
}

/** Without an answer the quota is unknown; Cloudflare enforces it anyway. */
function ignoreProviderErrors(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
