import { type Logger as BoltLogger, LogLevel } from '@slack/web-api';

type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void>>;

/** Forwards Bolt's log lines except debug ones, which contain whole requests and so what people typed into forms. */
export function boltLogger(log: Log): BoltLogger {
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
    debug: () => {},
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
