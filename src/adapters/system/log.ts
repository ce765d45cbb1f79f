import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';

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

/** Logs an unexpected error under a reference that is shown to the person. */
export const referenceBy =
  (log: Logger) =>
  (error: unknown): string => {
    const reference = randomUUID().slice(0, 8);
    const known = error instanceof Error ? error : new Error(String(error));
    log.error({ reference, name: known.name, stack: known.stack }, known.message);
    return reference;
  };
