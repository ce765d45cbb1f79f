import type { MessageRef } from '../ports/notifier.ts';
import type { Services } from '../services/context.ts';
import { again, type PromisedAnswers } from '../services/promised-answers.ts';
import { problemView } from '../views/problem.ts';
import type { JobHandler } from './job-loop.ts';

const lost = problemView(
  'The app was restarted while it worked on this, so no answer comes.',
  'Look whether it was done before you send it again.',
);

/** Says so where an answer was promised by a process that is gone. */
export function promisedAnswer({ clock, notifier }: Services, promises: PromisedAnswers): JobHandler {
  return async (job) => {
    const message = job.data as unknown as MessageRef;
    if (promises.isMine(message)) return { runAt: clock.now() + again, data: job.data };
    const delivery = await notifier.update(job.teamId, message, lost);
    return delivery.kind === 'later' ? { runAt: delivery.retryAt, data: job.data } : undefined;
  };
}
