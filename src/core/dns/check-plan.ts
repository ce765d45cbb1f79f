import { AppError } from '../errors.ts';
import { delta } from './delta.ts';
import { attributeRules } from './lint/attributes.ts';
import { introduced, lint } from './lint/lint.ts';
import { rules } from './lint/rules.ts';
import { zoneView } from './lint/zone-view.ts';
import { overlay } from './plan.ts';
import type { PlanFinding } from './planned-zone.ts';
import type { RecordSet, RecordValue, ZonePlan } from './record.ts';

const mostKept = 20;
const ofCloudflare = [...rules, ...attributeRules];

/**
 * What a plan brings about that works badly or not at all, the worst first. Throws `conflict` for what the provider
 * would refuse anyway, before any call is made. Looks at the zone alone, never at live DNS.
 */
export function checkPlan(plan: ZonePlan, current: readonly RecordSet[], quota: number | undefined): PlanFinding[] {
  const { zone } = plan;
  const look = (sets: readonly RecordSet[]) => zoneView(zone.name, sets, { quota, plan: zone.plan });
  const chosen = zone.home === 'cloudflare' ? ofCloudflare : rules;
  const after = lint(look(overlay(current, plan)), chosen).filter(({ severity }) => severity !== 'advice');
  if (after.length === 0) return [];
  // Only the rules that find something then can have found the same before.
  const broken = new Set(after.map(({ rule }) => rule));
  const before = lint(
    look(current),
    chosen.filter(({ id }) => broken.has(id)),
  );
  const found = introduced(before, after);
  const written = writtenBy(plan);
  // What was there before is left alone, unless it would have to be written again.
  const refused = after.find(
    (finding) => finding.refused && (found.includes(finding) || finding.values?.some((value) => written.has(value))),
  );
  if (refused)
    throw new AppError('conflict', refused.text, {
      hint: [refused.fix?.text, `(${refused.source})`].filter(Boolean).join(' '),
    });
  return found.slice(0, mostKept).map(({ rule, severity, source, text }) => ({ rule, severity, source, text }));
}

const writtenBy = ({ changes }: ZonePlan): ReadonlySet<RecordValue> =>
  new Set(
    changes.flatMap((change) => {
      const { added, changed } = delta(change);
      return [...added, ...changed.map(([, now]) => now)];
    }),
  );
