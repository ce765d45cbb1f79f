import { z } from 'zod';
import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import type { Outcome } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { findDomain } from '../../litemail/index.ts';
import type { CommandContext, Journal } from '../../product-context.ts';

/** Settings with one value per domain. */
export type SettingField = 'dmarcEmail' | 'forwardTo' | 'emailForwardingTo' | 'catchAllEmail';

/** One setting of one domain, as it was seen and as it is to be; null is off. */
export const SettingPlan = z.object({
  kind: z.literal('domain-setting'),
  domainId: z.string(),
  domain: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The mail or the visitors leave the team's own domains; absent in plans of 0.1, which did not look. */
  outside: z.boolean().exactOptional(),
  /** DMARC alone. */
  policy: z.enum(['none', 'quarantine', 'reject']).optional(),
});
export type SettingPlan = z.output<typeof SettingPlan>;

export const valueAt = async (litemail: LiteMail, domainId: string, field: SettingField): Promise<string | null> =>
  (await litemail.getDomain({ params: { domainId } }))[field] || null;

export async function planSetting(
  ctx: CommandContext,
  name: string,
  field: SettingField,
  to: string | null,
): Promise<SettingPlan> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const { id, domain } = await findDomain(litemail, name);
  const from = await valueAt(litemail, id, field);
  return { kind: 'domain-setting', domainId: id, domain: normaliseName(domain), from, to };
}

/** Setting the same value twice is harmless, so after a crash LiteMail's current value tells what is left. */
export async function applySetting(
  ctx: CommandContext,
  plan: SettingPlan,
  field: SettingField,
  journal: Journal,
  send: (litemail: LiteMail, params: { domainId: string }) => Promise<unknown>,
  done: string,
): Promise<Omit<Outcome, 'inverse'>> {
  const { domainId, domain, from, to } = plan;
  const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
  const now = await valueAt(litemail, domainId, field);
  const wasSent = journal.read() === 'sent';
  if (now === to && (from !== to || wasSent)) return { status: 'applied', text: done };
  if (now !== from && now !== to)
    throw new AppError(
      'drift',
      `This setting of ${displayName(domain)} changed since the plan was made: it is ${now ? `\`${now}\`` : 'off'} now.`,
      { hint: 'Run the command again to see what is there now.' },
    );
  await journal.save('sent');
  await send(litemail, { domainId });
  return { status: 'applied', text: done };
}
