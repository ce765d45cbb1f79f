import pLimit from 'p-limit';
import type { Finding } from '../../../domain/dns/lint/lint.ts';
import { displayName } from '../../../domain/dns/model/name.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { Lane } from '../../../ports/apis.ts';
import type { View } from '../../../ports/notifier.ts';
import { context, escapeMrkdwn, section } from '../../../ui/block-kit.ts';
import { listView, plural } from '../../../ui/list.ts';
import { mailFindings } from '../../dns/index.ts';
import { chosenDomain, selectDomains, selectingWords, selectionOf } from '../../litemail/index.ts';
import { type CommandContext, command } from '../../product-context.ts';

const what = {
  spf: 'SPF, who may send',
  dkim: 'DKIM, the signature',
  dmarc: 'DMARC, what happens to forged mail',
  mx: 'MX, where mail is delivered',
} as const;
const keys = ['spf', 'dkim', 'dmarc', 'mx'] as const;

/** LiteMail may answer a flag, a word or an object with a flag. */
function checkResult(state: unknown): boolean | undefined {
  if (typeof state === 'boolean') return state;
  if (typeof state === 'string') return /^(ok|pass|passed|valid|true|verified|success)$/i.test(state);
  if (typeof state !== 'object' || state === null) return undefined;
  const { valid, ok, verified, status } = state as Record<string, unknown>;
  return checkResult(valid ?? ok ?? verified ?? status);
}

/** What our own reading of the zone says that LiteMail does not, in words; nothing where they agree or it is not known. */
function ownReading(key: (typeof keys)[number], good: boolean | undefined, findings?: readonly Finding[]): string[] {
  const found = findings?.filter(({ rule }) => rule.startsWith(`${key}-`));
  if (!found || good === undefined) return [];
  if (good) return found.map(({ text }) => text);
  const isJudged = key === 'spf' || key === 'dmarc';
  return isJudged && found.length === 0
    ? [`the zone has a ${key.toUpperCase()} record, and nothing is wrong with it`]
    : [];
}

interface Checked {
  readonly name: string;
  /** What LiteMail says; undefined: nothing. */
  readonly results: readonly (readonly [key: (typeof keys)[number], good: boolean | undefined])[];
  /** What this app’s own check says otherwise, in the same order. */
  readonly own: readonly (readonly string[])[];
  /** Why LiteMail could not be asked. */
  readonly problem?: string;
}

export const domainsCheck = command.read({
  name: 'domains check',
  summary: 'Have LiteMail check the SPF, DKIM, DMARC and MX of one or many domains',
  role: 'viewer',
  operations: {
    litemail: ['checkDnsRecords', 'listDomains', 'listDnsRecords'],
    cloudflare: ['listZones', 'listDnsRecords'],
  },
  args: { domain: chosenDomain, ...selectingWords },
  async run(ctx, args) {
    const domains = await selectDomains(ctx, selectionOf(args));
    const [only] = domains;
    if (only && domains.length === 1) return oneView(await checkOne(ctx, only, 'interactive'));
    const inTurn = pLimit(concurrency);
    const briefly = (row: (typeof domains)[number]) =>
      checkOne(ctx, row, 'background').catch((error: unknown): Checked => {
        if (!(error instanceof AppError)) throw error;
        return { name: row.name, results: [], own: [], problem: error.message };
      });
    return manyView(await Promise.all(domains.map((row) => inTurn(() => briefly(row)))));
  },
});

const concurrency = 4;

async function checkOne(
  ctx: CommandContext,
  { id, name }: { readonly id: string; readonly name: string },
  lane: Lane,
): Promise<Checked> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId, lane);
  const state = await litemail.checkDnsRecords({ params: { domainId: id } });
  const findings = await mailFindings(ctx, name);
  const results = keys.map((key) => [key, checkResult(state[key])] as const);
  return { name, results, own: results.map(([key, good]) => ownReading(key, good, findings)) };
}

const lacking = ({ results }: Checked): string[] =>
  results.filter(([, good]) => good === false).map(([key]) => key.toUpperCase());

const differing = ({ results, own }: Checked): string[] =>
  results.filter((_, index) => own[index]?.length).map(([key]) => key.toUpperCase());

function oneView(checked: Checked): View {
  const { name, results, own } = checked;
  const missing = lacking(checked);
  const answers = results.filter(([, good]) => good !== undefined).length;
  const title =
    answers === 0
      ? `LiteMail gives no result for the records of ${displayName(name)}`
      : missing.length > 0
        ? `LiteMail says that ${displayName(name)} lacks ${missing.join(', ')}`
        : `LiteMail says that SPF, DKIM, DMARC and MX of ${displayName(name)} are in place`;
  const differs = differing(checked);
  const disagrees =
    differs.length > 0 ? `. This app’s own check of the zone says otherwise of ${differs.join(', ')}` : '';
  const marks = results.map(([key, good], index) =>
    [
      good === undefined
        ? `:grey_question: ${what[key]}: not available`
        : good
          ? `:white_check_mark: ${what[key]}: in place`
          : `:x: ${what[key]}: missing`,
      ...(own[index] ?? []).map((words) => `      :warning: this app: ${escapeMrkdwn(words)}`),
    ].join('\n'),
  );
  return {
    text: `${title}${disagrees}.`,
    blocks: [
      section(`*${title}*${disagrees}\n${marks.join('\n')}`),
      ...(missing.length > 0
        ? [context(`${typed(`dns list ${name}`)} shows the records, ${typed('dns add')} adds what is missing.`)]
        : []),
    ],
  };
}

/** A line for each domain, those that lack the most first. */
function manyView(checked: readonly Checked[]): View {
  const weight = (each: Checked) => lacking(each).length * 10 + differing(each).length + (each.problem ? 5 : 0);
  const lack = checked.filter((each) => lacking(each).length > 0).length;
  return listView({
    title: `LiteMail says that ${lack} of ${plural(checked.length, 'domain')} ${lack === 1 ? 'lacks' : 'lack'} records`,
    head: ['Domain', ...keys.map((key) => key.toUpperCase()), 'This app says otherwise'],
    rows: [...checked]
      .sort((a, b) => weight(b) - weight(a))
      .map((each) => [
        displayName(each.name),
        ...keys.map((_, index) => word(each.results[index]?.[1])),
        each.problem ?? differing(each).join(', '),
      ]),
    narrow: '--except',
    notes: [`${typed('domains check <domain>')} says more of one.`],
  });
}

const word = (good: boolean | undefined): string => (good === undefined ? 'unknown' : good ? 'in place' : 'missing');
