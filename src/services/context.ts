import type { ModalView } from '@slack/types';
import type { Actor } from '../core/actor.ts';
import type { Json } from '../core/json.ts';
import type { Apis } from '../ports/apis.ts';
import type { Clock } from '../ports/clock.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { People } from '../ports/people.ts';
import type { Resolver } from '../ports/resolver.ts';
import type { Stores, Vault } from '../ports/stores.ts';
import type { Access } from './access.ts';

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
  /** Logs what is our own fault and gives the reference that a person can be told. */
  reference(error: unknown): string;
  /** Where LiteMail can reach us; without it events come by polling. */
  readonly publicUrl?: string;
}

/** One command being carried out for one person. */
export interface CommandContext extends Services {
  readonly actor: Actor;
  /** When somebody asked for it, epoch milliseconds; absent where nobody waits for an answer. */
  readonly askedAt?: number;
  /** The request that is being carried out. */
  readonly request?: string;
  /** The channel the command was typed in, when there is one. */
  readonly channel?: string;
  /** Shows a form now; false when Slack would not. Absent where nobody is there to see one. */
  openForm?(view: ModalView): Promise<boolean>;
}

/** What an apply wants to find again after a crash. `save` resolves once it is on disk. */
export interface Journal {
  read(): Json | undefined;
  save(progress: Json): Promise<void>;
  /** No further attempt follows: what fails now has failed, and is told as it stands. */
  readonly lastTry: boolean;
  /** It has taken so long that an API which asks to wait gets no further attempt either. */
  readonly outOfTime?: boolean;
  /** It is over, and what could not be seen then is looked at again: nothing is written any more. */
  readonly looking?: boolean;
  /** Whether somebody pressed Stop: what is begun is finished, nothing more is begun. Absent where nobody can. */
  stopped?(): Promise<boolean>;
}
