import type { Rule, RuleFinding, Severity, ZoneView } from './rule.ts';
import { rules } from './rules.ts';

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
