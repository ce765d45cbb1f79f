import { type Finding, introduced } from '../../../domain/dns/lint/lint.ts';
import type { Severity } from '../../../domain/dns/lint/zone-view.ts';
import { displayName, relativeName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { bold, context, escapeMrkdwn, section } from '../../../ui/block-kit.ts';
import { listView, plural } from '../../../ui/list.ts';

interface Linted {
  readonly findings: readonly Finding[];
  readonly asked: number;
  readonly unanswered: readonly { readonly name: string; readonly type: string; readonly why: string }[];
}

const words: Record<Severity, [one: string, many: string]> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  advice: ['piece of advice', 'pieces of advice'],
};
const mostOpen = 3;

const counted = (findings: readonly Finding[]): string =>
  (Object.keys(words) as Severity[])
    .flatMap((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count > 0 ? [`${count} ${words[severity][count === 1 ? 0 : 1]}`] : [];
    })
    .join(', ');

/** Everything found in a zone, the worst first, and what could not be looked at; `waits` while live DNS may still answer. */
export function lintView(zone: string, { findings, asked, unanswered }: Linted, waits = false): View {
  const title = `${displayName(zone)}: ${counted(findings) || 'nothing found'}${waits ? ' so far' : ''}`;
  const waiting = `Live DNS has not answered ${unanswered.length} of ${asked} lookups yet. The results follow in a moment.`;
  return findingsView(
    zone,
    title,
    findings,
    waits ? [waiting] : unanswered.length > 0 ? [notAnswered(asked, unanswered)] : [],
  );
}

/** What live DNS added to lint results that were shown without it. */
export function lintedLaterView(zone: string, before: Linted, { findings, asked, unanswered }: Linted): View {
  const fresh = introduced(before.findings, findings);
  const gone = introduced(findings, before.findings).map(({ text }) => text);
  const added = counted(fresh);
  const title = `${displayName(zone)}, with live DNS: ${added ? `${added} more` : 'nothing new'}`;
  return findingsView(zone, title, fresh, [
    ...(gone.length > 0 ? [`No longer applies: ${gone.join(' ')}`] : []),
    ...(unanswered.length > 0 ? [notAnswered(asked, unanswered)] : []),
  ]);
}

/** A zone among many; with `problem` it could not be read. */
type LintedZone = { readonly name: string } & (Linted | { readonly problem: string });

/** Many zones, a line each, the worst first: how much was found, and the worst of it. */
export function lintedZonesView(zones: readonly LintedZone[], remarks: readonly string[]): View {
  const read = zones.flatMap((zone) => ('problem' in zone ? [] : zone));
  const unwell = read.filter(({ findings }) => findings.length > 0).sort(worstFirst);
  const unread = zones.flatMap((zone) => ('problem' in zone ? zone : []));
  const open = read.filter(({ unanswered }) => unanswered.length > 0);
  const found = counted(unwell.flatMap(({ findings }) => findings)) || 'nothing found';
  return listView({
    title: `${plural(zones.length, 'domain')}: ${found}`,
    head: ['Domain', 'Found', 'The worst of it', 'Fix'],
    rows: [
      ...unwell.map(({ name, findings }) => [
        displayName(name),
        counted(findings),
        findings[0]?.text ?? '',
        findings[0]?.fix?.text ?? '',
      ]),
      ...unread.map(({ name, problem }) => [displayName(name), 'not read', problem, '']),
    ],
    narrow: '--except',
    notes: [
      ...(read.length > unwell.length ? [`Nothing found in ${plural(read.length - unwell.length, 'domain')}.`] : []),
      ...(open.length > 0
        ? [
            `Unknown: live DNS did not answer all lookups of ${open.length} of them. Findings that depend on those are not listed.`,
          ]
        : []),
      ...remarks.map(escapeMrkdwn),
      `${typed('dns lint <domain>')} shows everything found in one.`,
    ],
  });
}

const weight = ({ findings }: Linted): number[] =>
  (Object.keys(words) as Severity[]).map((severity) => findings.filter((each) => each.severity === severity).length);

function worstFirst(a: Linted & { readonly name: string }, b: Linted & { readonly name: string }): number {
  const [ours, theirs] = [weight(a), weight(b)];
  const at = ours.findIndex((count, index) => count !== theirs[index]);
  return at < 0 ? a.name.localeCompare(b.name) : (theirs[at] ?? 0) - (ours[at] ?? 0);
}

function findingsView(zone: string, title: string, findings: readonly Finding[], remarks: readonly string[]): View {
  const notes = remarks.map(escapeMrkdwn);
  if (findings.length === 0)
    return {
      text: [title, ...notes].join('. '),
      blocks: [section(bold(title)), ...notes.map((note) => context(note))],
    };
  const rows = findings.map(({ severity, rule, name, type, text, fix, source }) => [
    severity,
    `${relativeName(name, zone)} ${type}`.trim(),
    text,
    fix?.text ?? '',
    rule,
    source,
  ]);
  return listView({ title, head: ['Severity', 'Record', 'What', 'Fix', 'Id', 'Rule'], rows, notes });
}

function notAnswered(asked: number, open: Linted['unanswered']): string {
  const names = [...new Set(open.map(({ name }) => displayName(name)))];
  const more = names.length > mostOpen ? ` and ${names.length - mostOpen} more` : '';
  const all =
    open.length === asked ? 'no resolver answered' : `live DNS did not answer ${open.length} of ${asked} lookups`;
  return `Unknown: ${all} (${names.slice(0, mostOpen).join(', ')}${more}; ${open[0]?.why}). Findings that depend on them are not listed.`;
}
