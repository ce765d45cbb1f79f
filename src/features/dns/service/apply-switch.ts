import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import type { CommandContext, Journal } from '../../context.ts';
import { applyDnsPlan } from './apply-dns-plan.ts';

const opposite = { over: 'back', back: 'over' } as const;

/** As `applyDnsPlan`; the undo of a switch is a switch back. */
export async function applySwitch(
  ctx: CommandContext,
  plan: DnsPlan,
  journal: Journal,
): ReturnType<typeof applyDnsPlan> {
  const outcome = await applyDnsPlan(ctx, plan, journal);
  if (!('inverse' in outcome) || !outcome.inverse || !plan.switches) return outcome;
  return { ...outcome, inverse: { ...outcome.inverse, switches: opposite[plan.switches] } };
}
