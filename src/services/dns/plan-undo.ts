import { canUndo } from '../../core/approval/decide.ts';
import { atMost } from '../../core/at-most.ts';
import { DnsPlan } from '../../core/dns/dns-plan.ts';
import { drift, remaining } from '../../core/dns/drift.ts';
import { isEmpty } from '../../core/dns/plan.ts';
import { type PlannedZone, plannedZone } from '../../core/dns/planned-zone.ts';
import type { ZonePlan } from '../../core/dns/record.ts';
import { AppError } from '../../core/errors.ts';
import { globMatches } from '../../core/glob.ts';
import { findRequest } from '../approvals/amend-request.ts';
import type { CommandContext } from '../context.ts';
import { homeOf } from './homes.ts';
import { keepReading } from './keep-reading.ts';

/** `overlaps`: what others changed of the same records since, as the request left it and as it is now. */
export type Undo =
  | { readonly plan: DnsPlan }
  | { readonly overlaps: readonly ZonePlan[]; readonly zones: number }
  | { readonly done: true };

const sideBySide = 6;

/** The reverse of a request that was applied, wholly or in part, without the zones in `except`. Writes nothing. */
export async function planUndo(ctx: CommandContext, id: string, except: readonly string[] = []): Promise<Undo> {
  const stored = await inverseOf(ctx, id);
  const wanted = stored.zones.filter(({ zone }) => !except.some((name) => globMatches(name, zone.name)));
  const inTurn = atMost(sideBySide);
  const looked = await Promise.all(wanted.map((plan) => inTurn(() => look(ctx, plan))));
  const overlaps = looked.flatMap(({ overlap }) => (overlap ? [overlap] : []));
  if (overlaps.length > 0) return { overlaps, zones: wanted.length };
  const zones = looked.flatMap(({ planned }) => (planned ? [planned] : []));
  return zones.length > 0 ? { plan: { ...stored, zones } } : { done: true };
}

async function inverseOf({ stores, actor, clock }: CommandContext, id: string): Promise<DnsPlan> {
  const original = await findRequest({ stores }, actor.teamId, id);
  if (original.undoneBy)
    throw new AppError('conflict', `Request \`${id}\` has been undone already, by \`${original.undoneBy}\`.`, {
      hint: `\`/litemail dns undo ${original.undoneBy}\` undoes the undo.`,
    });
  const plan = canUndo(original, clock.now()) && original.inverse ? original.inverse : undefined;
  const stored = plan && DnsPlan.safeParse(await stores.plans.get(actor.teamId, plan)).data;
  if (stored) return stored;
  throw new AppError(
    'conflict',
    `Request \`${id}\` cannot be undone: only changes of DNS records that were applied in the last 30 days can.`,
    { hint: '`/litemail dns history <domain>` shows what was changed.' },
  );
}

async function look(
  ctx: CommandContext,
  { zone, changes }: PlannedZone,
): Promise<{ readonly overlap?: ZonePlan; readonly planned?: PlannedZone }> {
  const current = await (await homeOf(ctx, ctx.actor.teamId, zone)).list(zone);
  const { touched } = drift({ zone, changes }, current);
  if (touched.length > 0) return { overlap: { zone, changes: touched } };
  const left = remaining({ zone, changes }, current);
  if (isEmpty(left)) return {};
  await keepReading(ctx, zone, current, 'plan');
  return { planned: plannedZone(left, current) };
}
