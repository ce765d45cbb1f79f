import type { Risk } from '../../proposal.ts';
import { displayName } from '../model/name.ts';
import type { PlannedZone } from '../plan/planned-zone.ts';
import { type ChangeGroup, changeGroups } from './change-groups.ts';
import { groupAcrossZones } from './group-across-zones.ts';
import { assessRisks, type RiskFinding } from './risk-rules.ts';
import { riskRank } from './riskiest-first.ts';

/** Deleting this many rows of a zone, or this share, is high risk. */
const manyDeleted = 3;
const shareDeleted = 0.2;
const maxReasons = 20;

/** Graded by what a plan can break and how fast it can be fixed; never by live DNS. */
export function dnsRisk(zones: readonly PlannedZone[]): Risk {
  const risks = zones.flatMap((planned) => {
    const groups = changeGroups(planned);
    const zoneRisks = [...deletions(planned, groups), ...groups.flatMap((one) => assessRisks(one, planned))];
    return zoneRisks.map((risk) => ({ ...risk, planned, text: risk.reason }));
  });
  risks.sort((a, b) => riskRank[b.level] - riskRank[a.level]);
  const level = risks[0]?.level ?? 'low';
  const all = groupAcrossZones(risks);
  const more = all.length - maxReasons;
  return { level, reasons: more > 0 ? [...all.slice(0, maxReasons), `${more} more like these`] : all };
}

/** Replacements do not count as deletions. */
function deletions({ zone, rows = 0 }: PlannedZone, groups: readonly ChangeGroup[]): RiskFinding[] {
  const deleted = groups.reduce((sum, { removed, added }) => sum + Math.max(0, removed.length - added.length), 0);
  const share = rows > 0 ? deleted / rows : 0;
  if (deleted === 0 || (deleted < manyDeleted && share < shareDeleted)) return [];
  const percent = rows > 0 ? ` (${Math.round(share * 100)} % of the zone)` : '';
  const text = `${deleted} record${deleted === 1 ? '' : 's'} of ${displayName(zone.name)} will be deleted${percent}.`;
  return [{ level: 'high', reason: text }];
}
