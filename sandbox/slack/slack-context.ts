import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import type { Faults } from '../faults.ts';
import type { Feed } from '../feed.ts';
import type { OnWire } from '../wire-log.ts';
import type { Handles } from './handles.ts';
import type { InvalidPayloads } from './invalid-payloads.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SlackState } from './slack-state.ts';
import type { Sockets } from './sockets.ts';

/** What the parts of the Slack stand-in share. */
export interface SlackContext {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly feed: Feed;
  readonly onWire: OnWire;
  readonly state: SlackState;
  readonly handles: Handles;
  readonly rateLimits: RateLimits;
  readonly invalid: InvalidPayloads;
  readonly sockets: Sockets;
  /** Where the stand-in is reached from outside: `http://127.0.0.1:3000`. */
  origin(): string;
}
