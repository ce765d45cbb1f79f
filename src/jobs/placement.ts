import { allPages } from '../apis/litemail/all-pages.ts';
import { AppError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { isFailed, isFinished } from '../core/placement.ts';
import type { LiteMail } from '../ports/litemail.ts';
import type { View } from '../ports/notifier.ts';
import type { Services } from '../services/context.ts';
import { placementView } from '../views/placement.ts';
import { problemView } from '../views/problem.ts';
import type { JobHandler } from './job-loop.ts';
import { type Progress, showProgress } from './progress-message.ts';

interface State extends Progress {
  readonly userId: string;
  readonly request: { testName: string; mailboxIds: string[]; emailSubject?: string; emailBody?: string };
  readonly startedAt: number;
  /** new ─▶ sending (written down before the call) ─▶ running. */
  readonly phase: 'new' | 'sending' | 'running';
  readonly testId?: string;
  readonly lookedFor?: number;
}

const poll = 5000;
const patience = 6 * 3_600_000;
const looks = 3;

interface Step {
  readonly next: State;
  readonly view: View;
  readonly runAt?: number;
}

type Test = Awaited<ReturnType<LiteMail['listPlacementTests']>>['items'][number];

const tests = (litemail: LiteMail): Promise<Test[]> =>
  allPages((page) => litemail.listPlacementTests({ query: { page, limit: 50 } }));

/** A test costs money, so the call that starts it is never made twice: without an answer it is looked for in the list. */
export function placement(services: Services): JobHandler {
  /** Calls that this very process wrote down and has not made yet. */
  const mine = new Set<string>();

  async function step(litemail: LiteMail, id: string, state: State, now: number): Promise<Step> {
    const running = placementView({ id: state.testId ?? '', testName: state.request.testName, status: 'RUNNING' });
    if (state.phase === 'new') {
      mine.add(id);
      return { next: { ...state, phase: 'sending' }, view: running, runAt: now };
    }
    if (state.phase === 'sending' && mine.delete(id)) return create(litemail, state, now);
    const test = (await tests(litemail)).find((each) =>
      state.testId ? each.id === state.testId : isOurs(each, state),
    );
    if (!test && !state.testId) return lookAgain(state, now);
    if (test && (isFinished(test.status) || isFailed(test.status))) return { next: state, view: placementView(test) };
    if (now - state.startedAt > patience)
      return {
        next: state,
        view: problemView(
          `LiteMail has not finished placement test “${state.request.testName}” after six hours.`,
          'Look at it in LiteMail’s dashboard; `/litemail placement list` shows it too.',
        ),
      };
    return {
      next: { ...state, phase: 'running', ...(test && { testId: test.id }) },
      view: test ? placementView(test) : running,
      runAt: now + poll,
    };
  }

  return async (job) => {
    const state = job.data as unknown as State;
    const now = services.clock.now();
    let done: Step;
    try {
      done = await step(await services.apis.litemail(job.teamId), job.id, state, now);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const again =
        error.code === 'rate_limited' || error.code === 'upstream_unavailable' || error.code === 'unknown_outcome';
      const note = [error.message, again ? 'Goes on by itself.' : error.hint].filter(Boolean).join(' ');
      if (state.phase === 'sending' && error.code === 'rate_limited') mine.add(job.id);
      done = again
        ? {
            next: state,
            view: placementView({ id: '', testName: state.request.testName, status: 'RUNNING' }, note),
            runAt: error.retryAt ?? now + poll,
          }
        : {
            next: state,
            view: problemView(
              `Placement test “${state.request.testName}” could not be run: ${error.message}`,
              error.hint,
            ),
          };
    }
    const { retryAt, ...progress } = await showProgress(services.notifier, done.next, {
      teamId: job.teamId,
      userId: state.userId,
      now,
      view: done.view,
      final: done.runAt === undefined,
    });
    if (done.runAt === undefined && retryAt === undefined) return undefined;
    return { runAt: Math.max(done.runAt ?? 0, retryAt ?? 0), data: { ...done.next, ...progress } as unknown as Json };
  };
}

const isOurs = ({ testName, createdAt }: Test, state: State): boolean =>
  testName === state.request.testName && (createdAt === undefined || Date.parse(createdAt) >= state.startedAt - 60_000);

async function create(litemail: LiteMail, state: State, now: number): Promise<Step> {
  const running = placementView({ id: '', testName: state.request.testName, status: 'RUNNING' });
  try {
    const test = await litemail.createPlacementTest({ body: state.request });
    return { next: { ...state, phase: 'running', ...(test && { testId: test.id }) }, view: running, runAt: now + poll };
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'unknown_outcome' && error.code !== 'upstream_unavailable'))
      throw error;
    return { next: state, view: running, runAt: now + poll };
  }
}

/** Not in the list yet: it is given some time, and then a person decides. */
function lookAgain(state: State, now: number): Step {
  const lookedFor = (state.lookedFor ?? 0) + 1;
  if (lookedFor < looks)
    return {
      next: { ...state, lookedFor },
      view: placementView({ id: '', testName: state.request.testName, status: 'RUNNING' }),
      runAt: now + poll,
    };
  return {
    next: state,
    view: problemView(
      `It is not known whether LiteMail started placement test “${state.request.testName}”: its answer was lost and its list does not show the test.`,
      'Look at LiteMail’s dashboard before you run it again, because a test may cost money.',
    ),
  };
}
