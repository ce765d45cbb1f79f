import type { ZonePlan } from '../../../domain/dns/model/record.ts';
import { DnsPlan, rebaseUndo } from '../../../domain/dns/plan/dns-plan.ts';
import { type PlannedZone, plannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { drift, remaining } from '../../../domain/dns/plan/reconcile.ts';
import { isEmpty } from '../../../domain/dns/plan/zone-plan.ts';
import { markUndone } from '../../../engine/approvals/execute/mark-undone.ts';
import { findRequest } from '../../../engine/approvals/request/amend-request.ts';
import { canUndo } from '../../../engine/approvals/request/decide.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { concurrencyLimit } from '../../../lib/concurrency-limit.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../context.ts';
import { collectZoneErrors, withFindings } from './plan-zone.ts';
import { excludeZones, providerOf, readZone } from './providers.ts';

/** `overlaps`: external changes of the same records since: as the request left them and as they are now. */
export type Undo =
  | { readonly plan: DnsPlan }
  | { readonly overlaps: readonly ZonePlan[]; readonly zones: number }
  | { readonly done: true };

const concurrency = 6;

/** Plans the undo of a request, for zones not undone yet and not in `except`. Writes no records. */
export async function planUndo(ctx: CommandContext, id: string, except: readonly string[] = []): Promise<Undo> {
  const original = await findRequest(ctx, ctx.actor.teamId, id);
  const { title, zones: all } = original.proposal;
  await assertNotRequested(ctx, id);
  const stored = await inverseOf(ctx, original);
  const toUndo = stored.zones.filter(({ zone }) => !original.undone?.[zone.name]);
  const selected = excludeZones(toUndo, except);
  const inTurn = concurrencyLimit(concurrency);
  const rebased = await collectZoneErrors(selected.map((plan) => [plan.zone, inTurn(() => rebaseZone(ctx, plan))]));
  const overlaps = rebased.flatMap(({ overlap }) => (overlap ? [overlap] : []));
  if (overlaps.length > 0) return { overlaps, zones: selected.length };
  const zones = rebased.flatMap(({ planned }) => (planned ? [planned] : []));
  const already = selected.flatMap(({ zone }, index) => (rebased[index]?.planned ? [] : [zone.name]));
  if (zones.length > 0) {
    const undoes = { id, title, zones: all.length, ...(already.length > 0 && { already }) };
    return { plan: { ...stored, zones, undoes } };
  }
  await finishMark(ctx, original, already);
  return { done: true };
}

async function assertNotRequested({ stores, actor }: CommandContext, id: string): Promise<void> {
  const waiting = await stores.requests.list(actor.teamId, { status: ['pending'] });
  const same = waiting.find(({ command, args }) => command === 'dns undo' && args.request === id);
  if (same)
    throw new AppError('conflict', `Request \`${same.id}\` already requests that.`, {
      hint: `It is waiting for a decision: \`/litemail approvals show ${same.id}\`.`,
    });
}

/** Zones that others reverted complete an earlier partial undo: marks them as undone. */
async function finishMark(ctx: CommandContext, original: ApprovalRequest, zones: readonly string[]): Promise<void> {
  const last = Object.values(original.undone ?? {}).at(-1);
  const undo = last && (await ctx.stores.requests.get(ctx.actor.teamId, last));
  if (undo) await markUndone(ctx, original.id, undo, zones);
}

async function inverseOf({ stores, clock }: CommandContext, original: ApprovalRequest): Promise<DnsPlan> {
  const { id, teamId } = original;
  if (original.undoneBy)
    throw new AppError('conflict', `Request \`${id}\` has already been undone by \`${original.undoneBy}\`.`, {
      hint: `\`/litemail dns undo ${original.undoneBy}\` undoes the undo.`,
    });
  const plan = canUndo(original, clock.now()) && original.inverse ? original.inverse : undefined;
  const stored = plan && DnsPlan.safeParse(await stores.plans.get(teamId, plan)).data;
  if (stored) return stored;
  throw new AppError(
    'conflict',
    `Request \`${id}\` cannot be undone. Only DNS changes applied in the last 30 days can.`,
    { hint: '`/litemail dns history <domain>` shows what was changed.' },
  );
}

async function rebaseZone(
  ctx: CommandContext,
  { zone, changes: stored }: PlannedZone,
): Promise<{ readonly overlap?: ZonePlan; readonly planned?: PlannedZone }> {
  const current = await readZone(ctx, { zone, provider: await providerOf(ctx, ctx.actor.teamId, zone) }, 'plan');
  const { changes } = rebaseUndo({ zone, changes: stored }, current);
  const { conflicting } = drift({ zone, changes }, current);
  if (conflicting.length > 0) return { overlap: { zone, changes: conflicting } };
  const left = remaining({ zone, changes }, current);
  return isEmpty(left) ? {} : { planned: withFindings(plannedZone(left, current), current) };
}
