import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsEmailUnforward = command.planned({
  name: 'domains email-unforward',
  summary: 'Stop forwarding a domain’s mail',
  role: 'operator',
  operations: { litemail: ['removeEmailForwarding', 'getDomain', 'listDomains'] },
  args: { domain },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name }) {
    const plan = await planSetting(ctx, name, 'emailForwardingTo', null);
    return plan.from ? plan : noChange({ text: `Mail of \`${displayName(name)}\` is already not forwarded.` });
  },
  describe: ({ domain: name, from }) => ({
    title: `Stop forwarding mail of ${displayName(name)}`,
    effect: 'destructive',
    risk: { level: 'medium', reasons: [`replies to this domain no longer arrive at ${from}`] },
    items: [{ sign: '-', text: `mail goes to ${from}` }],
    meaning: ['Replies stay in the mailboxes of the domain; whoever read them elsewhere no longer gets them.'],
    undo: `${commandPrefix} domains email-forward ${name} ${from}`,
    calls: 2,
    subjects: [name],
  }),
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'emailForwardingTo',
      journal,
      (litemail, params) => litemail.removeEmailForwarding({ params }),
      `Mail of ${displayName(plan.domain)} is no longer forwarded.`,
    ),
});
