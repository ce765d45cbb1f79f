import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain, Email } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsCatchAll = command.planned({
  name: 'domains catch-all',
  summary: 'Deliver mail for any address of a domain to one address',
  role: 'operator',
  autoApply: true,
  notes: ['The first catch-all of a domain is set at once; replacing one needs approval.'],
  operations: { litemail: ['enableCatchAll', 'getDomain', 'listDomains'] },
  args: {
    domain,
    email: positional(Email, {
      label: 'Deliver to',
      help: 'The address that gets this mail',
      example: 'ana@acme-mail.com',
    }),
  },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name, email }) {
    const plan = await planSetting(ctx, name, 'catchAllEmail', email);
    return plan.from === email
      ? noChange({ text: `The catch-all of \`${displayName(name)}\` is already ${email}.` })
      : plan;
  },
  describe: ({ domain: name, from, to }) => ({
    title: `Catch all mail of ${displayName(name)} at ${to}`,
    effect: from ? 'destructive' : 'write',
    risk: from
      ? { level: 'medium', reasons: [`this mail no longer arrives at ${from}`] }
      : { level: 'low', reasons: [] },
    items: [
      ...(from ? [{ sign: '-' as const, text: `anything@${displayName(name)} arrives at ${from}` }] : []),
      { sign: '+', text: `anything@${displayName(name)} arrives at ${to}` },
    ],
    meaning: ['Mail to mistyped and made-up addresses is delivered as well, spam included.'],
    undo: from
      ? `${commandPrefix} domains catch-all ${name} ${from}`
      : `${commandPrefix} domains catch-all-off ${name}, which needs approval.`,
    calls: 2,
    subjects: [name],
  }),
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'catchAllEmail',
      journal,
      (litemail, params) => litemail.enableCatchAll({ params, body: { email: plan.to ?? '' } }),
      `Mail to any address of ${displayName(plan.domain)} arrives at ${plan.to}.`,
    ),
});
