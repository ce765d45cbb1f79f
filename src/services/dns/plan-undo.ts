import { canUndo } from '../../core/approval/decide.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import { concurrencyLimit } from '../../core/at-most.ts';
import { DnsPlan } from '../../core/dns/dns-plan.ts';
import { drift, remaining } from '../../core/dns/drift.ts';
import { isEmpty } from '../../core/dns/plan.ts';
import { type PlannedZone, plannedZone } from '../../core/dns/planned-zone.ts';
import type { ZonePlan } from '../../core/dns/record.ts';
import { amongOthers } from '../../core/dns/undo.ts';
import { AppError } from '../../core/errors.ts';
import { findRequest } from '../approvals/amend-request.ts';
import { markUndone } from '../approvals/mark-undone.ts';
import type { CommandContext } from '../context.ts';
import { allOf } from './all-of.ts';
import { without } from './choose-places.ts';
import { homeOf } from './homes.ts';
import { readZone } from './keep-reading.ts';
import { withFindings } from './plan-zone.ts';

/** `overlaps`: what others changed of the same records since, as the request left it and as it is now. */
export type Undo =
  | { readonly plan: DnsPlan }
  | { readonly overlaps: readonly ZonePlan[]; readonly zones: number }
  | { readonly done: true };

const sideBySide = 6;

/** The reverse of what a request wrote and what is not undone yet, without the zones in `except`. Writes no records. */
export async function planUndo(ctx: CommandContext, id: string, except: readonly string[] = []): Promise<Undo> {
  const original = await findRequest(ctx, ctx.actor.teamId, id);
  const { title, zones: all } = original.proposal;
  await refuseTwice(ctx, id);
  const stored = await inverseOf(ctx, original);
  const left = stored.zones.filter(({ zone }) => !original.undone?.[zone.name]);
  const wanted = without(left, except);
  const inTurn = concurrencyLimit(sideBySide);
  const looked = await allOf(wanted.map((plan) => [plan.zone, inTurn(() => look(ctx, plan))]));
  const overlaps = looked.flatMap(({ overlap }) => (overlap ? [overlap] : []));
  if (overlaps.length > 0) return { overlaps, zones: wanted.length };
  const zones = looked.flatMap(({ planned }) => (planned ? [planned] : []));
  const already = wanted.flatMap(({ zone }, index) => (looked[index]?.planned ? [] : [zone.name]));
  if (zones.length > 0) {
    const undoes = { id, title, zones: all.length, ...(already.length > 0 && { already }) };
    return { plan: { ...stored, zones, undoes } };
  }
  await finishMark(ctx, original, already);
  return { done: true };
}

async function refuseTwice({ stores, actor }: CommandContext, id: string): Promise<void> {
  const waiting = await stores.requests.list(actor.teamId, { status: ['pending'] });
  const same = waiting.find(({ command, args }) => command === 'dns undo' && args.request === id);
  if (same)
    throw new AppError('conflict', `Request \`${same.id}\` asks for that already.`, {
      hint: `It waits for a decision: \`/litemail approvals show ${same.id}\`.`,
    });
}

/** What others put back after an undo of the rest makes that undo whole: there is nothing left for the button to do. */
async function finishMark(ctx: CommandContext, original: ApprovalRequest, zones: readonly string[]): Promise<void> {
  const last = Object.values(original.undone ?? {}).at(-1);
  const undo = last && (await ctx.stores.requests.get(ctx.actor.teamId, last));
  if (undo) await markUndone(ctx, original.id, undo, zones);
}

async function inverseOf({ stores, clock }: CommandContext, original: ApprovalRequest): Promise<DnsPlan> {
  const { id, teamId } = original;
  if (original.undoneBy)
    throw new AppError('conflict', `Request \`${id}\` has been undone already, by \`${original.undoneBy}\`.`, {
      hint: `\`/litemail dns undo ${original.undoneBy}\` undoes the undo.`,
    });
  const plan = canUndo(original, clock.now()) && original.inverse ? original.inverse : undefined;
  const stored = plan && DnsPlan.safeParse(await stores.plans.get(teamId, plan)).data;
  if (stored) return stored;
  throw new AppError(
    'conflict',
    `Request \`${id}\` cannot be undone: only changes of DNS records that were applied in the last 30 days can.`,
    { hint: '`/litemail dns history <domain>` shows what was changed.' },
  );
}

async function look(
  ctx: CommandContext,
  { zone, changes: stored }: PlannedZone,
): Promise<{ readonly overlap?: ZonePlan; readonly planned?: PlannedZone }> {
  const current = await readZone(ctx, { zone, home: await homeOf(ctx, ctx.actor.teamId, zone) }, 'plan');
  const { changes } = amongOthers({ zone, changes: stored }, current);
  const { touched } = drift({ zone, changes }, current);
  if (touched.length > 0) return { overlap: { zone, changes: touched } };
  const left = remaining({ zone, changes }, current);
  return isEmpty(left) ? {} : { planned: withFindings(plannedZone(left, current), current) };
}
