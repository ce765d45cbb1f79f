import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain, Email } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { mailForwarding, planRedirection, redirecting } from '../service/redirection.ts';

export const domainsEmailForward = command.planned({
  name: 'domains email-forward',
  summary: 'Forward a domain’s mail to one address',
  role: 'operator',
  operations: { litemail: ['enableEmailForwarding', 'getDomain', 'listDomains'] },
  args: {
    domain,
    email: positional(Email, {
      label: 'Forward to',
      help: 'The address that gets copies of the mail',
      example: 'inbox@acme.com',
    }),
  },
  async plan(ctx, { domain: name, email }) {
    const plan = await planRedirection(ctx, mailForwarding, name, email);
    return plan.from === email
      ? noChange({ text: `Mail to \`${displayName(name)}\` already goes to ${email}.` })
      : plan;
  },
  ...redirecting(mailForwarding),
});
