import { AppError } from '../../../lib/errors.ts';
import { introduced, lint, rules } from '../lint/lint.ts';
import { attributeRules } from '../lint/provider-rules.ts';
import { zoneView } from '../lint/zone-view.ts';
import { diffValues } from '../model/normalise.ts';
import type { RecordSet, RecordValue, ZonePlan } from '../model/record.ts';
import type { PlanFinding } from './planned-zone.ts';
import { overlay } from './zone-plan.ts';

const maxFindings = 20;
const cloudflareRules = [...rules, ...attributeRules];

/**
 * Problems that a plan introduces, worst first. Throws `conflict` for what the provider would reject anyway, before any
 * call is made. Looks only at the zone, never at live DNS.
 */
export function checkPlan(plan: ZonePlan, current: readonly RecordSet[], quota: number | undefined): PlanFinding[] {
  const { zone } = plan;
  const viewOf = (sets: readonly RecordSet[]) => zoneView(zone.name, sets, { quota, plan: zone.plan });
  const activeRules = zone.home === 'cloudflare' ? cloudflareRules : rules;
  const after = lint(viewOf(overlay(current, plan)), activeRules).filter(({ severity }) => severity !== 'advice');
  if (after.length === 0) return [];
  // Only rules with findings afterwards need to run on the zone before.
  const broken = new Set(after.map(({ rule }) => rule));
  const before = lint(
    viewOf(current),
    activeRules.filter(({ id }) => broken.has(id)),
  );
  const newFindings = introduced(before, after);
  const written = writtenValues(plan);
  // Existing problems are tolerated unless the plan rewrites the affected values.
  const refused = after.find(
    (finding) =>
      finding.refused && (newFindings.includes(finding) || finding.values?.some((value) => written.has(value))),
  );
  if (refused)
    throw new AppError('conflict', refused.text, {
      hint: [refused.fix?.text, `(${refused.source})`].filter(Boolean).join(' '),
    });
  return newFindings
    .slice(0, maxFindings)
    .map(({ rule, severity, source, text }) => ({ rule, severity, source, text }));
}

const writtenValues = ({ changes }: ZonePlan): ReadonlySet<RecordValue> =>
  new Set(
    changes.flatMap((change) => {
      const { added, changed } = diffValues(change);
      return [...added, ...changed.map(([, now]) => now)];
    }),
  );
