import type { Json } from '../core/json.ts';
import type { MessageRef } from '../ports/notifier.ts';
import type { Services } from './context.ts';

/** How often a process that has died is noticed by the next one, at the latest. Milliseconds. */
export const again = 10_000;
const kind = 'promised-answer';

/**
 * Answers that take long, and that somebody was promised in a direct message. Each promise is stored, so that the next
 * process can say so if this one dies before it keeps it.
 */
export interface PromisedAnswers {
  promise(teamId: string, message: MessageRef): Promise<void>;
  kept(teamId: string, message: MessageRef): Promise<void>;
  /** True while this very process still works on it. */
  isMine(message: MessageRef): boolean;
}

export function createPromisedAnswers({
  stores: { jobs },
  clock,
}: Pick<Services, 'stores' | 'clock'>): PromisedAnswers {
  const mine = new Set<string>();
  const keyOf = ({ channel, ts }: MessageRef): string => `${channel}/${ts}`;
  return {
    async promise(teamId, message) {
      const key = keyOf(message);
      mine.add(key);
      await jobs.add([{ teamId, kind, key, data: { ...message } satisfies Json, runAt: clock.now() + again }]);
    },
    async kept(teamId, message) {
      const key = keyOf(message);
      const job = (await jobs.list(teamId, kind)).find((each) => each.key === key);
      if (job) await jobs.finish(job);
      mine.delete(key);
    },
    isMine: (message) => mine.has(keyOf(message)),
  };
}
