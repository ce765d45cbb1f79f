import type { Json } from '../../lib/json.ts';
import type { MessageRef } from '../../ports/notifier.ts';
import type { Services } from '../context.ts';

/** How soon the next process notices a reply left open by one that died. Milliseconds. */
export const CHECK_INTERVAL_MS = 10_000;
const kind = 'promised-answer';

/**
 * Replies that take long and were announced in a direct message. Each one is stored, so that the next process can say so
 * if this one dies before replying.
 */
export interface PendingReplies {
  open(teamId: string, message: MessageRef): Promise<void>;
  close(teamId: string, message: MessageRef): Promise<void>;
  /** True while this process still works on it. */
  isOwn(message: MessageRef): boolean;
}

export function createPendingReplies({ stores: { jobs }, clock }: Pick<Services, 'stores' | 'clock'>): PendingReplies {
  const own = new Set<string>();
  const keyOf = ({ channel, ts }: MessageRef): string => `${channel}/${ts}`;
  return {
    async open(teamId, message) {
      const key = keyOf(message);
      own.add(key);
      await jobs.add([
        { teamId, kind, key, data: { ...message } satisfies Json, runAt: clock.now() + CHECK_INTERVAL_MS },
      ]);
    },
    async close(teamId, message) {
      const key = keyOf(message);
      const job = (await jobs.list(teamId, kind)).find((each) => each.key === key);
      if (job) await jobs.finish(job);
      own.delete(key);
    },
    isOwn: (message) => own.has(keyOf(message)),
  };
}
