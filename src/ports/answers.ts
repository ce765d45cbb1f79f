import type { View } from './notifier.ts';

/** Where an answer to one person goes. */
export interface Asker {
  readonly teamId: string;
  readonly userId: string;
  /** Where it was typed or pressed. */
  readonly channel?: string;
  /** Slack's address for answers: 5 times within 30 minutes, in any channel. */
  readonly responseUrl?: string;
}

/** Answers to what a person just did. Never throws: what cannot be shown in place comes as a direct message. */
export interface Answers {
  /** Seen by the asker alone, or by the whole channel when `share` is set. */
  answer(asker: Asker, view: View, options?: { share?: boolean }): Promise<void>;
}
