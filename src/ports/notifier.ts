/** What is posted: `text` is what notifications and screen readers get, `blocks` is Slack's Block Kit. */
export interface View {
  readonly text: string;
  readonly blocks?: readonly unknown[];
  /** Content too long for a message; only replies have one. */
  readonly file?: TextFile;
  /** Only for the caller, even with `--share`. */
  readonly forCaller?: true;
  /** A second reply that follows once it is known; only replies have one. */
  readonly followUp?: () => Promise<View | undefined>;
}

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** Result of a post, and whether a retry can help. */
export type Delivery =
  | { readonly kind: 'sent'; readonly ref: MessageRef }
  | { readonly kind: 'later'; readonly retryAt: number; readonly reason: string }
  /** Slack will refuse this for good until somebody changes something: not_in_channel, is_archived, channel_not_found … */
  | { readonly kind: 'gone'; readonly reason: string };

/**
 * Priority when Slack is rate-limiting: replies and decision cards, then notices, then everything nobody waits for.
 */
export type Urgency = 'now' | 'soon' | 'later';

/** What happens in a Slack team to where messages go, and to the app itself. */
export type TeamEvent =
  | { readonly kind: 'channel-moved'; readonly from: string; readonly to: string }
  /** Archived, unarchived, deleted, joined or left. `problem`: why nothing can be posted there; absent, it has to be looked up. */
  | { readonly kind: 'channel-changed'; readonly channel: string; readonly problem?: string }
  /** The team's token is no longer good. */
  | { readonly kind: 'uninstalled' };

/** Messages out. `channel` may be a user id: then it is a direct message. Never throws for Slack's errors. */
export interface Notifier {
  /** Urgency is `now` unless said otherwise. */
  post(
    teamId: string,
    channel: string,
    view: View,
    options?: { threadTs?: string; urgency?: Urgency },
  ): Promise<Delivery>;
  /** Why the app cannot post in this channel; undefined when it can. */
  mayPost(teamId: string, channel: string): Promise<string | undefined>;
  update(teamId: string, ref: MessageRef, view: View, options?: { urgency?: Urgency }): Promise<Delivery>;
  /** Shares a file; it goes into the thread when there is one. */
  upload(teamId: string, channel: string, file: TextFile, options?: { threadTs?: string }): Promise<Delivery>;
}
