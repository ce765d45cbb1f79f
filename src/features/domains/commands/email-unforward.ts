import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsEmailUnforward = command.planned({
  name: 'domains email-unforward',
  summary: 'Stop forwarding the mail of a domain',
  role: 'operator',
  operations: { litemail: ['removeEmailForwarding', 'getDomain', 'listDomains'] },
  args: { domain },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name }) {
    const plan = await planSetting(ctx, name, 'emailForwardingTo', null);
    return plan.from ? plan : noChange({ text: `Mail of \`${displayName(name)}\` is not forwarded already.` });
  },
  describe: ({ domain: name, from }) => ({
    title: `Stop forwarding mail of ${displayName(name)}`,
    effect: 'destructive',
    risk: { level: 'medium', reasons: [`answers to mail of this domain no longer arrive at ${from}`] },
    items: [{ sign: '-', text: `mail goes to ${from}` }],
    meaning: ['Answers stay in the mailboxes of the domain; whoever read them elsewhere misses them.'],
    undo: `/litemail domains email-forward ${name} ${from}`,
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
