import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain, Email } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { catchAll, planRedirection, redirecting } from '../service/redirection.ts';

export const domainsCatchAll = command.planned({
  name: 'domains catch-all',
  summary: 'Deliver mail for any address of a domain to one address',
  role: 'operator',
  operations: { litemail: ['enableCatchAll', 'getDomain', 'listDomains'] },
  args: {
    domain,
    email: positional(Email, {
      label: 'Deliver to',
      help: 'The address that gets this mail',
      example: 'ana@acme-mail.com',
    }),
  },
  async plan(ctx, { domain: name, email }) {
    const plan = await planRedirection(ctx, catchAll, name, email);
    return plan.from === email
      ? noChange({ text: `The catch-all of \`${displayName(name)}\` is already ${email}.` })
      : plan;
  },
  ...redirecting(catchAll),
});
