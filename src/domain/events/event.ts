import type { Json } from '../../lib/json.ts';

/** An event from LiteMail, as stored. `type` is an open set; `data` is kept as it came. */
export interface LiteMailEvent {
  /** LiteMail's id, or a hash of the body when it gave none. */
  readonly id: string;
  readonly teamId: string;
  readonly endpointId: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly body: Json;
}

/** channel ← event types, with a filter. Never called just "subscription": LiteMail sells those. */
export interface ChannelSubscription {
  readonly id: string;
  readonly teamId: string;
  readonly channel: string;
  /** Globs such as `domain.*`. */
  readonly types: readonly string[];
  readonly filter?: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly state: 'well' | 'failing' | 'gone';
  /** Why it is not well, in words. */
  readonly problem?: string;
}

/** The URL LiteMail delivers events to; `secret` is sealed by the vault. */
export interface Endpoint {
  readonly id: string;
  readonly teamId: string;
  readonly litemailId?: string;
  readonly url: string;
  readonly secret?: string;
  readonly events: readonly string[];
  readonly createdBy: string;
  readonly createdAt: number;
}
