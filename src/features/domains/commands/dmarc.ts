import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import type { Risk } from '../../../domain/proposal.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { noChange } from '../../../engine/commands/define.ts';
import { domain, Email } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { applySetting, planSetting, SettingPlan } from '../service/domain-setting.ts';

const policies = {
  none: 'receivers only report; nothing is held back',
  quarantine: 'receivers put forgeries into spam',
  reject: 'receivers refuse forgeries',
} as const;

function riskOf({ from, policy }: SettingPlan): Risk {
  const reasons = [
    ...(policy === 'reject' || policy === 'quarantine'
      ? ['mail of yours that passes neither SPF nor DKIM is held back as well']
      : []),
    ...(from ? ['the DMARC setting that is there is replaced'] : []),
  ];
  return { level: reasons.length === 0 ? 'low' : policy === 'reject' ? 'high' : 'medium', reasons };
}

export const domainsDmarc = command.planned({
  name: 'domains dmarc',
  summary: 'Let LiteMail add a DMARC record, with reports to an address',
  role: 'operator',
  autoApply: true,
  notes: ['The first DMARC record of a domain is added at once; one that replaces another is approved first.'],
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
      help: 'What receivers do with forgeries; LiteMail decides when left out',
      example: 'none',
    }),
  },
  planSchema: SettingPlan,
  async plan(ctx, { domain: name, email, policy }) {
    const plan = await planSetting(ctx, name, 'dmarcEmail', email);
    if (plan.from === email && !policy)
      return noChange({ text: `DMARC reports of \`${displayName(name)}\` go to ${email} already.` });
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
        `Mail that pretends to be from ${displayName(name)}: ${policy ? policies[policy] : 'LiteMail’s own policy applies, usually none'}.`,
      ],
      undo: from
        ? `/litemail domains dmarc ${name} ${from} with the policy of before, which LiteMail does not tell.`
        : `/litemail dns delete ${name} TXT _dmarc`,
      calls: 2,
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
