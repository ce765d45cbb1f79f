import { AppError } from '../errors.ts';
import { introduced, lint } from './lint/lint.ts';
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
  const found = introduced(
    lint(zoneView(name, current, { quota })),
    lint(zoneView(name, overlay(current, plan), { quota })),
  );
  const refused = found.find((finding) => finding.refused);
  if (refused)
    throw new AppError('conflict', refused.text, {
      hint: [refused.fix?.text, `(${refused.source})`].filter(Boolean).join(' '),
    });
  return found
    .filter(({ severity }) => severity !== 'advice')
    .slice(0, mostKept)
    .map(({ rule, severity, source, text }) => ({ rule, severity, source, text }));
}
