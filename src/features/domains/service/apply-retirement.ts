import { z } from 'zod';
import { displayName } from '../../../domain/dns/model/name.ts';
import { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { undoOf } from '../../../domain/dns/plan/zone-result.ts';
import type { Outcome } from '../../../domain/proposal.ts';
import { shouldRetry } from '../../../engine/approvals/execute/apply-request.ts';
import { AppError } from '../../../lib/errors.ts';
import { toJson } from '../../../lib/json.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { applyDnsPlan } from '../../dns/index.ts';
import type { CommandContext, Journal } from '../../product-context.ts';
import { type LiteMailState, mailboxesOf, type RetirementPlan } from './plan-retirement.ts';
import { type Step, stepsOf } from './retirement-steps.ts';

type RetirementOutcome = Omit<Outcome, 'inverse'> & { readonly inverse?: RetirementPlan };

const StepResult = z.object({ ok: z.boolean(), text: z.string(), email: z.string().optional() });
type StepResult = z.output<typeof StepResult>;
const Progress = z.object({
  /** The journal of the DNS part. */
  dns: z.json().optional(),
  /** The outcome of the DNS part; with it, the part is not run again. */
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
  /** The result of each LiteMail step. */
  steps: z.record(z.string(), StepResult),
});
type Progress = z.output<typeof Progress>;

/**
 * Applies the DNS records first; the LiteMail steps only follow if that succeeds, each once and with its own result.
 * Steps with a result in the journal are not repeated.
 */
export async function applyRetirement(
  ctx: CommandContext,
  plan: RetirementPlan,
  journal: Journal,
): Promise<RetirementOutcome> {
  const { retire, ...records } = plan;
  if (!retire) throw new Error('A plan that undoes a retirement is applied by `dns undo`.');
  const name = displayName(retire.domain);
  const { litemail: approved } = retire;
  const stored = Progress.safeParse(journal.read()).data;
  let progress: Progress = stored ?? { steps: {} };
  const save = async (more: Partial<Progress>) => {
    progress = { ...progress, ...more };
    await journal.save(toJson(progress));
  };
  const litemail = approved && (await ctx.apis.litemail(ctx.actor.teamId, 'apply'));
  if (!stored) {
    if (litemail) await assertNoDrift(litemail, approved, retire.domain);
    await save({});
  }

  if (!progress.records || (journal.mode === 'recheck' && progress.records.needsRecheck))
    await save({ records: await park(ctx, records, { ...journal, ...dnsPart() }) });
  const parked = progress.records;
  if (!parked) throw new Error('the DNS part has ended');
  const facts = {
    ...(parked.inverse && { inverse: withUndoNotes(parked.inverse, approved) }),
    ...(parked.written && { written: parked.written }),
    ...(parked.needsRecheck && { needsRecheck: parked.needsRecheck }),
  };
  if (parked.status !== 'applied')
    return {
      status: parked.status,
      text: parked.text,
      lines: [...parked.lines, ...(approved ? ['Nothing was changed at LiteMail.'] : [])],
      ...facts,
    };

  const steps = litemail && approved ? stepsOf(litemail, approved, retire.domain) : [];
  const results: StepResult[] = [];
  for (const step of steps) {
    if (journal.mode === 'recheck' && !progress.steps[step.key]) continue;
    const result = progress.steps[step.key] ?? (await runStep(step, journal));
    if (!progress.steps[step.key]) await save({ steps: { ...progress.steps, [step.key]: result } });
    results.push(result);
  }
  const failed = results.filter(({ ok }) => !ok);
  const lines = [
    ...failed.map(({ text }) => text),
    `DNS: ${[parked.text, ...parked.lines].join(' ')}`,
    ...summaryLines(results.filter(({ ok }) => ok)),
  ];
  const left = steps.length - results.length;
  if (failed.length + left === 0) return { status: 'applied', text: `${name} is parked and retired.`, lines, ...facts };
  const text =
    left > 0
      ? `${name} is parked, but ${left} of ${steps.length} steps at LiteMail were not started: ask again for the rest.`
      : `${name} is parked, but ${failed.length} of ${results.length} steps at LiteMail failed.`;
  return { status: 'failed', text, lines, ...facts };

  function dnsPart(): Pick<Journal, 'read' | 'save'> {
    return { read: () => progress.dns, save: (dns) => save({ dns }) };
  }
}

async function park(ctx: CommandContext, plan: DnsPlan, journal: Journal): Promise<NonNullable<Progress['records']>> {
  if (plan.zones.length === 0) return { status: 'applied', text: 'parked already.', lines: [] };
  const outcome = await applyDnsPlan(ctx, plan, journal);
  if (!('text' in outcome)) throw new Error('one zone is done in one go');
  const { stopped: _, replan: __, forRequester: ___, ...ended } = outcome;
  return { ...ended, lines: [...(ended.lines ?? [])] };
}

/** One sentence per result; mailboxes with the same result share one. */
function summaryLines(results: readonly StepResult[]): string[] {
  const emails = Map.groupBy(
    results.filter(({ email }) => email),
    ({ text }) => text,
  );
  return [
    ...[...emails].map(([text, those]) => `${text}: ${those.map(({ email }) => email).join(', ')}.`),
    ...results.filter(({ email }) => !email).map(({ text }) => text),
  ];
}

/** Transient errors are thrown while there are attempts left; other errors do not stop later steps. */
async function runStep({ work, email }: Step, journal: Journal): Promise<StepResult> {
  try {
    return { ok: true, text: await work(), ...(email && { email }) };
  } catch (error) {
    if (!(error instanceof AppError) || shouldRetry(error, journal)) throw error;
    return { ok: false, text: [error.message, error.hint].filter(Boolean).join(' ') };
  }
}

/** Checks before the first write that LiteMail still has what was approved. */
async function assertNoDrift(litemail: LiteMail, approved: LiteMailState, domain: string): Promise<void> {
  const { domainId } = approved;
  const [now, mailboxes] = await Promise.all([
    litemail.getDomain({ params: { domainId } }),
    mailboxesOf(litemail, { id: domainId, domain }),
  ]);
  const fields = ['forwardTo', 'emailForwardingTo', 'catchAllEmail'] as const;
  const changed = fields.some((field) => now[field] && now[field] !== approved[field]);
  const added = mailboxes.filter(({ id }) => !approved.mailboxes.some((mailbox) => mailbox.id === id));
  if (!changed && added.length === 0) return;
  const what = changed ? 'Its forwarding or catch-all' : `${added.map(({ email }) => email).join(', ')}`;
  throw new AppError(
    'drift',
    `${what} at LiteMail ${changed ? 'changed' : `${added.length === 1 ? 'was' : 'were'} added`} since this plan for ${displayName(domain)} was made.`,
    { hint: 'Run the command again to see what is there now.' },
  );
}

/** The plan that puts the DNS records back. */
export function undoRetirement(
  { retire, ...records }: RetirementPlan,
  outcome: Pick<Outcome, 'written'>,
  request: string,
): RetirementPlan | undefined {
  const reverse = undoOf(records, outcome, request);
  return reverse && withUndoNotes(reverse, retire?.litemail);
}

const withUndoNotes = (inverse: DnsPlan, approved: LiteMailState | undefined): RetirementPlan => ({
  ...inverse,
  ...(approved && { notes: [undoScopeNote(approved)] }),
});

/** What the undo does not restore. */
export function undoScopeNote({ forwardTo, emailForwardingTo, catchAllEmail, mailboxes }: LiteMailState): string {
  const settings = [
    ...(forwardTo ? [`visitors went to ${forwardTo}`] : []),
    ...(emailForwardingTo ? [`mail went to ${emailForwardingTo}`] : []),
    ...(catchAllEmail ? [`the catch-all was ${catchAllEmail}`] : []),
  ];
  return [
    'The undo restores the DNS records, but nothing at LiteMail.',
    ...(settings.length > 0 ? [`Before that, ${settings.join(', ')}: set that again by hand.`] : []),
    ...(mailboxes.length > 0
      ? ['Mailboxes can only be kept in LiteMail’s dashboard, before they renew; after that they are lost.']
      : []),
  ].join(' ');
}
