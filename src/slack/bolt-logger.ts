import { type Logger as BoltLogger, LogLevel } from '@slack/web-api';

type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void>>;

/** Bolt's log lines in ours, but for its debug lines: they hold whole requests, and with them what people typed into forms. */
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
