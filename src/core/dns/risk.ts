import type { Risk } from '../plan.ts';
import { acrossZones } from './across-zones.ts';
import { type Concern, concernsOf } from './concerns.ts';
import { rank } from './gravity.ts';
import { type Matter, mattersOf } from './matter.ts';
import { displayName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';

/** Deleting this many rows of a zone, or this share of them, is never routine. */
const manyDeleted = 3;
const shareDeleted = 0.2;
const mostReasons = 20;

/** Graded by what a plan can break and how fast it can be mended; never by live DNS. */
export function dnsRisk(zones: readonly PlannedZone[]): Risk {
  const concerns = zones.flatMap((planned) => {
    const matters = mattersOf(planned);
    const found = [...deletions(planned, matters), ...matters.flatMap((one) => concernsOf(one, planned))];
    return found.map((concern) => ({ ...concern, planned, text: concern.reason }));
  });
  concerns.sort((a, b) => rank[b.level] - rank[a.level]);
  const level = concerns[0]?.level ?? 'low';
  const all = acrossZones(concerns);
  const more = all.length - mostReasons;
  return { level, reasons: more > 0 ? [...all.slice(0, mostReasons), `${more} more like these`] : all };
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
