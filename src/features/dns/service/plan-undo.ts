import pLimit from 'p-limit';
import type { ZonePlan } from '../../../domain/dns/model/record.ts';
import { remaining } from '../../../domain/dns/plan/batch.ts';
import { type DnsPlan, rebaseUndo } from '../../../domain/dns/plan/dns-plan.ts';
import { type PlannedZone, plannedZone } from '../../../domain/dns/plan/planned-zone.ts';
import { drift } from '../../../domain/dns/plan/reconcile.ts';
import { isEmpty } from '../../../domain/dns/plan/zone-plan.ts';
import { cardDiff } from '../../../domain/dns/review/diff-items.ts';
import { type NoChange, noChange, refused } from '../../../engine/commands/define.ts';
import { exclude } from '../../litemail/index.ts';
import type { CommandContext, UndoPlan, UndoScope } from '../../product-context.ts';
import { overlapView } from '../views/dns-overlap.ts';
import { nothingToDo } from '../views/dns-records-view.ts';
import { collectZoneErrors, withFindings } from './plan-zone.ts';
import { providerOf, readZone } from './providers.ts';

const concurrency = 6;

/**
 * What is left to undo in zones that are not undone yet and not in `except`; refused where others changed the same records
 * since. Only reads.
 */
export async function planUndo(
  ctx: CommandContext,
  reverse: DnsPlan,
  { id, undone, except }: UndoScope,
): Promise<UndoPlan<DnsPlan> | NoChange> {
  const toUndo = reverse.zones.filter(({ zone }) => !undone.includes(zone.name));
  const selected = exclude(
    toUndo.map((planned) => ({ ...planned, name: planned.zone.name })),
    except,
  );
  const inTurn = pLimit(concurrency);
  const rebased = await collectZoneErrors(selected.map((plan) => [plan.zone, inTurn(() => rebaseZone(ctx, plan))]));
  const overlaps = rebased.flatMap(({ overlap }) => (overlap ? [overlap] : []));
  if (overlaps.length > 0) return refused(overlapView(id, overlaps, selected.length), cardDiff(overlaps));
  const zones = rebased.flatMap(({ planned }) => (planned ? [planned] : []));
  const unchanged = selected.flatMap(({ zone }, index) => (rebased[index]?.planned ? [] : [zone.name]));
  if (zones.length === 0) return noChange(nothingToDo('the records are already back as they were.'), { unchanged });
  return { plan: { ...reverse, zones, restores: true }, unchanged };
}

/** `overlap`: changes of the same records by others since: as the request left them and as they are now. */
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
