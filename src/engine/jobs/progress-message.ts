import { z } from 'zod';
import { sha256 } from '../../lib/json.ts';
import type { Delivery, Notifier, View } from '../../ports/notifier.ts';

/** Slack allows no more, and people cannot read faster. */
const UPDATE_INTERVAL_MS = 3000;

export const ProgressShape = z.object({
  message: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  /** Epoch milliseconds. */
  shownAt: z.number().exactOptional(),
  /** Hash of what was shown last. */
  shown: z.string().exactOptional(),
});
export type Progress = Readonly<z.infer<typeof ProgressShape>>;

interface ShowOptions {
  readonly teamId: string;
  /** The person who asked: the message is a direct one. */
  readonly userId: string;
  readonly now: number;
  readonly view: View;
  /** The last update, for good or for a while: it is never skipped. */
  readonly final: boolean;
}

/** One message for a long-running job: posted once, then updated in place at most every three seconds. */
export async function showProgress(
  notifier: Notifier,
  progress: Progress,
  { teamId, userId, now, view, final }: ShowOptions,
): Promise<Progress & { retryAt?: number }> {
  const { message, shownAt, shown } = progress;
  const text = sha256(JSON.stringify(view));
  const since = shownAt === undefined ? Number.POSITIVE_INFINITY : now - shownAt;
  // Less than nothing: the clock was set back.
  const tooSoon = since >= 0 && since < UPDATE_INTERVAL_MS;
  if (message && (shown === text || (!final && tooSoon))) return progress;
  const urgency = final ? 'soon' : 'later';
  const delivery: Delivery = message
    ? await notifier.update(teamId, message, view, { urgency })
    : await notifier.post(teamId, userId, view, { urgency });
  if (delivery.kind === 'later') return { ...progress, retryAt: delivery.retryAt };
  if (delivery.kind === 'gone') return message ? { shownAt: now } : { ...progress, shownAt: now, shown: text };
  return { message: delivery.ref, shownAt: now, shown: text };
}
