import { z } from 'zod';
import { displayName, normaliseName } from '../../../domain/dns/model/name.ts';
import { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { planPark } from '../../../domain/dns/plan/edit-records.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { planZone, resolveZone } from '../../dns/index.ts';
import { allMailboxes, lookUpDomain } from '../../litemail/index.ts';
import type { CommandContext } from '../../product-context.ts';

export const retiredTag = 'retired';

/** The LiteMail settings of a domain that a retirement changes; null: already off. */
const LiteMailState = z.object({
  domainId: z.string(),
  forwardTo: z.string().nullable(),
  emailForwardingTo: z.string().nullable(),
  catchAllEmail: z.string().nullable(),
  /** `until`: its renewal as LiteMail writes it. */
  mailboxes: z.array(z.object({ id: z.string(), email: z.string(), until: z.string().optional() })),
  /** `make`: there is no such tag yet. `put`: there is, the domain does not wear it. `worn`: nothing is left to do. */
  tag: z.enum(['make', 'put', 'worn']),
});
export type LiteMailState = z.output<typeof LiteMailState>;

const Retired = z.object({
  /** Absent in the plan that undoes a retirement: that one is about DNS records alone. */
  retire: z.object({ domain: z.string(), litemail: LiteMailState.optional() }).optional(),
});

/** The DNS records that park the domain, and what is switched off at LiteMail. */
export const RetirementPlan = z.intersection(DnsPlan, Retired);
export type RetirementPlan = z.output<typeof RetirementPlan>;

/** Read-only; undefined if there is nothing to do. Throws `bad_input` for a part of a zone. */
export async function planRetirement(ctx: CommandContext, domain: string): Promise<RetirementPlan | undefined> {
  const { teamId } = ctx.actor;
  const [resolved, litemail] = await Promise.all([resolveZone(ctx, teamId, domain), readLiteMail(ctx, domain)]);
  if (resolved.zone.name !== domain)
    throw new AppError(
      'bad_input',
      `${displayName(domain)} is part of ${displayName(resolved.zone.name)}; only a whole domain can be retired.`,
      { hint: `Use ${displayName(resolved.zone.name)}, or delete single records with ${typed('dns delete')}.` },
    );
  const dns = await planZone(ctx, resolved, (now) => planPark(resolved.zone, now));
  if (!dns && (!litemail || isRetired(litemail))) return undefined;
  return { ...(dns ?? { kind: 'dns', zones: [] }), retire: { domain, ...(litemail && { litemail }) } };
}

/** A missing tag assignment alone is no reason for a plan: the API cannot assign it. */
const isRetired = ({ forwardTo, emailForwardingTo, catchAllEmail, mailboxes, tag }: LiteMailState): boolean =>
  !forwardTo && !emailForwardingTo && !catchAllEmail && mailboxes.length === 0 && tag !== 'make';

/** Undefined if LiteMail is not connected or does not have the domain. */
async function readLiteMail(ctx: CommandContext, name: string): Promise<LiteMailState | undefined> {
  let litemail: LiteMail;
  try {
    litemail = await ctx.apis.litemail(ctx.actor.teamId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_configured') return undefined;
    throw error;
  }
  const listed = await lookUpDomain(litemail, name);
  if (!listed) return undefined;
  const domainId = listed.id;
  const [now, mailboxes, tags] = await Promise.all([
    litemail.getDomain({ params: { domainId } }),
    mailboxesOf(litemail, listed),
    litemail.listTags(),
  ]);
  const tag = tags.items.find((each) => isRetiredTag(each.name));
  const isTagged = now.tags?.some((each) =>
    typeof each === 'string' ? each === tag?.id || isRetiredTag(each) : isRetiredTag(each.name),
  );
  return {
    domainId,
    forwardTo: now.forwardTo || null,
    emailForwardingTo: now.emailForwardingTo || null,
    catchAllEmail: now.catchAllEmail || null,
    mailboxes,
    tag: isTagged ? 'worn' : tag ? 'put' : 'make',
  };
}

export const isRetiredTag = (name: string): boolean => name.toLowerCase() === retiredTag;

export async function mailboxesOf(
  litemail: LiteMail,
  { id, domain }: { readonly id: string; readonly domain: string },
): Promise<LiteMailState['mailboxes']> {
  const rows = await allMailboxes(litemail, { domainId: id });
  return rows
    .filter((row) => row.domainId === id || (row.domain && normaliseName(row.domain) === normaliseName(domain)))
    .map((row) => ({ id: row.id, email: row.email ?? row.id, ...(row.expireOn && { until: row.expireOn }) }));
}
