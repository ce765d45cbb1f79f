import type { Asker } from '../ports/answers.ts';
import type { Desk } from './desk.ts';

/** What Slack sends when a form is submitted, as far as it is used. */
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

/** Errors are given in the ack, so that nothing typed is lost. Returns what is done once the form has closed. */
export type FormHandler = (
  desk: Desk,
  body: Submission,
  asker: Asker,
) => { errors: Record<string, string> } | (() => Promise<void>);
