import { type Finding, lint } from '../../../../src/domain/dns/lint/lint.ts';
import { type Answer, zoneView } from '../../../../src/domain/dns/lint/zone-view.ts';
import { setsOf } from '../sets-of.ts';

export const name = 'acme-mail.com';
export type Live = Record<string, Answer>;

/** A zone from the lines of a zone file, with what live DNS says, by `name type`. */
export const view = (lines: readonly string[], live: Live = {}, quota?: number) =>
  zoneView(name, setsOf(name, lines), { answers: new Map(Object.entries(live)), quota });

/** `severity rule` of everything found. */
export const found = (lines: readonly string[], live: Live = {}, quota?: number): string[] =>
  lint(view(lines, live, quota)).map(({ rule, severity }) => `${severity} ${rule}`);

/** What one rule finds. */
export const findings = (rule: string, lines: readonly string[], live: Live = {}): Finding[] =>
  lint(view(lines, live)).filter((finding) => finding.rule === rule);
