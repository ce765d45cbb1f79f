import { displayName } from '../core/dns/name.ts';
import { findDomain } from '../services/litemail/find-domain.ts';
import { context, section } from '../views/block-kit.ts';
import { command } from './define.ts';
import { domain } from './litemail-args.ts';

const what = {
  spf: 'SPF, who may send',
  dkim: 'DKIM, the signature',
  dmarc: 'DMARC, what becomes of forgeries',
  mx: 'MX, where mail arrives',
} as const;
const keys = ['spf', 'dkim', 'dmarc', 'mx'] as const;

/** LiteMail may answer a flag, a word or an object with a flag. */
function verdict(found: unknown): boolean | undefined {
  if (typeof found === 'boolean') return found;
  if (typeof found === 'string') return /^(ok|pass|passed|valid|true|verified|success)$/i.test(found);
  if (typeof found !== 'object' || found === null) return undefined;
  const { valid, ok, verified, status } = found as Record<string, unknown>;
  return verdict(valid ?? ok ?? verified ?? status);
}

export const domainsCheck = command.read({
  name: 'domains check',
  summary: 'Let LiteMail check SPF, DKIM, DMARC and MX of a domain',
  role: 'viewer',
  reaches: { litemail: ['checkDnsRecords', 'listDomains'] },
  args: { domain },
  async run(ctx, { domain: name }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const { id } = await findDomain(litemail, name);
    const found = await litemail.checkDnsRecords({ params: { domainId: id } });
    const verdicts = keys.map((key) => [key, verdict(found[key])] as const);
    const missing = verdicts.filter(([, good]) => good === false).map(([key]) => key.toUpperCase());
    const said = verdicts.filter(([, good]) => good !== undefined).length;
    const title =
      said === 0
        ? `LiteMail says nothing about the records of ${displayName(name)}`
        : missing.length > 0
          ? `${displayName(name)} lacks ${missing.join(', ')}`
          : `SPF, DKIM, DMARC and MX of ${displayName(name)} are in place`;
    const marks = verdicts.map(([key, good]) =>
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
          ? [context(`\`/litemail dns list ${name}\` shows the records, \`/litemail dns add\` adds what is missing.`)]
          : []),
      ],
    };
  },
});
