import type { Claims } from '../../ports/claims.ts';
import type { MessageRef } from '../../ports/notifier.ts';
import type { Services } from '../context.ts';
import { CHECK_INTERVAL_MS, pendingReply } from './pending-reply.ts';

/**
 * Replies that take long and were announced in a direct message. Each one is stored, so that the next process can say so
 * if this one dies before replying.
 */
export interface PendingReplies {
  open(teamId: string, message: MessageRef): Promise<void>;
  close(teamId: string, message: MessageRef): Promise<void>;
  /** True while the process that works on it lives. */
  isActive(message: MessageRef): Promise<boolean>;
}

export function createPendingReplies(
  { stores: { jobs }, clock }: Pick<Services, 'stores' | 'clock'>,
  claims: Claims,
): PendingReplies {
  const keyOf = ({ channel, ts }: MessageRef): string => `${channel}/${ts}`;
  return {
    async open(teamId, message) {
      await claims.claim(keyOf(message));
      await jobs.add([pendingReply.at(clock.now() + CHECK_INTERVAL_MS, teamId, message)]);
    },
    async close(teamId, message) {
      const key = keyOf(message);
      const job = (await jobs.list(teamId, pendingReply.kind)).find((each) => each.key === key);
      if (job) await jobs.finish(job);
      await claims.release(key);
    },
    isActive: (message) => claims.isClaimed(keyOf(message)),
  };
}
