import type { RiskLevel } from '../plan.ts';
import { concernsOf } from './concerns.ts';
import { mattersOf } from './matter.ts';
import type { PlannedZone } from './planned-zone.ts';
import type { Change } from './record.ts';

export const rank: Record<RiskLevel, number> = { low: 0, medium: 1, high: 2 };

/** The changes of a zone by what they can do: by risk, and of equal risk deletions first and additions last. */
export function gravestFirst(planned: PlannedZone): PlannedZone {
  const risks = new Map<string, number>();
  for (const matter of mattersOf(planned))
    for (const { level } of concernsOf(matter, planned))
      risks.set(matter.name, Math.max(rank[level], risks.get(matter.name) ?? 0));
  const gravity = ({ name, before, after }: Change): number =>
    3 * (risks.get(name) ?? 0) + (!after ? 2 : before ? 1 : 0);
  return { ...planned, changes: [...planned.changes].sort((a, b) => gravity(b) - gravity(a)) };
}
