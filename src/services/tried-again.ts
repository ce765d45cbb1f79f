import { type AppError, passes } from '../core/errors.ts';
import type { Journal } from './context.ts';

type Attempt = Pick<Journal, 'lastTry' | 'outOfTime'>;

/**
 * Whether another attempt of an apply follows this failure. An API that asks to wait says nothing of what was to be
 * done: that is left for later until the time is over, however often it is.
 */
export const triedAgain = (error: AppError, { lastTry, outOfTime = false }: Attempt): boolean =>
  passes(error) && !(error.code === 'rate_limited' ? outOfTime : lastTry);
