import { createTurns } from '../jobs/in-turn.ts';
import type { Clock } from '../ports/clock.ts';
import type { Urgency } from '../ports/notifier.ts';
import { retryAfter } from './slack-errors.ts';

export interface Quota {
  /** Calls that may be made in one go. */
  readonly burst: number;
  readonly perMinute: number;
  /** Calls that each urgency leaves to the one before it. */
  readonly spare: number;
}

const rank: Readonly<Record<Urgency, number>> = { now: 0, soon: 1, later: 2 };
/** Of a call: who comes when told has what rounding took away. */
const tolerance = 1e-6;

/** It is not this call's turn; epoch milliseconds when it is worth coming again. */
export class NotYet extends Error {
  readonly retryAt: number;
  constructor(retryAt: number) {
    super('Slack takes no more of these calls for now.');
    this.retryAt = retryAt;
  }
}

/** Makes the call, or throws `NotYet`. Nobody waits in here for long. */
export type Pace = <T>(urgency: Urgency, call: () => Promise<T>) => Promise<T>;

/**
 * The way to one method of one team. As many calls as Slack's tier allows are made freely, further ones one after the
 * other, because Slack may take more. Once it asks to wait, nobody goes until then, and from then on only as fast as the
 * tier allows, the most urgent first, until all of it is free again.
 */
export function createPace({ burst, perMinute, spare }: Quota, clock: Clock): Pace {
  const each = 60_000 / perMinute;
  const inTurn = createTurns();
  /** For each urgency, when the last one that had to go away was told to come. */
  const told = [0, 0, 0];
  let strict = false;
  /** Calls of the tier that are left at `at`; fewer than none while it rests. */
  let left = burst;
  let at = clock.now();

  const wanted = (urgency: Urgency): number => 1 + rank[urgency] * spare;

  function refill(): void {
    const now = clock.now();
    left = Math.min(burst, left + (now - at) / each);
    at = now;
    if (left === burst) strict = false;
  }

  /** Each caller gets a time of its own. */
  function comeAgain(urgency: Urgency): NotYet {
    const last = told[rank[urgency]] ?? 0;
    const next = Math.ceil(Math.max(at + (wanted(urgency) - left) * each, last + each));
    told[rank[urgency]] = next;
    return new NotYet(next);
  }

  async function go<T>(urgency: Urgency, call: () => Promise<T>): Promise<T> {
    refill();
    if (strict && left < wanted(urgency) - tolerance) throw comeAgain(urgency);
    left = strict ? left - 1 : Math.max(0, left - 1);
    try {
      return await call();
    } catch (error) {
      const wait = retryAfter(error);
      if (wait === undefined) throw error;
      refill();
      strict = true;
      left = Math.min(left, 1 - wait / each);
      throw comeAgain(urgency);
    }
  }

  return (urgency, call) => {
    refill();
    return !strict && left < 1 ? inTurn('', () => go(urgency, call)) : go(urgency, call);
  };
}

/** By Slack's tiers: updates are tier 3 for a whole team, posts about one a second in each channel. */
const updates: Quota = { burst: 45, perMinute: 50, spare: 4 };
const posts: Quota = { burst: 4, perMinute: 60, spare: 1 };
const kept = 1000;

/** One pace per team and method, and for posts per channel too. */
export function createPaces(clock: Clock) {
  const paces = new Map<string, Pace>();
  const pace = (key: string, quota: Quota): Pace => {
    const found = paces.get(key) ?? createPace(quota, clock);
    paces.delete(key);
    paces.set(key, found);
    if (paces.size > kept) paces.delete(paces.keys().next().value ?? '');
    return found;
  };
  return {
    updating: (teamId: string): Pace => pace(teamId, updates),
    posting: (teamId: string, channel: string): Pace => pace(`${teamId}/${channel}`, posts),
  };
}
