import { AppError } from '../../../lib/errors.ts';
import { diffValues } from '../model/normalise.ts';
import type { RecordSet, RecordValue, ZonePlan } from '../model/record.ts';
import type { PlanFinding } from '../plan/planned-zone.ts';
import { overlay } from '../plan/zone-plan.ts';
import { dkimKey, dkimRecord } from './dkim-rules.ts';
import { dmarcDuplicate, dmarcMissing, dmarcRemoved, dmarcReports, dmarcSyntax, dmarcWeak } from './dmarc-rules.ts';
import { targetAlias, targetDangling } from './host-rules.ts';
import {
  attributeRules,
  cloudflareTarget,
  proxiedMailAlias,
  proxiedMailServer,
  unreachableTarget,
} from './provider-rules.ts';
import { caa, cnameCoexistence, cnameHides, mixedTtl, quota, size } from './record-rules.ts';
import {
  spfAll,
  spfDuplicate,
  spfLookups,
  spfMailServers,
  spfMissing,
  spfOpen,
  spfPtr,
  spfSyntax,
  spfVoids,
} from './spf-rules.ts';
import {
  apexNs,
  cnameDangling,
  cnameLoop,
  dsAtApex,
  dsWithoutNs,
  mxDangling,
  mxToCname,
  nsCoexistence,
  nsShadows,
  nullMxAlone,
} from './target-rules.ts';
import { digests, naptrContradiction, serviceParameterSyntax, unaskedOwner } from './type-rules.ts';
import { type Rule, type RuleFinding, type Severity, type ZoneView, zoneView } from './zone-view.ts';

export interface Finding extends Omit<RuleFinding, 'refused'> {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly source: string;
  /** The provider would reject a write. */
  readonly refused: boolean;
}

const rank: Record<Severity, number> = { error: 0, warning: 1, advice: 2 };

/** All findings of a zone, worst first; of local rules only those at names of the `part`. */
export function lint(zone: ZoneView, activeRules: readonly Rule[] = rules, part = zone): Finding[] {
  const findings = activeRules.flatMap(({ id, severity, source, refused, local, check }) =>
    [...check(local ? part : zone)].map(
      (item): Finding => ({
        severity,
        ...item,
        rule: id,
        source,
        refused: (item.refused ?? refused ?? false) && (item.severity ?? severity) === 'error',
      }),
    ),
  );
  return findings.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** Findings introduced or worsened by a plan. */
export function introduced(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const known = Map.groupBy(before, keyOf);
  return after.filter((finding) => !known.get(keyOf(finding))?.some((was) => isAsBad(was, finding)));
}

const isAsBad = (was: Finding, is: Finding): boolean =>
  (was.measure ?? 0) >= (is.measure ?? 0) && rank[was.severity] <= rank[is.severity];

const keyOf = ({ rule, name, type, text, measure }: Finding): string =>
  `${rule}\n${name}\n${type}\n${measure === undefined ? text : ''}`;

/** All that `dns lint` and every plan look at. */
export const rules: readonly Rule[] = [
  ...[cnameCoexistence, cnameHides, cnameDangling, cnameLoop],
  ...[dsWithoutNs, dsAtApex, nsCoexistence, nsShadows, apexNs],
  ...[cloudflareTarget, unreachableTarget, proxiedMailServer, proxiedMailAlias],
  ...[mxToCname, mxDangling, nullMxAlone, targetAlias, targetDangling],
  ...[serviceParameterSyntax, digests, unaskedOwner, naptrContradiction],
  ...[spfDuplicate, spfSyntax, spfLookups, spfVoids, spfMailServers, spfAll, spfOpen, spfPtr, spfMissing],
  ...[dkimKey, dkimRecord],
  ...[dmarcDuplicate, dmarcSyntax, dmarcRemoved, dmarcWeak, dmarcMissing, dmarcReports],
  ...[caa, quota, size, mixedTtl],
];

const maxFindings = 20;
const cloudflareRules = [...rules, ...attributeRules];

/**
 * Problems that a plan introduces, worst first. Throws `conflict` for what the provider would reject anyway, before any
 * call is made. Looks only at the zone, never at live DNS.
 */
export function checkPlan(plan: ZonePlan, current: readonly RecordSet[], quota: number | undefined): PlanFinding[] {
  const { zone, changes } = plan;
  const changedNames = new Set(changes.map(({ name }) => name));
  const findings = (sets: readonly RecordSet[], activeRules: readonly Rule[]) => {
    const view = (some: readonly RecordSet[]) => zoneView(zone.name, some, { quota, plan: zone.plan });
    return lint(view(sets), activeRules, view(sets.filter(({ name }) => changedNames.has(name))));
  };
  const activeRules = zone.home === 'cloudflare' ? cloudflareRules : rules;
  const after = findings(overlay(current, plan), activeRules).filter(({ severity }) => severity !== 'advice');
  if (after.length === 0) return [];
  // Only rules with findings afterwards need to run on the zone before.
  const broken = new Set(after.map(({ rule }) => rule));
  const before = findings(
    current,
    activeRules.filter(({ id }) => broken.has(id)),
  );
  const newFindings = introduced(before, after);
  const isNew = new Set(newFindings);
  const written = writtenValues(plan);
  // Existing problems are tolerated unless the plan rewrites the affected values.
  const refused = after.find(
    (finding) => finding.refused && (isNew.has(finding) || finding.values?.some((value) => written.has(value))),
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
