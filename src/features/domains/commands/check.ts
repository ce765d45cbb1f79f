import type { Finding } from '../../../domain/dns/lint/lint.ts';
import { displayName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import { context, escapeMrkdwn, section } from '../../../ui/block-kit.ts';
import { mailFindings } from '../../dns/index.ts';
import { domain, findDomain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

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

export const domainsCheck = command.read({
  name: 'domains check',
  summary: 'Have LiteMail check a domain’s SPF, DKIM, DMARC and MX',
  role: 'viewer',
  operations: {
    litemail: ['checkDnsRecords', 'listDomains', 'listDnsRecords'],
    cloudflare: ['listZones', 'listDnsRecords'],
  },
  args: { domain },
  async run(ctx, { domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const { id } = await findDomain(litemail, name);
    const state = await litemail.checkDnsRecords({ params: { domainId: id } });
    const findings = await mailFindings(ctx, name);
    const results = keys.map((key) => [key, checkResult(state[key])] as const);
    const missing = results.filter(([, good]) => good === false).map(([key]) => key.toUpperCase());
    const answer = results.filter(([, good]) => good !== undefined).length;
    const title =
      answer === 0
        ? `LiteMail gives no result for the records of ${displayName(name)}`
        : missing.length > 0
          ? `LiteMail says that ${displayName(name)} lacks ${missing.join(', ')}`
          : `LiteMail says that SPF, DKIM, DMARC and MX of ${displayName(name)} are in place`;
    const own = results.map(([key, good]) => [key, ownReading(key, good, findings)] as const);
    const differs = own.filter(([, words]) => words.length > 0).map(([key]) => key.toUpperCase());
    const disagrees =
      differs.length > 0 ? `. This app’s own check of the zone says otherwise of ${differs.join(', ')}` : '';
    const marks = results.map(([key, good], index) =>
      [
        good === undefined
          ? `:grey_question: ${what[key]}: not available`
          : good
            ? `:white_check_mark: ${what[key]}: in place`
            : `:x: ${what[key]}: missing`,
        ...(own[index]?.[1] ?? []).map((words) => `      :warning: this app: ${escapeMrkdwn(words)}`),
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
  },
});
