import type { ReplyTarget } from '../../../ports/responder.ts';
import type { SlackDeps } from './slack-deps.ts';

/** The fields we use of a form submission. */
export interface Submission {
  readonly trigger_id?: string;
  readonly view: {
    readonly id: string;
    readonly hash?: string;
    readonly callback_id: string;
    readonly private_metadata: string;
    readonly state: { readonly values: unknown };
    readonly blocks?: readonly unknown[];
  };
}

/** Returns errors for the ack, which keeps the form open, or the work to do once it has closed. */
export type FormHandler = (
  deps: SlackDeps,
  body: Submission,
  target: ReplyTarget,
) => { errors: Record<string, string> } | (() => Promise<void>);
