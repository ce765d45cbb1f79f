import type { Risk, RiskLevel } from '../plan.ts';
import { type Concern, concernsOf } from './concerns.ts';
import { type Matter, mattersOf } from './matter.ts';
import { displayName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';

/** Deleting this many rows of a zone, or this share of them, is never routine. */
const manyDeleted = 3;
const shareDeleted = 0.2;
const shownReasons = 8;
const rank: Record<RiskLevel, number> = { low: 0, medium: 1, high: 2 };

/** Graded by what a plan can break and how fast it can be mended; never by live DNS. */
export function dnsRisk(zones: readonly PlannedZone[]): Risk {
  const reasons = new Map<string, RiskLevel>();
  for (const zone of zones) {
    const matters = mattersOf(zone);
    for (const { level, reason } of [...deletions(zone, matters), ...matters.flatMap((one) => concernsOf(one, zone))])
      if (rank[level] > rank[reasons.get(reason) ?? 'low']) reasons.set(reason, level);
  }
  const worst = [...reasons].sort(([, a], [, b]) => rank[b] - rank[a]);
  const level = worst[0]?.[1] ?? 'low';
  const all = worst.map(([reason]) => reason);
  const more = all.length - shownReasons;
  return { level, reasons: more > 0 ? [...all.slice(0, shownReasons), `${more} more reasons.`] : all };
}

/** What takes the place of something else is no deletion. */
function deletions({ zone, rows = 0 }: PlannedZone, matters: readonly Matter[]): Concern[] {
  const gone = matters.reduce((sum, { lost, fresh }) => sum + Math.max(0, lost.length - fresh.length), 0);
  const share = rows > 0 ? gone / rows : 0;
  if (gone === 0 || (gone < manyDeleted && share < shareDeleted)) return [];
  const percent = rows > 0 ? ` (${Math.round(share * 100)} % of the zone)` : '';
  const text = `${gone} record${gone === 1 ? '' : 's'} of ${displayName(zone.name)} will be deleted${percent}.`;
  return [{ level: 'high', reason: text }];
}
