import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain, Email } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsEmailForward = command.planned({
  name: 'domains email-forward',
  summary: 'Forward a domain’s mail to one address',
  role: 'operator',
  autoApply: true,
  notes: ['The first forwarding of a domain is set at once; replacing one needs approval.'],
  operations: { litemail: ['enableEmailForwarding', 'getDomain', 'listDomains'] },
  args: {
    domain,
    email: positional(Email, {
      label: 'Forward to',
      help: 'The address that gets copies of the mail',
      example: 'inbox@acme.com',
    }),
  },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name, email }) {
    const plan = await planSetting(ctx, name, 'emailForwardingTo', email);
    return plan.from === email
      ? noChange({ text: `Mail to \`${displayName(name)}\` already goes to ${email}.` })
      : plan;
  },
  describe: ({ domain: name, from, to }) => ({
    title: `Forward mail of ${displayName(name)} to ${to}`,
    effect: from ? 'destructive' : 'write',
    risk: from
      ? { level: 'medium', reasons: [`this mail no longer arrives at ${from}`] }
      : { level: 'low', reasons: [] },
    items: [
      ...(from ? [{ sign: '-' as const, text: `mail goes to ${from}` }] : []),
      { sign: '+', text: `mail goes to ${to}` },
    ],
    meaning: [`Replies to ${displayName(name)} are read at ${to}.`],
    undo: from
      ? `${commandPrefix} domains email-forward ${name} ${from}`
      : `${commandPrefix} domains email-unforward ${name}, which needs approval.`,
    calls: 2,
    subjects: [name],
  }),
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'emailForwardingTo',
      journal,
      (litemail, params) => litemail.enableEmailForwarding({ params, body: { email: plan.to ?? '' } }),
      `Mail to ${displayName(plan.domain)} is forwarded to ${plan.to}.`,
    ),
});
