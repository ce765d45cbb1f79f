import { displayName } from '../../../domain/dns/model/name.ts';
import { typed } from '../../../lib/text.ts';
import { context, section } from '../../../ui/block-kit.ts';
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

export const domainsCheck = command.read({
  name: 'domains check',
  summary: 'Have LiteMail check a domain’s SPF, DKIM, DMARC and MX',
  role: 'viewer',
  operations: { litemail: ['checkDnsRecords', 'listDomains'] },
  args: { domain },
  async run(ctx, { domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const { id } = await findDomain(litemail, name);
    const state = await litemail.checkDnsRecords({ params: { domainId: id } });
    const results = keys.map((key) => [key, checkResult(state[key])] as const);
    const missing = results.filter(([, good]) => good === false).map(([key]) => key.toUpperCase());
    const answer = results.filter(([, good]) => good !== undefined).length;
    const title =
      answer === 0
        ? `LiteMail gives no result for the records of ${displayName(name)}`
        : missing.length > 0
          ? `${displayName(name)} lacks ${missing.join(', ')}`
          : `SPF, DKIM, DMARC and MX of ${displayName(name)} are in place`;
    const marks = results.map(([key, good]) =>
      good === undefined
        ? `:grey_question: ${what[key]}: not available`
        : good
          ? `:white_check_mark: ${what[key]}: in place`
          : `:x: ${what[key]}: missing`,
    );
    return {
      text: `${title}.`,
      blocks: [
        section(`*${title}*\n${marks.join('\n')}`),
        ...(missing.length > 0
          ? [context(`${typed(`dns list ${name}`)} shows the records, ${typed('dns add')} adds what is missing.`)]
          : []),
      ],
    };
  },
});
