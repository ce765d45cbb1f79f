import { setImmediate as othersFirst } from 'node:timers/promises';
import pLimit from 'p-limit';
import { checkPlan } from '../../../domain/dns/lint/lint.ts';
import { displayName, fqdn } from '../../../domain/dns/model/name.ts';
import type { RecordSet, Zone, ZonePlan } from '../../../domain/dns/model/record.ts';
import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { type PlannedZone, plannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { isEmpty, sequence, zonePlan } from '../../../domain/dns/plan/zone-plan.ts';
import { AppError } from '../../../lib/errors.ts';
import { listed } from '../../litemail/index.ts';
import type { CommandContext } from '../../product-context.ts';
import { type ResolvedZone, readZone, selectZones, type ZoneSelector } from './providers.ts';

type Make<P extends ResolvedZone = ResolvedZone> = (
  current: readonly RecordSet[],
  resolved: P,
) => ZonePlan | Promise<ZonePlan>;

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
  const inTurn = pLimit(concurrency);
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
  // Each step takes a while with tens of thousands of records; in between others get their answers.
  await othersFirst();
  const plan = await make(current, resolved);
  if (isEmpty(plan)) return undefined;
  await othersFirst();
  const planned = plannedZone(plan, current);
  const usage = askUsage || !mayOverflow(planned) ? earlyUsage : await provider.usage(zone).catch(ignoreProviderErrors);
  await othersFirst();
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

/** A record as typed: its domains, and its name relative to each. */
interface RecordInput extends ZoneSelector {
  /** `@`, or relative to the domain. */
  readonly name: string;
}

/** Plans the change in one zone; `name` is the full record name. */
type MakeRecords = (current: readonly RecordSet[], owner: { readonly zone: Zone; readonly name: string }) => ZonePlan;

const maxSkipped = 5;

/**
 * Plans the same change in one or many zones. With many, zones without such a record are skipped, with a note; an error
 * in any zone fails the plan and names the zone.
 */
export async function planRecords(
  ctx: CommandContext,
  input: RecordInput,
  make: MakeRecords,
): Promise<DnsPlan | undefined> {
  const { zones, notes } = await selectZones(ctx, input);
  const skipped = new Map<string, AppError>();
  const plan = await planZones(ctx, zones, (current, { zone, names }) => {
    const steps = names.map((domain) => (now: readonly RecordSet[]) => {
      return make(now, { zone, name: fqdn(input.name, domain) });
    });
    try {
      const [step, ...others] = steps;
      return others.length === 0 && step ? step(current) : sequence(zone, current, steps);
    } catch (error) {
      if (zones.length === 1 || !(error instanceof AppError && error.code === 'not_found')) throw error;
      skipped.set(zone.name, error);
      return zonePlan(zone, []);
    }
  });
  const [first] = skipped.values();
  if (first && skipped.size === zones.length) throw first;
  const why = [...skipped.values()].slice(0, maxSkipped).map(({ message }) => message);
  if (skipped.size > maxSkipped) why.push(`The same applies to ${skipped.size - maxSkipped} more.`);
  const some = (count: number) => `${count} of ${zones.length} zones ${count === 1 ? 'is' : 'are'}`;
  const more = first ? [`${some(skipped.size)} left unchanged: ${why.join(' ')}`] : [];
  const settled = new Set([...skipped.keys(), ...(plan?.zones ?? []).map(({ zone }) => zone.name)]);
  const asAsked = zones.flatMap(({ zone }) => (settled.has(zone.name) ? [] : zone.name));
  if (asAsked.length > 0) more.push(`${some(asAsked.length)} already as asked: ${listed(asAsked)}.`);
  return plan && { ...plan, ...(notes.length + more.length > 0 && { notes: [...notes, ...more] }) };
}

const maxNamed = 10;

/** Waits for all, so that every failing zone is reported at once. */
export async function collectZoneErrors<T>(tasks: readonly (readonly [Zone, Promise<T>])[]): Promise<T[]> {
  const settled = await Promise.allSettled(tasks.map(([, work]) => work));
  const problems = settled.flatMap((one, index) => (one.status === 'rejected' ? [{ index, error: one.reason }] : []));
  const unexpected = problems.find(({ error }) => !(error instanceof AppError) || isProviderWide(error));
  if (unexpected) throw unexpected.error;
  const [first] = problems;
  // The same error in every zone: the input is wrong.
  if (first && new Set(problems.map(({ error }) => error.message)).size === 1 && problems.length === tasks.length)
    throw first.error;
  if (problems.length > 0) {
    const lines = problems.slice(0, maxNamed).map(({ index, error }) => {
      const name = displayName(tasks[index]?.[0].name ?? '');
      return `${name}: ${(error as AppError).message}`;
    });
    const more = problems.length > maxNamed ? ` and ${problems.length - maxNamed} more` : '';
    throw new AppError(
      'conflict',
      `${problems.length} of ${tasks.length} zones cannot take this change, so nothing was planned. ${lines.join(' ')}${more}`,
      { hint: 'Fix them first, or exclude them with `--except`.' },
    );
  }
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Not specific to the zone: the API as a whole is unavailable. */
const isProviderWide = ({ code }: AppError): boolean =>
  code === 'rate_limited' || code === 'upstream_unavailable' || code === 'not_configured';
