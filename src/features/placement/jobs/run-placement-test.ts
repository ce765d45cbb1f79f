import type { Services } from '../../../engine/context.ts';
import { type Progress, showProgress } from '../../../engine/jobs/progress-message.ts';
import type { JobHandler } from '../../../engine/jobs/runner.ts';
import { collectPages } from '../../../lib/all-pages.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import type { View } from '../../../ports/notifier.ts';
import { problemView } from '../../../ui/problem.ts';
import { isFailed, isFinished } from '../placement-test.ts';
import { placementView } from '../views/placement-view.ts';

interface State extends Progress {
  readonly userId: string;
  readonly request: { testName: string; mailboxIds: string[]; emailSubject?: string; emailBody?: string };
  readonly startedAt: number;
  /** new ─▶ sending (recorded before the call) ─▶ running. */
  readonly phase: 'new' | 'sending' | 'running';
  readonly testId?: string;
  readonly lookedFor?: number;
}

const POLL_MS = 5000;
const PLACEMENT_TIMEOUT_MS = 6 * 3_600_000;
const MAX_LIST_CHECKS = 3;

interface Step {
  readonly next: State;
  readonly view: View;
  readonly runAt?: number;
}

type Test = Awaited<ReturnType<LiteMail['listPlacementTests']>>['items'][number];

const tests = (litemail: LiteMail): Promise<Test[]> =>
  collectPages((page) => litemail.listPlacementTests({ query: { page, limit: 50 } }));

/** A test costs money, so the call that starts it is never repeated: without an answer it is looked up in the list. */
export function runPlacementTest(services: Services): JobHandler {
  /** Calls that this process has recorded but not made yet. */
  const unsentCalls = new Set<string>();

  async function step(litemail: LiteMail, id: string, state: State, now: number): Promise<Step> {
    const running = placementView({ id: state.testId ?? '', testName: state.request.testName, status: 'RUNNING' });
    if (state.phase === 'new') {
      unsentCalls.add(id);
      return { next: { ...state, phase: 'sending' }, view: running, runAt: now };
    }
    if (state.phase === 'sending' && unsentCalls.delete(id)) return create(litemail, state, now);
    const test = (await tests(litemail)).find((each) =>
      state.testId ? each.id === state.testId : isOurs(each, state),
    );
    if (!test && !state.testId) return waitForListing(state, now);
    if (test && (isFinished(test.status) || isFailed(test.status))) return { next: state, view: placementView(test) };
    if (now - state.startedAt > PLACEMENT_TIMEOUT_MS)
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
      runAt: now + POLL_MS,
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
      const canRetry =
        error.code === 'rate_limited' || error.code === 'upstream_unavailable' || error.code === 'unknown_outcome';
      const note = [error.message, canRetry ? 'Resumes automatically.' : error.hint].filter(Boolean).join(' ');
      if (state.phase === 'sending' && error.code === 'rate_limited') unsentCalls.add(job.id);
      done = canRetry
        ? {
            next: state,
            view: placementView({ id: '', testName: state.request.testName, status: 'RUNNING' }, note),
            runAt: error.retryAt ?? now + POLL_MS,
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
    return {
      next: { ...state, phase: 'running', ...(test && { testId: test.id }) },
      view: running,
      runAt: now + POLL_MS,
    };
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'unknown_outcome' && error.code !== 'upstream_unavailable'))
      throw error;
    return { next: state, view: running, runAt: now + POLL_MS };
  }
}

/** Not in the list yet: checks a few more times, then leaves it to a person. */
function waitForListing(state: State, now: number): Step {
  const lookedFor = (state.lookedFor ?? 0) + 1;
  if (lookedFor < MAX_LIST_CHECKS)
    return {
      next: { ...state, lookedFor },
      view: placementView({ id: '', testName: state.request.testName, status: 'RUNNING' }),
      runAt: now + POLL_MS,
    };
  return {
    next: state,
    view: problemView(
      `It is not known whether LiteMail started placement test “${state.request.testName}”: its answer was lost and its list does not show the test.`,
      'Look at LiteMail’s dashboard before you run it again, because a test may cost money.',
    ),
  };
}
