import { sha256 } from '../core/json.ts';
import type { Delivery, MessageRef, Notifier, View } from '../ports/notifier.ts';

/** Slack asks for no more; people cannot read faster either. */
const pace = 3000;

export interface Progress {
  readonly message?: MessageRef;
  /** Epoch milliseconds. */
  readonly shownAt?: number;
  /** What was shown last, by its hash. */
  readonly shown?: string;
}

interface Showing {
  readonly teamId: string;
  /** The person who asked; it is a direct message. */
  readonly userId: string;
  readonly now: number;
  readonly view: View;
  /** The last word, for good or for a while, which is not skipped however recent the one before was. */
  readonly final: boolean;
}

/** One message for the whole of a long piece of work: posted first, then changed in place, at most every three seconds. */
export async function showProgress(
  notifier: Notifier,
  progress: Progress,
  { teamId, userId, now, view, final }: Showing,
): Promise<Progress & { retryAt?: number }> {
  const { message, shownAt, shown } = progress;
  const text = sha256(JSON.stringify(view));
  if (message && (shown === text || (!final && shownAt !== undefined && now - shownAt < pace))) return progress;
  const urgency = final ? 'soon' : 'later';
  const delivery: Delivery = message
    ? await notifier.update(teamId, message, view, { urgency })
    : await notifier.post(teamId, userId, view, { urgency });
  if (delivery.kind === 'later') return { ...progress, retryAt: delivery.retryAt };
  if (delivery.kind === 'gone') return message ? { shownAt: now } : { ...progress, shownAt: now, shown: text };
  return { message: delivery.ref, shownAt: now, shown: text };
}
