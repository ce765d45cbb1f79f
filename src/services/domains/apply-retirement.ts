import { z } from 'zod';
import { DnsPlan } from '../../core/dns/dns-plan.ts';
import { displayName } from '../../core/dns/name.ts';
import { AppError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { Outcome } from '../../core/plan.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import type { CommandContext, Journal } from '../context.ts';
import { applyDnsPlan } from '../dns/apply-dns-plan.ts';
import { shouldRetry } from '../tried-again.ts';
import { type AtLiteMail, mailboxesOf, type RetirementPlan } from './plan-retirement.ts';
import { type Step, stepsOf } from './retirement-steps.ts';

type Retired = Omit<Outcome, 'inverse'> & { readonly inverse?: RetirementPlan };

const Ended = z.object({ ok: z.boolean(), text: z.string(), email: z.string().optional() });
type Ended = z.output<typeof Ended>;
const Progress = z.object({
  /** The journal of the DNS part. */
  dns: z.json().optional(),
  /** How the DNS part ended; it is never begun again then. */
  records: z
    .object({
      status: z.enum(['applied', 'failed', 'refused']),
      text: z.string(),
      lines: z.array(z.string()),
      inverse: DnsPlan.exactOptional(),
      written: z.record(z.string(), z.enum(['all', 'part', 'unknown'])).exactOptional(),
      needsRecheck: z.literal(true).exactOptional(),
    })
    .optional(),
  /** How each step at LiteMail ended. */
  steps: z.record(z.string(), Ended),
});
type Progress = z.output<typeof Progress>;

/**
 * First the records, as nothing else is begun unless they are as wished; then what is at LiteMail, each step once and
 * with a result of its own. What has its result in the journal is not done again.
 */
export async function applyRetirement(ctx: CommandContext, plan: RetirementPlan, journal: Journal): Promise<Retired> {
  const { retire, ...records } = plan;
  if (!retire) throw new Error('A plan that undoes a retirement is applied by `dns undo`.');
  const name = displayName(retire.domain);
  const { litemail: wished } = retire;
  const begun = Progress.safeParse(journal.read()).data;
  let progress: Progress = begun ?? { steps: {} };
  const keep = async (more: Partial<Progress>) => {
    progress = { ...progress, ...more };
    await journal.save(progress as unknown as Json);
  };
  const litemail = wished && (await ctx.apis.litemail(ctx.actor.teamId, 'apply'));
  if (!begun) {
    if (litemail) await refuseDrift(litemail, wished, retire.domain);
    await keep({});
  }

  if (!progress.records || (journal.mode === 'recheck' && progress.records.needsRecheck))
    await keep({ records: await park(ctx, records, { ...journal, ...dnsPart() }) });
  const parked = progress.records;
  if (!parked) throw new Error('the DNS part has ended');
  const facts = {
    ...(parked.inverse && { inverse: undoing(parked.inverse, wished) }),
    ...(parked.written && { written: parked.written }),
    ...(parked.needsRecheck && { needsRecheck: parked.needsRecheck }),
  };
  if (parked.status !== 'applied')
    return {
      status: parked.status,
      text: parked.text,
      lines: [...parked.lines, ...(wished ? ['Nothing was changed at LiteMail.'] : [])],
      ...facts,
    };

  const steps = litemail && wished ? stepsOf(litemail, wished, retire.domain) : [];
  const ended: Ended[] = [];
  for (const step of steps) {
    if (journal.mode === 'recheck' && !progress.steps[step.key]) continue;
    const result = progress.steps[step.key] ?? (await take(step, journal));
    if (!progress.steps[step.key]) await keep({ steps: { ...progress.steps, [step.key]: result } });
    ended.push(result);
  }
  const bad = ended.filter(({ ok }) => !ok);
  const lines = [
    ...bad.map(({ text }) => text),
    `DNS: ${[parked.text, ...parked.lines].join(' ')}`,
    ...told(ended.filter(({ ok }) => ok)),
  ];
  const left = steps.length - ended.length;
  if (bad.length + left === 0) return { status: 'applied', text: `${name} is parked and retired.`, lines, ...facts };
  const text =
    left > 0
      ? `${name} is parked, but ${left} of ${steps.length} steps at LiteMail were not begun: ask again for the rest.`
      : `${name} is parked, but ${bad.length} of ${ended.length} steps at LiteMail did not work.`;
  return { status: 'failed', text, lines, ...facts };

  function dnsPart(): Pick<Journal, 'read' | 'save'> {
    return { read: () => progress.dns, save: (dns) => keep({ dns }) };
  }
}

async function park(ctx: CommandContext, plan: DnsPlan, journal: Journal): Promise<NonNullable<Progress['records']>> {
  if (plan.zones.length === 0) return { status: 'applied', text: 'parked already.', lines: [] };
  const outcome = await applyDnsPlan(ctx, plan, journal);
  if (!('text' in outcome)) throw new Error('one zone is done in one go');
  const { stopped: _, replan: __, forRequester: ___, ...ended } = outcome;
  return { ...ended, lines: [...(ended.lines ?? [])] };
}

/** A sentence each; mailboxes of which the same is true in one. */
function told(ended: readonly Ended[]): string[] {
  const emails = Map.groupBy(
    ended.filter(({ email }) => email),
    ({ text }) => text,
  );
  return [
    ...[...emails].map(([text, those]) => `${text}: ${those.map(({ email }) => email).join(', ')}.`),
    ...ended.filter(({ email }) => !email).map(({ text }) => text),
  ];
}

/** What passes by itself is thrown as long as there will be another attempt; nothing else stops the steps after it. */
async function take({ work, email }: Step, journal: Journal): Promise<Ended> {
  try {
    return { ok: true, text: await work(), ...(email && { email }) };
  } catch (error) {
    if (!(error instanceof AppError) || shouldRetry(error, journal)) throw error;
    return { ok: false, text: [error.message, error.hint].filter(Boolean).join(' ') };
  }
}

/** Before anything is written: what the approvers saw is what is there. */
async function refuseDrift(litemail: LiteMail, wished: AtLiteMail, domain: string): Promise<void> {
  const { domainId } = wished;
  const [now, mailboxes] = await Promise.all([
    litemail.getDomain({ params: { domainId } }),
    mailboxesOf(litemail, { id: domainId, domain }),
  ]);
  const fields = ['forwardTo', 'emailForwardingTo', 'catchAllEmail'] as const;
  const moved = fields.some((field) => now[field] && now[field] !== wished[field]);
  const added = mailboxes.filter(({ id }) => !wished.mailboxes.some((mailbox) => mailbox.id === id));
  if (!moved && added.length === 0) return;
  const what = moved ? 'Its forwarding or catch-all' : `${added.map(({ email }) => email).join(', ')}`;
  throw new AppError(
    'drift',
    `${what} at LiteMail ${moved ? 'changed' : `${added.length === 1 ? 'was' : 'were'} added`} since this plan for ${displayName(domain)} was made.`,
    { hint: 'Run the command again: it shows what is there now.' },
  );
}

const undoing = (inverse: DnsPlan, wished: AtLiteMail | undefined): RetirementPlan => ({
  ...inverse,
  ...(wished && { notes: [onlyRecords(wished)] }),
});

/** What putting the records back leaves as it is. */
export function onlyRecords({ forwardTo, emailForwardingTo, catchAllEmail, mailboxes }: AtLiteMail): string {
  const settings = [
    ...(forwardTo ? [`visitors went to ${forwardTo}`] : []),
    ...(emailForwardingTo ? [`mail went to ${emailForwardingTo}`] : []),
    ...(catchAllEmail ? [`the catch-all was ${catchAllEmail}`] : []),
  ];
  return [
    'The undo puts the DNS records back, and nothing at LiteMail.',
    ...(settings.length > 0 ? [`Before that, ${settings.join(', ')}: set it again by hand.`] : []),
    ...(mailboxes.length > 0
      ? ['Mailboxes are kept only in LiteMail’s dashboard, before they renew; afterwards they are lost.']
      : []),
  ].join(' ');
}
