import { z } from 'zod';
import { defineWatch, goesOn } from '../../engine/jobs/define-watch.ts';
import { AppError } from '../../lib/errors.ts';
import { problemView } from '../../ui/problem.ts';
import type { WatchContext } from '../product-context.ts';
import { RunShape } from './ask-accounts.ts';
import { fleetView, progressLines, progressView } from './fleet-view.ts';
import { advanceLook, isDone } from './read-fleet.ts';

const State = z.object({ run: RunShape, lines: z.array(z.string()).readonly(), done: z.boolean() });
type State = Readonly<z.infer<typeof State>>;

/** As long as a message stays as it is. */
const STEP_MS = 2_500;

/** Reads the records of many domains, some at a time. */
export const watchFleet = defineWatch<State>({
  kind: 'fleet',
  state: State,
  every: 5_000,
  giveUpAfter: 2 * 3_600_000,
  isDone: ({ done }) => done,
  view: ({ lines }, note) => progressView(lines, note),
  fail: (state, { message, hint }) => ({ state, final: problemView(`The look at the fleet ended: ${message}`, hint) }),

  async step(state, { services, teamId, now, outOfTime }: WatchContext) {
    const deadline = services.clock.elapsed() + STEP_MS;
    const { run, look, retryAt } = await advanceLook(services, teamId, state.run, deadline);
    const done = isDone(run);
    const next = { run, lines: progressLines(look, run), done };
    if (outOfTime && !done)
      return {
        state: next,
        runAt: now,
        final: problemView('The look at the fleet took over two hours and was ended.'),
      };
    if (done) {
      const { file, ...final } = fleetView(look, run);
      const ending = { text: final.text.split('\n').slice(0, 3).join('\n'), ...(file && { file }) };
      return { state: next, runAt: now, final, ending };
    }
    const wait = retryAt !== undefined && new AppError('rate_limited', 'An API takes no more calls for now.');
    return { state: next, runAt: retryAt ?? now, ...(wait && { note: goesOn(wait) }) };
  },
});
