import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { planRedirection, redirecting, visitorForwarding } from '../service/redirection.ts';

export const domainsUnforward = command.planned({
  name: 'domains unforward',
  summary: 'Stop forwarding a domain’s visitors',
  role: 'operator',
  operations: { litemail: ['removeDomainForwarding', 'getDomain', 'listDomains'] },
  args: { domain },
  async plan(ctx, { domain: name }) {
    const plan = await planRedirection(ctx, visitorForwarding, name, null);
    return plan.from ? plan : noChange({ text: `\`${displayName(name)}\` is already not forwarded.` });
  },
  ...redirecting(visitorForwarding),
});
