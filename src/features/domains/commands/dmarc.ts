import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import type { Risk } from '../../../domain/proposal.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { commandPrefix } from '../../../lib/text.ts';
import { domain, Email } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

const policies = {
  none: 'receivers only report; nothing is held back',
  quarantine: 'receivers send forged mail to spam',
  reject: 'receivers reject forged mail',
} as const;

function riskOf({ from, policy }: SettingPlan): Risk {
  const reasons = [
    ...(policy === 'reject' || policy === 'quarantine'
      ? ['your own mail that passes neither SPF nor DKIM is held back too']
      : []),
    ...(from ? ['the existing DMARC setting is replaced'] : []),
  ];
  return { level: reasons.length === 0 ? 'low' : policy === 'reject' ? 'high' : 'medium', reasons };
}

export const domainsDmarc = command.planned({
  name: 'domains dmarc',
  summary: 'Have LiteMail add a DMARC record, with reports to an address',
  role: 'operator',
  notes: ['Replacing a DMARC record, or asking receivers to reject mail, needs approval.'],
  operations: { litemail: ['addDmarcRecords', 'getDomain', 'listDomains'] },
  args: {
    domain,
    email: positional(Email, {
      label: 'Reports to',
      help: 'The address that gets the daily reports',
      example: 'dmarc@acme-mail.com',
    }),
    policy: flag(z.enum(['none', 'quarantine', 'reject']).optional(), {
      label: 'Policy',
      help: 'What receivers do with forged mail; LiteMail decides when left out',
      example: 'none',
    }),
  },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name, email, policy }) {
    const plan = await planSetting(ctx, name, 'dmarcEmail', email);
    if (plan.from === email && !policy)
      return noChange({ text: `DMARC reports for \`${displayName(name)}\` already go to ${email}.` });
    return { ...plan, ...(policy && { policy }) };
  },
  describe: (plan) => {
    const { domain: name, from, to, policy } = plan;
    return {
      title: `${from ? 'Replace' : 'Add'} the DMARC record of ${displayName(name)}`,
      effect: from ? 'destructive' : 'write',
      risk: riskOf(plan),
      items: [
        ...(from ? [{ sign: '-' as const, text: `reports to ${from}` }] : []),
        { sign: '+', text: `reports to ${to}${policy ? `, policy ${policy}` : ''}` },
      ],
      meaning: [
        `Mail forged as ${displayName(name)}: ${policy ? policies[policy] : 'LiteMail’s own policy applies, usually none'}.`,
      ],
      undo: from
        ? `${commandPrefix} domains dmarc ${name} ${from} with the previous policy, which LiteMail does not show.`
        : `${commandPrefix} dns delete ${name} TXT _dmarc`,
      calls: 2,
      confirm: true,
      subjects: [name],
    };
  },
  apply: (ctx, plan, journal) =>
    applySetting(
      ctx,
      plan,
      'dmarcEmail',
      journal,
      (litemail, params) =>
        litemail.addDmarcRecords({
          params,
          body: { email: plan.to ?? '', ...(plan.policy && { policy: plan.policy }) },
        }),
      `LiteMail adds the DMARC record of ${displayName(plan.domain)}; reports go to ${plan.to}.`,
    ),
});
