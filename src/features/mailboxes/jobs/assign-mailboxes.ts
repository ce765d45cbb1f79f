import { z } from 'zod';
import { defineWatch, type WatchStep } from '../../../engine/jobs/define-watch.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { allMailboxes, type Mailbox } from '../../litemail/index.ts';
import type { WatchContext } from '../../product-context.ts';
import { MailboxRowShape } from '../service/mailbox-table.ts';
import { assigningView } from '../views/assign-mailboxes-view.ts';

const State = z.object({
  domainId: z.string(),
  domain: z.string(),
  people: z.array(MailboxRowShape).readonly(),
  /** new ─▶ sending (recorded before the call) ─▶ sent ─▶ done. */
  phase: z.enum(['new', 'sending', 'sent', 'done']),
  looks: z.int().exactOptional(),
  mailboxes: z
    .array(z.object({ username: z.string(), status: z.string().optional() }))
    .readonly()
    .exactOptional(),
});
type State = Readonly<z.infer<typeof State>>;

const MIN_POLL_MS = 5000;
const MAX_POLL_MS = 60_000;
const MAX_CHECKS = 3;

/** Mailboxes are created by one call that is never repeated: without an answer they are looked up in LiteMail's list. */
export const assignMailboxes = defineWatch<State>({
  kind: 'assign-mailboxes',
  state: State,
  every: MIN_POLL_MS,
  giveUpAfter: 2 * 3_600_000,
  isDone: ({ phase }) => phase === 'done',
  view: (state, note) => assigningView({ ...state, note }),
  fail: (state) => ({ state: { ...state, phase: 'done' } }),

  async step(state, context: WatchContext) {
    const { now, calls, note } = context;
    if (state.phase === 'done') return { state, runAt: now, note };
    const litemail = await context.services.apis.litemail(context.teamId, 'apply');
    if (state.phase === 'new') {
      calls.record();
      return { state: { ...state, phase: 'sending' }, runAt: now };
    }
    if (state.phase !== 'sending' || !calls.take()) return checkStatus(litemail, state, context);
    try {
      await send(litemail, state);
    } catch (error) {
      // LiteMail has not taken it.
      if (error instanceof AppError && (error.code === 'rate_limited' || error.code === 'upstream_unavailable'))
        calls.record();
      throw error;
    }
    return { state: { ...state, phase: 'sent' }, runAt: now + MIN_POLL_MS };
  },
});

async function send(litemail: LiteMail, { domainId, people }: State): Promise<void> {
  const [first, ...others] = people;
  if (first && others.length === 0) await litemail.createMailbox({ body: { domainId, ...first } });
  else await litemail.assignMailboxes({ body: { domainId, mailboxes: [...people] } });
}

/** Backs off the longer it takes. */
const wait = (elapsed: number): number => Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, Math.round(elapsed / 4)));

const nameOf = ({ username, email }: Mailbox): string => (username ?? email?.split('@')[0] ?? '').toLowerCase();
const isSettled = (status: string | undefined): boolean =>
  /^(active|failed|error|suspended|inactive)$/i.test(status ?? '');

async function checkStatus(
  litemail: LiteMail,
  state: State,
  { now, startedAt, outOfTime }: WatchContext,
): Promise<WatchStep<State>> {
  const rows = await allMailboxes(litemail, { domainId: state.domainId });
  const mailboxes = state.people.flatMap(({ username }) => {
    const row = rows.find((each) => each.domainId === state.domainId && nameOf(each) === username);
    return row ? [{ username, status: row.status }] : [];
  });
  const looks = (state.looks ?? 0) + 1;
  const next: State = { ...state, mailboxes, looks };
  const done = (note?: string): WatchStep<State> => ({ state: { ...next, phase: 'done' }, runAt: now, note });
  if (mailboxes.length === state.people.length && mailboxes.every(({ status }) => isSettled(status))) return done();
  if (state.phase === 'sending' && mailboxes.length === 0 && looks >= MAX_CHECKS)
    return done(
      `The outcome is unknown: the call was sent, no answer came, and LiteMail does not list the mailboxes. It was not retried. Check ${typed('mailboxes list')} before you try again.`,
    );
  if (outOfTime) return done('LiteMail has not finished after two hours. Check its dashboard.');
  return { state: mailboxes.length > 0 ? { ...next, phase: 'sent' } : next, runAt: now + wait(now - startedAt) };
}
