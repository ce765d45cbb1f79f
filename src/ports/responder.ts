import type { View } from './notifier.ts';

/** Who to reply to, and where. */
export interface ReplyTarget {
  readonly teamId: string;
  readonly userId: string;
  /** Where it was typed or pressed. */
  readonly channel?: string;
  /** Slack's `response_url`: 5 replies within 30 minutes, in any channel. */
  readonly responseUrl?: string;
}

/** Replies to what a person just did. Never throws: a reply that cannot be shown in place becomes a direct message. */
export interface Responder {
  /** Visible to the person only, or to the whole channel with `share`. */
  respond(target: ReplyTarget, view: View, options?: { share?: boolean }): Promise<void>;
}
