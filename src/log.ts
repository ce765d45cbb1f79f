import { randomUUID } from 'node:crypto';
import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
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

/** Bolt's log lines in ours. */
export function boltLogger(log: Logger): BoltLogger {
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...parts: unknown[]): void =>
      log[level](
        parts
          .map((part) =>
            part instanceof Error ? `${part.name}: ${part.message}` : typeof part === 'string' ? part : '',
          )
          .join(' ')
          .trim(),
      );
  return {
    debug: say('debug'),
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** Logs what is our own fault under a reference that the person is given. */
export const referenceBy =
  (log: Logger) =>
  (error: unknown): string => {
    const reference = randomUUID().slice(0, 8);
    const known = error instanceof Error ? error : new Error(String(error));
    log.error({ reference, name: known.name, stack: known.stack }, known.message);
    return reference;
  };
