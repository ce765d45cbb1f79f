import { z } from 'zod';
import { defineWatch, type WatchStep } from '../../../engine/jobs/define-watch.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { problemView } from '../../../ui/problem.ts';
import type { WatchContext } from '../../product-context.ts';
import { isFailed, isFinished, listPlacementTests, type PlacementTest } from '../placement-test.ts';
import { placementView } from '../views/placement-view.ts';

const State = z.object({
  request: z.object({
    testName: z.string(),
    mailboxIds: z.array(z.string()),
    emailSubject: z.string().exactOptional(),
    emailBody: z.string().exactOptional(),
  }),
  /** new ─▶ sending (recorded before the call) ─▶ running. */
  phase: z.enum(['new', 'sending', 'running']),
  testId: z.string().exactOptional(),
  /** Tests of this name that were there before the call. */
  before: z.array(z.string()).exactOptional(),
  /** As LiteMail calls it. */
  status: z.string().exactOptional(),
  lookedFor: z.int().exactOptional(),
});
type State = Readonly<z.infer<typeof State>>;

const POLL_MS = 5000;
const MAX_LIST_CHECKS = 3;

const Like = z.object({ id: z.string(), startedAt: z.number(), state: State });

/** A lost answer is told from the list, so of tests of one name the next begins once that of the one before is known. */
async function isOtherFirst({ request: { testName } }: State, { services, teamId, id, startedAt }: WatchContext) {
  const others = (await services.stores.jobs.list(teamId, 'placement')).flatMap(({ data }) => {
    const other = Like.safeParse(data).data;
    return other && other.id !== id && other.state.request.testName === testName ? [other] : [];
  });
  return others.some(
    ({ state, ...other }) =>
      state.testId === undefined &&
      (state.phase !== 'new' || other.startedAt < startedAt || (other.startedAt === startedAt && other.id < id)),
  );
}

/** A test costs money, so the call that starts it is never repeated: without an answer it is looked up in the list. */
export const runPlacementTest = defineWatch<State>({
  kind: 'placement',
  state: State,
  every: POLL_MS,
  giveUpAfter: 6 * 3_600_000,
  isDone: () => false,
  view: ({ testId: id = '', request: { testName }, status = 'RUNNING' }, note) =>
    placementView({ id, testName, status }, note),
  fail: (state, { message, hint }) => ({
    state,
    final: problemView(`Placement test “${state.request.testName}” could not be run: ${message}`, hint),
  }),

  async step(state, context: WatchContext) {
    const { now, calls } = context;
    const litemail = await context.services.apis.litemail(context.teamId);
    if (state.phase === 'new') {
      if (await isOtherFirst(state, context)) return { state, runAt: now + POLL_MS };
      const before = (await listPlacementTests(litemail)).items.flatMap(({ id, testName }) =>
        testName === state.request.testName ? id : [],
      );
      calls.record();
      return { state: { ...state, phase: 'sending', before }, runAt: now };
    }
    if (state.phase !== 'sending' || !calls.take()) return checkStatus(litemail, state, context);
    try {
      const test = await litemail.createPlacementTest({ body: state.request });
      return { state: { ...state, phase: 'running', ...(test && { testId: test.id }) }, runAt: now + POLL_MS };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Nothing was sent, or nothing was taken.
      if (error.code === 'rate_limited' || error.code === 'upstream_unavailable') calls.record();
      if (error.code !== 'unknown_outcome') throw error;
      return { state, runAt: now + POLL_MS };
    }
  },
});

async function checkStatus(
  litemail: LiteMail,
  state: State,
  { now, startedAt, outOfTime }: WatchContext,
): Promise<WatchStep<State>> {
  const isOurs = ({ id, testName, createdAt }: PlacementTest): boolean =>
    testName === state.request.testName &&
    !state.before?.includes(id) &&
    (createdAt === undefined || Date.parse(createdAt) >= startedAt - 60_000);
  const runAt = now + POLL_MS;
  const test = (await listPlacementTests(litemail)).items.find((each) =>
    state.testId ? each.id === state.testId : isOurs(each),
  );
  if (!test && !state.testId) return waitForListing(state, runAt);
  if (test && (isFinished(test.status) || isFailed(test.status))) return { state, runAt, final: placementView(test) };
  if (outOfTime)
    return {
      state,
      runAt,
      final: problemView(
        `LiteMail has not finished placement test “${state.request.testName}” after six hours.`,
        `Check LiteMail’s dashboard or ${typed('placement list')}.`,
      ),
    };
  const seen = test && { testId: test.id, ...(test.status !== undefined && { status: test.status }) };
  return { state: { ...state, phase: 'running', ...seen }, runAt };
}

/** Not in the list yet: checks a few more times, then leaves it to a person. */
function waitForListing(state: State, runAt: number): WatchStep<State> {
  const lookedFor = (state.lookedFor ?? 0) + 1;
  if (lookedFor < MAX_LIST_CHECKS) return { state: { ...state, lookedFor }, runAt };
  return {
    state,
    runAt,
    final: problemView(
      `The outcome is unknown: placement test “${state.request.testName}” was sent, no answer came, and LiteMail does not list it. It was not retried.`,
      'Check LiteMail’s dashboard before you run it again: a test may cost money.',
    ),
  };
}
