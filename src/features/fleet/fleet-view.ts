import { z } from 'zod';
import { displayName } from '../../domain/dns/model/name.ts';
import { commandPrefix, typed } from '../../lib/text.ts';
import type { TextFile, View } from '../../ports/notifier.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
  escapeMrkdwn,
  section,
  slackTime,
  truncate,
} from '../../ui/block-kit.ts';
import type { Button, KnownBlock } from '../../ui/block-types.ts';
import { plural } from '../../ui/list.ts';
import type { Route } from '../../ui/routes.ts';
import type { Run } from './ask-accounts.ts';
import {
  type Check,
  checks,
  countChecks,
  type KnownProblem,
  type Look,
  type NamedHealth,
  problemsOf,
  worstFirst,
} from './fleet-look.ts';

const checkNames: Readonly<Record<Check, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  mx: 'MX',
  records: 'Other records',
  'name-servers': 'Name servers',
  mailboxes: 'Mailboxes',
  placement: 'Placement',
  expiry: 'Expiry',
};
export const checkName = (check: Check): string => checkNames[check];

/** Shows all of one domain, or the domains with a problem of one check. */
export const fleetRoute: Route<{ readonly domain?: string | undefined; readonly check?: Check | undefined }> = {
  name: 'fleet.show',
  state: z.object({ domain: z.string().max(253).optional(), check: z.enum(checks).optional() }),
};

const mostShown = 5;
const mostFirst = 3;
const mostWhys = 3;
const mostText = 160;

/** Where it stands and the worst so far, for as long as it goes on. */
export function progressLines(look: Look, run: Run): string[] {
  const left = new Set(run.pending ?? run.names);
  const done = run.names.filter((name) => !left.has(name));
  const ill = worstFirst(look, run.names).filter(({ problems }) => problems.length > 0);
  return [
    `${bar(done.length, run.names.length)} ${done.length} of ${plural(run.names.length, 'domain')}`,
    ...ill.slice(0, mostFirst).map(firstLine),
  ];
}

export const progressView = ([bar = '', ...lines]: readonly string[], note?: string): View => {
  const title = `Looking at the fleet: ${bar}`;
  return {
    text: [title, ...lines, note ?? ''].filter(Boolean).join('\n'),
    blocks: [
      section([bold('Looking at the fleet'), bar, ...lines.map((line) => `• ${line}`)].join('\n')),
      ...(note ? [context(escapeMrkdwn(note))] : []),
    ],
  };
};

const bar = (done: number, all: number): string => {
  const filled = all === 0 ? 10 : Math.floor((done / all) * 10);
  return '▓'.repeat(filled) + '░'.repeat(10 - filled);
};

const firstLine = (domain: NamedHealth): string => {
  const [worst] = problemsOf(domain);
  return `${code(displayName(domain.name))} ${worst ? lineOf(worst, domain) : 'nothing found'}`;
};

/** The text of a problem mostly names its domain again. */
const lineOf = ({ check, severity, text, newAt }: KnownProblem, { lookedAt }: NamedHealth): string =>
  `${severity}, ${checkNames[check]}: ${escapeMrkdwn(truncate(text, mostText))}${newAt === lookedAt ? ' *new*' : ''}`;

/** How it is with all of them, in a few lines. */
export function summaryLines(domains: readonly NamedHealth[]): string[] {
  const has = (severity: KnownProblem['severity']) => (domain: NamedHealth) =>
    domain.problems.some((problem) => problem.severity === severity);
  const errors = domains.filter(has('error')).length;
  const warnings = domains.filter((domain) => has('warning')(domain) && !has('error')(domain)).length;
  return [`${errors} with errors, ${warnings} with warnings, ${domains.length - errors - warnings} with nothing found`];
}

const unknownLines = (domains: readonly NamedHealth[]): string[] => {
  const lines = countChecks(domains).flatMap(({ check, unknown }) => {
    const whys = [...unknown].sort(([, a], [, b]) => b.length - a.length);
    if (whys.length === 0) return [];
    const shown = whys.slice(0, mostWhys).map(([why, { length }]) => `${length} (${escapeMrkdwn(why)})`);
    const more = whys.length - shown.length;
    return [`${checkNames[check]} of ${shown.join(', ')}${more > 0 ? `, and for ${more} other reasons` : ''}`];
  });
  return lines.length > 0 ? [`Not known: ${lines.join('; ')}`] : [];
};

/** What is new since the look before, said only where there was one. */
function newLine(domains: readonly NamedHealth[], { at, before }: Run): string {
  if (before === undefined) return 'This was the first look: the next one says what is new since.';
  const fresh = domains.flatMap(({ problems }) => problems.filter(({ newAt }) => newAt === at));
  const inDomains = domains.filter(({ problems }) => problems.some(({ newAt }) => newAt === at)).length;
  const solved = domains.reduce((sum, domain) => sum + (domain.lookedAt === at ? domain.solved : 0), 0);
  const found =
    fresh.length > 0 ? `${plural(fresh.length, 'new problem')} in ${plural(inDomains, 'domain')}` : 'nothing new';
  return `Since ${slackTime(before)}: ${found}, ${solved} solved.`;
}

const titleOf = (domains: readonly NamedHealth[]): string => {
  const ill = domains.filter(({ problems }) => problems.length > 0).length;
  return ill > 0
    ? `Fleet: ${ill} of ${plural(domains.length, 'domain')} ${ill === 1 ? 'needs' : 'need'} attention`
    : `Fleet: nothing found in ${plural(domains.length, 'domain')}`;
};

/** For each check with problems a button that lists its domains. */
export const checkButtons = (domains: readonly NamedHealth[]): Button[] =>
  countChecks(domains).flatMap(({ check, domains: count }) =>
    count > 0 ? [button(`${checkNames[check]} ${count}`, fleetRoute, { check })] : [],
  );

/** The whole look: the worst first, what is new, what is not known; all of it as a file. */
export function fleetView(look: Look, run: Run): View {
  const domains = worstFirst(look, run.names);
  const ill = domains.filter(({ problems }) => problems.length > 0);
  // What is new is looked for first.
  const shown = [...ill].sort((a, b) => Number(isNew(b, run)) - Number(isNew(a, run)) || 0).slice(0, mostShown);
  const worst = ill.filter((domain) => shown.includes(domain));
  const more = ill.length - worst.length;
  const buttons = checkButtons(domains);
  const lines = [...summaryLines(domains), newLine(domains, run)];
  const notes = [...unknownLines(domains), ...run.notes.map(escapeMrkdwn)];
  return {
    text: [`${titleOf(domains)}.`, ...lines, ...worst.map(firstLine), ...notes].join('\n').slice(0, 3500),
    blocks: [
      section([bold(titleOf(domains)), ...lines].join('\n')),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
      ...worst.map(domainBlock),
      ...(more > 0 ? [context(`${plural(more, 'more domain')} in the file and behind the buttons.`)] : []),
      ...notes.map((note) => context(note)),
    ],
    file: fleetFile(domains, run),
  };
}

const isNew = ({ problems }: NamedHealth, { at }: Run): boolean => problems.some(({ newAt }) => newAt === at);

/** A domain with its worst problem and the way to the fix of that; the button shows all. */
function domainBlock(domain: NamedHealth): KnownBlock {
  const [worst] = problemsOf(domain);
  const others = domain.problems.length - 1;
  const lines = [
    `${bold(displayName(domain.name))}${others > 0 ? ` and ${others} more` : ''}`,
    ...(worst ? [lineOf(worst, domain), wayOf(worst)] : []),
  ];
  return section(lines.filter(Boolean).join('\n'), button('Show', fleetRoute, { domain: domain.name }));
}

const wayOf = ({ fix, command }: KnownProblem): string =>
  command ? `→ ${code(`${commandPrefix} ${command}`)}` : fix ? `→ ${escapeMrkdwn(fix)}` : '';

/** All problems of one domain, each with its way to the fix, and what is not known. */
export const domainLines = (domain: NamedHealth): string[] => [
  ...problemsOf(domain).map((problem) =>
    [
      `*${checkNames[problem.check]}*, ${lineOf(problem, domain).replace(/^(\w+), [^:]+/, '$1')}`,
      problem.fix && problem.command ? escapeMrkdwn(problem.fix) : '',
      wayOf(problem),
    ]
      .filter(Boolean)
      .join('\n'),
  ),
  ...checks.flatMap((check) =>
    domain.unknown[check] ? [`*${checkNames[check]}* is not known: ${escapeMrkdwn(domain.unknown[check])}`] : [],
  ),
  ...(domain.readAt === undefined
    ? []
    : [`Records read ${slackTime(domain.readAt)}. ${typed(`dns lint ${domain.name}`)} reads them again.`]),
];

/** The domains with a problem of one check, each in a line. */
export const checkLines = (domains: readonly NamedHealth[], check: Check): string[] =>
  domains.flatMap((domain) =>
    problemsOf(domain)
      .filter((problem) => problem.check === check)
      .slice(0, 1)
      .map((problem) => `${code(displayName(domain.name))} ${lineOf(problem, domain)}\n${wayOf(problem)}`),
  );

const head = ['Domain', 'DNS at', 'Severity', 'Check', 'Problem', 'Fix', 'Command', 'Since', 'New'];
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A row for each problem and for each answer that is not known; a domain without either has one too. */
function fleetFile(domains: readonly NamedHealth[], { at }: Run): TextFile {
  const rows = domains.flatMap((domain) => {
    const { name, home, problems, unknown } = domain;
    const found = problemsOf(domain).map(({ check, severity, text, fix = '', command, since, newAt }) => [
      ...[displayName(name), home, severity, checkNames[check], text, fix],
      ...[command ? `${commandPrefix} ${command}` : '', dayOf(since), newAt === at ? 'new' : ''],
    ]);
    const open = checks.flatMap((check) =>
      unknown[check] ? [[displayName(name), home, 'unknown', checkNames[check], unknown[check], '', '', '', '']] : [],
    );
    const nothing = problems.length === 0 && open.length === 0;
    return [...found, ...open, ...(nothing ? [[displayName(name), home, 'ok', '', '', '', '', '', '']] : [])];
  });
  return { name: 'fleet.csv', text: [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('') };
}

/** A spreadsheet takes what begins so for a formula. */
const cell = (text: string): string => `"${text.replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"`;
