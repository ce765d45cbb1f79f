import type { Actor } from '../domain/actor.ts';
import type { Json } from '../lib/json.ts';
import type { Apis } from '../ports/apis.ts';
import type { Clock } from '../ports/clock.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { People } from '../ports/people.ts';
import type { Resolver } from '../ports/resolver.ts';
import type { Stores, Vault, WriteOptions } from '../ports/stores.ts';
import type { ModalView } from '../ui/block-types.ts';
import type { Access } from './approvals/policy/access.ts';

/** Everything services need, whoever asks. */
export interface Services {
  readonly stores: Stores;
  readonly vault: Vault;
  readonly clock: Clock;
  /** `newId('r')` gives an id such as `r-7f3a2k`, short enough to be said aloud. */
  newId(prefix: string): string;
  readonly access: Access;
  readonly apis: Apis;
  readonly resolver: Resolver;
  readonly people: People;
  readonly notifier: Notifier;
  /** Logs an unexpected error and returns the reference shown to the person. */
  reference(error: unknown): string;
  /** Where LiteMail can reach us; without it events come by polling. */
  readonly publicUrl?: string;
}

/** One command running for one person. */
export interface CommandContext extends Services {
  readonly actor: Actor;
  /** When somebody asked for it, epoch milliseconds; absent where nobody waits for an answer. */
  readonly askedAt?: number;
  /** The request that is being applied. */
  readonly request?: string;
  /** The channel the command was typed in, when there is one. */
  readonly channel?: string;
  /** Shows a form now; false when Slack would not. Absent where nobody is there to see one. */
  openForm?(view: ModalView): Promise<boolean>;
}

/** What an apply needs after a crash. `save` resolves once it is on disk, unless `lazily`. */
export interface Journal {
  read(): Json | undefined;
  save(progress: Json, options?: WriteOptions): Promise<void>;
  /** No further attempt follows: an error now is final. */
  readonly lastTry: boolean;
  /** It has taken so long that rate limits are no longer waited out either. */
  readonly outOfTime?: boolean;
  /** `recheck`: the apply has ended and only its outcome is read again; nothing is written. */
  readonly mode?: 'recheck';
  /** Whether somebody pressed Stop: started zones are finished, no others are started. Absent where nobody can. */
  stopped?(): Promise<boolean>;
}
