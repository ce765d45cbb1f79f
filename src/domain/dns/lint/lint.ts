import { dkimKey, dkimRecord } from './dkim-rules.ts';
import { dmarcDuplicate, dmarcMissing, dmarcRemoved, dmarcReports, dmarcSyntax, dmarcWeak } from './dmarc-rules.ts';
import { cloudflareTarget, proxiedMailAlias, proxiedMailServer, unreachableTarget } from './provider-rules.ts';
import { caa, cnameCoexistence, cnameHides, mixedTtl, quota, size } from './record-rules.ts';
import {
  spfAll,
  spfDuplicate,
  spfLookups,
  spfMailServers,
  spfMissing,
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
import type { Rule, RuleFinding, Severity, ZoneView } from './zone-view.ts';

export interface Finding extends Omit<RuleFinding, 'refused'> {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly source: string;
  /** The provider would reject a write. */
  readonly refused: boolean;
}

const rank: Record<Severity, number> = { error: 0, warning: 1, advice: 2 };

/** All findings of a zone, worst first. */
export function lint(zone: ZoneView, activeRules: readonly Rule[] = rules): Finding[] {
  const findings = activeRules.flatMap(({ id, severity, source, refused, check }) =>
    [...check(zone)].map(
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
  ...[mxToCname, mxDangling, nullMxAlone],
  ...[spfDuplicate, spfSyntax, spfLookups, spfVoids, spfMailServers, spfAll, spfPtr, spfMissing],
  ...[dkimKey, dkimRecord],
  ...[dmarcDuplicate, dmarcSyntax, dmarcRemoved, dmarcWeak, dmarcMissing, dmarcReports],
  ...[caa, quota, size, mixedTtl],
];
