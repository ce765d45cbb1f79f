import type { Services } from '../../../engine/context.ts';
import { type Progress, showProgress } from '../../../engine/jobs/progress-message.ts';
import type { JobHandler } from '../../../engine/jobs/runner.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { allMailboxes, type Mailbox } from '../../litemail/index.ts';
import type { MailboxRow } from '../service/mailbox-table.ts';
import { assigningView } from '../views/assign-mailboxes-view.ts';

interface State extends Progress {
  readonly userId: string;
  readonly domainId: string;
  readonly domain: string;
  readonly people: readonly MailboxRow[];
  readonly startedAt: number;
  /** new ─▶ sending (recorded before the call) ─▶ sent ─▶ done. */
  readonly phase: 'new' | 'sending' | 'sent' | 'done';
  readonly looks?: number;
  readonly mailboxes?: readonly { readonly username: string; readonly status?: string | undefined }[];
  readonly note?: string;
}
interface Step {
  readonly next: State;
  readonly runAt: number;
}

const MIN_POLL_MS = 5000;
const MAX_POLL_MS = 60_000;
const ASSIGN_TIMEOUT_MS = 2 * 3_600_000;
const MAX_CHECKS = 3;

/** Backs off the longer it takes. */
const wait = (state: State, now: number): number =>
  Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, Math.round((now - state.startedAt) / 4)));

/** Mailboxes are created by one call that is never repeated: without an answer they are looked up in LiteMail's list. */
export function assignMailboxes(services: Services): JobHandler {
  /** Calls that this process has recorded but not made yet. */
  const unsentCalls = new Set<string>();
  return async (job) => {
    const state = job.data as unknown as State;
    const now = services.clock.now();
    let step: Step;
    try {
      step = await advance(await services.apis.litemail(job.teamId, 'apply'), job.id, state, now, unsentCalls);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const canRetry = ['rate_limited', 'upstream_unavailable', 'unknown_outcome'].includes(error.code);
      if (canRetry && state.phase === 'sending' && error.code !== 'unknown_outcome') unsentCalls.add(job.id);
      const note = [error.message, canRetry ? 'Resumes automatically.' : error.hint].filter(Boolean).join(' ');
      step = {
        next: { ...state, note, ...(!canRetry && { phase: 'done' }) },
        runAt: error.retryAt ?? now + MIN_POLL_MS,
      };
    }
    const { next } = step;
    const final = next.phase === 'done';
    const { retryAt, ...progress } = await showProgress(services.notifier, next, {
      teamId: job.teamId,
      userId: state.userId,
      now,
      view: assigningView(next),
      final,
    });
    if (final && retryAt === undefined) return undefined;
    return { runAt: Math.max(final ? 0 : step.runAt, retryAt ?? 0), data: { ...next, ...progress } as unknown as Json };
  };
}

async function advance(
  litemail: LiteMail,
  id: string,
  before: State,
  now: number,
  unsentCalls: Set<string>,
): Promise<Step> {
  const { note: _, ...state } = before;
  if (state.phase === 'done') return { next: before, runAt: now };
  if (state.phase === 'new') {
    unsentCalls.add(id);
    return { next: { ...state, phase: 'sending' }, runAt: now };
  }
  if (state.phase === 'sending' && unsentCalls.delete(id)) {
    await send(litemail, state);
    return { next: { ...state, phase: 'sent' }, runAt: now + MIN_POLL_MS };
  }
  return checkStatus(litemail, state, now);
}

async function send(litemail: LiteMail, { domainId, people }: State): Promise<void> {
  const [first, ...others] = people;
  if (first && others.length === 0) await litemail.createMailbox({ body: { domainId, ...first } });
  else await litemail.assignMailboxes({ body: { domainId, mailboxes: [...people] } });
}

const nameOf = ({ username, email }: Mailbox): string => (username ?? email?.split('@')[0] ?? '').toLowerCase();
const isSettled = (status: string | undefined): boolean =>
  /^(active|failed|error|suspended|inactive)$/i.test(status ?? '');

async function checkStatus(litemail: LiteMail, state: State, now: number): Promise<Step> {
  const rows = await allMailboxes(litemail, { domainId: state.domainId });
  const mailboxes = state.people.flatMap(({ username }) => {
    const row = rows.find((each) => each.domainId === state.domainId && nameOf(each) === username);
    return row ? [{ username, status: row.status }] : [];
  });
  const looks = (state.looks ?? 0) + 1;
  const next: State = { ...state, mailboxes, looks };
  if (mailboxes.length === state.people.length && mailboxes.every(({ status }) => isSettled(status)))
    return { next: { ...next, phase: 'done' }, runAt: now };
  if (state.phase === 'sending' && mailboxes.length === 0 && looks >= MAX_CHECKS)
    return {
      next: {
        ...next,
        phase: 'done',
        note: 'LiteMail’s answer was lost and its list does not show the mailboxes, so it is not known whether it took them. I did not send them again: look at `/litemail mailboxes list` before you do.',
      },
      runAt: now,
    };
  if (now - state.startedAt > ASSIGN_TIMEOUT_MS)
    return {
      next: { ...next, phase: 'done', note: 'LiteMail has not finished after two hours. Look at its dashboard.' },
      runAt: now,
    };
  return { next: mailboxes.length > 0 ? { ...next, phase: 'sent' } : next, runAt: now + wait(state, now) };
}
