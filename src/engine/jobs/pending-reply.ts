import type { MessageRef } from '../../ports/notifier.ts';
import { problemView } from '../../ui/problem.ts';
import type { Services } from '../context.ts';
import { CHECK_INTERVAL_MS, type PendingReplies } from './pending-replies.ts';
import type { JobHandler } from './runner.ts';

const lostReplyView = problemView(
  'The app restarted while working on this, so there will be no answer.',
  'Check whether it was done before you send it again.',
);

/** Tells people that no reply will come if the process that worked on it is gone. */
export function pendingReply({ clock, notifier }: Services, pendingReplies: PendingReplies): JobHandler {
  return async (job) => {
    const message = job.data as unknown as MessageRef;
    if (pendingReplies.isOwn(message)) return { runAt: clock.now() + CHECK_INTERVAL_MS, data: job.data };
    const delivery = await notifier.update(job.teamId, message, lostReplyView);
    return delivery.kind === 'later' ? { runAt: delivery.retryAt, data: job.data } : undefined;
  };
}
