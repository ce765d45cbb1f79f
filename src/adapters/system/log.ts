import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';

import type { Observation } from '../http/api-client.ts';

export type { Logger };

/** JSON lines on stdout; fields that could hold a secret are redacted at every level. */
export const createLog = (level: string, write?: (line: string) => void): Logger =>
  pino(
    {
      level,
      base: null,
      redact: ['*.token', '*.apiKey', '*.authorization', '*.credentials', '*.secret', '*.response_url'],
    },
    ...(write ? [{ write }] : []),
  );

/** Logs each call to an API, and hands it on to what counts them. */
export const observeBy =
  (log: Logger, count?: (call: Observation) => void) =>
  (call: Observation): void => {
    if (call.odd) log.warn(call, 'an answer is not as declared, and was read as far as it goes');
    else log.debug(call, 'api call');
    count?.(call);
  };

/** Logs an unexpected error under a reference that is shown to the person. */
export const referenceBy =
  (log: Logger) =>
  (error: unknown): string => {
    const reference = randomUUID().slice(0, 8);
    const known = error instanceof Error ? error : new Error(String(error));
    log.error({ reference, name: known.name, stack: known.stack }, known.message);
    return reference;
  };
