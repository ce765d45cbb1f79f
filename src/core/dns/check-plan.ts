import { AppError } from '../errors.ts';
import { introduced, lint } from './lint/lint.ts';
import { rules } from './lint/rules.ts';
import { zoneView } from './lint/zone-view.ts';
import { overlay } from './plan.ts';
import type { PlanFinding } from './planned-zone.ts';
import type { RecordSet, ZonePlan } from './record.ts';

const mostKept = 20;

/**
 * What a plan brings about that works badly or not at all, the worst first. Throws `conflict` for what the provider
 * would refuse anyway, before any call is made. Looks at the zone alone, never at live DNS.
 */
export function checkPlan(plan: ZonePlan, current: readonly RecordSet[], quota: number | undefined): PlanFinding[] {
  const { name } = plan.zone;
  const after = lint(zoneView(name, overlay(current, plan), { quota })).filter(({ severity }) => severity !== 'advice');
  if (after.length === 0) return [];
  // Only the rules that find something then can have found the same before.
  const broken = new Set(after.map(({ rule }) => rule));
  const before = lint(
    zoneView(name, current, { quota }),
    rules.filter(({ id }) => broken.has(id)),
  );
  const found = introduced(before, after);
  const refused = found.find((finding) => finding.refused);
  if (refused)
    throw new AppError('conflict', refused.text, {
      hint: [refused.fix?.text, `(${refused.source})`].filter(Boolean).join(' '),
    });
  return found.slice(0, mostKept).map(({ rule, severity, source, text }) => ({ rule, severity, source, text }));
}
