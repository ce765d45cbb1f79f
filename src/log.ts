import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on stdout; what could hold a secret is left out whatever the level. */
export const createLog = (level: string, write?: (line: string) => void): Logger =>
  pino(
    {
      level,
      base: null,
      redact: ['*.token', '*.apiKey', '*.authorization', '*.credentials', '*.secret', '*.response_url'],
    },
    ...(write ? [{ write }] : []),
  );

/** Logs what is our own fault under a reference that the person is given. */
export const referenceBy =
  (log: Logger) =>
  (error: unknown): string => {
    const reference = randomUUID().slice(0, 8);
    const known = error instanceof Error ? error : new Error(String(error));
    log.error({ reference, name: known.name, stack: known.stack }, known.message);
    return reference;
  };
