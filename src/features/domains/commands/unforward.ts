import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsUnforward = command.planned({
  name: 'domains unforward',
  summary: 'Stop forwarding a domain’s visitors',
  role: 'operator',
  operations: { litemail: ['removeDomainForwarding', 'getDomain', 'listDomains'] },
  args: { domain },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name }) {
    const plan = await planSetting(ctx, name, 'forwardTo', null);
    return plan.from ? plan : noChange({ text: `\`${displayName(name)}\` is already not forwarded.` });
  },
  describe: ({ domain: name, from }) => ({
    title: `Stop forwarding visitors of ${displayName(name)}`,
    effect: 'destructive',
    risk: { level: 'medium', reasons: ['visitors of the domain no longer reach your web site'] },
    items: [{ sign: '-', text: `forwards to ${from}` }],
    meaning: [`http://${displayName(name)} then leads nowhere; a domain without a web site looks less trustworthy.`],
    undo: `${commandPrefix} domains forward ${name} ${from}`,
    calls: 2,
    subjects: [name],
  }),
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'forwardTo',
      journal,
      (litemail, params) => litemail.removeDomainForwarding({ params }),
      `${displayName(plan.domain)} no longer forwards its visitors.`,
    ),
});
