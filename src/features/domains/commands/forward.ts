import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { planRedirection, redirecting, visitorForwarding } from '../service/redirection.ts';

export const domainsForward = command.planned({
  name: 'domains forward',
  summary: 'Forward a domain’s visitors to a web address',
  role: 'operator',
  operations: { litemail: ['addDomainForwarding', 'getDomain', 'listDomains'] },
  args: {
    domain,
    to: positional(z.url({ protocol: /^https?$/, error: 'Write the whole address, like `https://acme.com`.' }), {
      label: 'Forward to',
      help: 'The web address to send visitors to, with https://',
      example: 'https://acme.com',
    }),
  },
  async plan(ctx, { domain: name, to }) {
    const plan = await planRedirection(ctx, visitorForwarding, name, to);
    return plan.from === to ? noChange({ text: `\`${displayName(name)}\` already forwards to ${to}.` }) : plan;
  },
  ...redirecting(visitorForwarding),
});
