import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsCatchAllOff = command.planned({
  name: 'domains catch-all-off',
  summary: 'Take mail of a domain only to addresses that exist',
  role: 'operator',
  operations: { litemail: ['removeCatchAll', 'getDomain', 'listDomains'] },
  args: { domain },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name }) {
    const plan = await planSetting(ctx, name, 'catchAllEmail', null);
    return plan.from ? plan : noChange({ text: `\`${displayName(name)}\` has no catch-all already.` });
  },
  describe: ({ domain: name, from }) => ({
    title: `Turn the catch-all of ${displayName(name)} off`,
    effect: 'destructive',
    risk: { level: 'medium', reasons: ['mail to addresses that do not exist comes back to its sender'] },
    items: [{ sign: '-', text: `anything@${displayName(name)} arrives at ${from}` }],
    meaning: [`Only mailboxes of ${displayName(name)} get mail; answers to mistyped addresses are lost.`],
    undo: `/litemail domains catch-all ${name} ${from}`,
    calls: 2,
    subjects: [name],
  }),
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'catchAllEmail',
      journal,
      (litemail, params) => litemail.removeCatchAll({ params }),
      `The catch-all of ${displayName(plan.domain)} is off.`,
    ),
});
