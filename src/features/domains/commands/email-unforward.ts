import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { mailForwarding, planRedirection, redirecting } from '../service/redirection.ts';

export const domainsEmailUnforward = command.planned({
  name: 'domains email-unforward',
  summary: 'Stop forwarding a domain’s mail',
  role: 'operator',
  operations: { litemail: ['removeEmailForwarding', 'getDomain', 'listDomains'] },
  args: { domain },
  async plan(ctx, { domain: name }) {
    const plan = await planRedirection(ctx, mailForwarding, name, null);
    return plan.from ? plan : noChange({ text: `Mail of \`${displayName(name)}\` is already not forwarded.` });
  },
  ...redirecting(mailForwarding),
});
