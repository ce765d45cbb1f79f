import type { Finding } from '../../domain/dns/lint/lint.ts';
import type { Question } from '../../domain/dns/lint/zone-view.ts';
import { displayName, relativeName } from '../../domain/dns/model/name.ts';
import { hasSpf, isDmarc, isNullMx } from '../../domain/dns/model/purpose.ts';
import type { RecordSet } from '../../domain/dns/model/record.ts';
import type { Answers, Check, Problem } from './fleet-look.ts';

/** The checks that a zone's records answer. */
const recordChecks = ['spf', 'dkim', 'dmarc', 'mx', 'records'] as const satisfies readonly Check[];
type RecordCheck = (typeof recordChecks)[number];

export interface LintedZone {
  readonly name: string;
  readonly sets: readonly RecordSet[];
  readonly findings: readonly Finding[];
  /** What live DNS did not answer. */
  readonly unanswered: readonly Question[];
  /** LiteMail's; undefined where that is not known. */
  readonly mailboxes: number | undefined;
}

export const unreadRecords = (why: string): Answers =>
  Object.fromEntries(recordChecks.map((check) => [check, { problems: [], unknown: why }]));

/** What the lint says of a zone, and what a domain with mailboxes lacks. */
export function zoneAnswers({ name, sets, findings, unanswered, mailboxes = 0 }: LintedZone): Answers {
  const found = findings.flatMap((finding) => problemOf(finding, name));
  if (mailboxes > 0) found.push(...missingForMail(name, sets));
  const open = new Map(unanswered.map((question) => [checkOfQuestion(question), displayName(question.name)]));
  return Object.fromEntries(
    recordChecks.map((check) => [
      check,
      {
        problems: found.filter((problem) => problem.check === check),
        ...(open.has(check) && { unknown: 'live DNS did not answer' }),
      },
    ]),
  );
}

function checkOfRule(rule: string): RecordCheck {
  const [, subject] = /^(spf|dkim|dmarc|mx)-/.exec(rule) ?? [];
  if (subject) return subject as RecordCheck;
  return rule === 'null-mx-alone' ? 'mx' : 'records';
}

function checkOfQuestion({ name, type }: Question): RecordCheck {
  if (name.includes('_domainkey')) return 'dkim';
  if (name.includes('_dmarc')) return 'dmarc';
  return type === 'TXT' ? 'spf' : type === 'CNAME' ? 'records' : 'mx';
}

function problemOf({ rule, severity, name, type, text, fix }: Finding, zone: string): Problem[] {
  if (severity === 'advice') return [];
  const [value, another] = fix?.set?.values ?? [];
  return [
    {
      check: checkOfRule(rule),
      key: `${rule} ${name} ${type}`,
      severity,
      text,
      ...(fix && { fix: fix.text }),
      command:
        fix?.set && value?.content !== undefined && !another && !value.content.includes('"')
          ? `dns set ${zone} ${fix.set.type} ${relativeName(fix.set.name, zone)} "${value.content}"`
          : `dns lint ${zone}`,
    },
  ];
}

function missingForMail(zone: string, sets: readonly RecordSet[]): Problem[] {
  const at = (name: string, type: string) => sets.find((set) => set.name === name && set.type === type);
  const shown = displayName(zone);
  const mx = at(zone, 'MX');
  const problems: Problem[] = [];
  if (!at(zone, 'CNAME') && (!mx || isNullMx(mx)))
    problems.push({
      check: 'mx',
      key: 'mx-missing',
      severity: 'error',
      text: `${shown} has mailboxes but no MX record, so no mail arrives there.`,
      fix: 'Add the MX records that the mail service names.',
      command: `dns add ${zone} MX @`,
    });
  const keys = sets.some(({ name }) => name === `_domainkey.${zone}` || name.endsWith(`._domainkey.${zone}`));
  if (!keys)
    problems.push({
      check: 'dkim',
      key: 'dkim-missing',
      severity: 'error',
      text: `${shown} has mailboxes but no DKIM key, so its mail is not signed for it.`,
      fix: 'Add the DKIM record that the mail service names.',
      command: `dns add ${zone} TXT`,
    });
  // With an MX record the lint says both.
  if (mx) return problems;
  const spf = at(zone, 'TXT');
  if (!spf || !hasSpf(spf))
    problems.push({
      check: 'spf',
      key: `spf-missing ${zone} TXT`,
      severity: 'warning',
      text: `${shown} has mailboxes but no SPF record.`,
      command: `dns add ${zone} TXT @`,
    });
  const dmarc = at(`_dmarc.${zone}`, 'TXT')?.values.some(({ content = '' }) => isDmarc(content));
  if (!dmarc && !at(`_dmarc.${zone}`, 'CNAME'))
    problems.push({
      check: 'dmarc',
      key: `dmarc-missing _dmarc.${zone} TXT`,
      severity: 'warning',
      text: `${shown} has mailboxes but no DMARC record.`,
      command: `dns add ${zone} TXT _dmarc "v=DMARC1; p=none"`,
    });
  return problems;
}
