import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { catchAll, planRedirection, redirecting } from '../service/redirection.ts';

export const domainsCatchAllOff = command.planned({
  name: 'domains catch-all-off',
  summary: 'Turn off a domain’s catch-all',
  role: 'operator',
  operations: { litemail: ['removeCatchAll', 'getDomain', 'listDomains'] },
  args: { domain },
  async plan(ctx, { domain: name }) {
    const plan = await planRedirection(ctx, catchAll, name, null);
    return plan.from ? plan : noChange({ text: `\`${displayName(name)}\` already has no catch-all.` });
  },
  ...redirecting(catchAll),
});
