import type { RiskLevel } from '../../proposal.ts';
import type { Change } from '../model/record.ts';
import type { PlannedZone } from '../plan/planned-zone.ts';
import { changeGroups } from './change-groups.ts';
import { assessRisks } from './risk-rules.ts';

export const riskRank: Record<RiskLevel, number> = { low: 0, medium: 1, high: 2 };

/** Sorts the changes of a zone by risk; within one level, deletions first and additions last. */
export function riskiestFirst(planned: PlannedZone): PlannedZone {
  const risks = new Map<string, number>();
  for (const group of changeGroups(planned))
    for (const { level } of assessRisks(group, planned))
      risks.set(group.name, Math.max(riskRank[level], risks.get(group.name) ?? 0));
  const weight = ({ name, before, after }: Change): number =>
    3 * (risks.get(name) ?? 0) + (!after ? 2 : before ? 1 : 0);
  return { ...planned, changes: [...planned.changes].sort((a, b) => weight(b) - weight(a)) };
}
