import { z } from 'zod';
import { problemView } from '../../ui/problem.ts';
import { defineJob } from './define-job.ts';

/** How soon the next process notices a reply left open by one that died. Milliseconds. */
export const CHECK_INTERVAL_MS = 10_000;

const lostReplyView = problemView(
  'The app restarted while working on this, so there will be no answer.',
  'Check whether it was done before you send it again.',
);

/** Tells people that no reply will come if the process that worked on it is gone. */
export const pendingReply = defineJob({
  kind: 'promised-answer',
  payload: z.object({ channel: z.string(), ts: z.string() }),
  key: ({ channel, ts }) => `${channel}/${ts}`,
  async run({ teamId, payload }, { clock, notifier, pendingReplies }) {
    if (await pendingReplies.isActive(payload)) return { runAt: clock.now() + CHECK_INTERVAL_MS, payload };
    const delivery = await notifier.update(teamId, payload, lostReplyView);
    return delivery.kind === 'later' ? { runAt: delivery.retryAt, payload } : undefined;
  },
});
