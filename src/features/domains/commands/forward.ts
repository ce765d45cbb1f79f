import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import { positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

export const domainsForward = command.planned({
  name: 'domains forward',
  summary: 'Forward a domain’s visitors to a web address',
  role: 'operator',
  autoApply: true,
  notes: ['The first forwarding of a domain is set at once; replacing one needs approval.'],
  operations: { litemail: ['addDomainForwarding', 'getDomain', 'listDomains'] },
  args: {
    domain,
    to: positional(z.url({ protocol: /^https?$/, error: 'Write the whole address, like `https://acme.com`.' }), {
      label: 'Forward to',
      help: 'The web address to send visitors to, with https://',
      example: 'https://acme.com',
    }),
  },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name, to }) {
    const plan = await planSetting(ctx, name, 'forwardTo', to);
    return plan.from === to ? noChange({ text: `\`${displayName(name)}\` already forwards to ${to}.` }) : plan;
  },
  describe: ({ domain: name, from, to }) => ({
    title: `Forward ${displayName(name)} to ${to}`,
    effect: from ? 'destructive' : 'write',
    risk: from
      ? { level: 'medium', reasons: ['visitors of the domain are sent somewhere else than now'] }
      : { level: 'low', reasons: [] },
    items: [
      ...(from ? [{ sign: '-' as const, text: `forwards to ${from}` }] : []),
      { sign: '+', text: `forwards to ${to}` },
    ],
    meaning: [`Visitors of http://${displayName(name)} are sent to ${to}. Mail is not affected.`],
    undo: from
      ? `${commandPrefix} domains forward ${name} ${from}`
      : `${commandPrefix} domains unforward ${name}, which needs approval.`,
    calls: 2,
    subjects: [name],
  }),
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'forwardTo',
      journal,
      (litemail, params) => litemail.addDomainForwarding({ params, body: { forwardTo: plan.to ?? '' } }),
      `Visitors of ${displayName(plan.domain)} are forwarded to ${plan.to}.`,
    ),
});
