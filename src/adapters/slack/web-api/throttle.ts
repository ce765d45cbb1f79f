import type { Tier } from '../../../ports/throttles.ts';
import { retryAfter } from './slack-errors.ts';

/** By Slack's tiers: updates are tier 3 for a whole team, posts about one a second in each channel. */
export const updateTier: Tier = { burst: 45, perMinute: 50, reserve: 4, retryAfter };
export const postTier: Tier = { burst: 4, perMinute: 60, reserve: 1, retryAfter };
