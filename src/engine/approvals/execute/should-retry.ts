import { type AppError, isTransient } from '../../../lib/errors.ts';
import type { Journal } from '../../context.ts';

type Attempt = Pick<Journal, 'lastTry' | 'outOfTime'>;

/**
 * Whether an apply is attempted again after this error. Rate limits do not count as attempts: they are waited out until
 * the deadline.
 */
export const shouldRetry = (error: AppError, { lastTry, outOfTime = false }: Attempt): boolean =>
  isTransient(error) && !(error.code === 'rate_limited' ? outOfTime : lastTry);
