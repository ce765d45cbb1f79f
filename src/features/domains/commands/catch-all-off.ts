import { displayName } from '../../../domain/dns/model/name.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsCatchAllOff = command.planned({
  name: 'domains catch-all-off',
  summary: 'Turn off a domain’s catch-all',
  role: 'operator',
  operations: { litemail: ['removeCatchAll', 'getDomain', 'listDomains'] },
  args: { domain },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name }) {
    const plan = await planSetting(ctx, name, 'catchAllEmail', null);
    return plan.from ? plan : noChange({ text: `\`${displayName(name)}\` already has no catch-all.` });
  },
  describe: ({ domain: name, from }) => ({
    title: `Turn off the catch-all of ${displayName(name)}`,
    effect: 'destructive',
    risk: { level: 'medium', reasons: ['mail to addresses that do not exist bounces'] },
    items: [{ sign: '-', text: `anything@${displayName(name)} arrives at ${from}` }],
    meaning: [`Only mailboxes of ${displayName(name)} receive mail; replies to mistyped addresses bounce.`],
    undo: `${commandPrefix} domains catch-all ${name} ${from}`,
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
