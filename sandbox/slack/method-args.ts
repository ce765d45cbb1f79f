import { Refusal } from './slack-refusal.ts';

/** Arguments of a Web API call, whether they came as a form (objects as JSON text) or as JSON. */
export interface Args {
  text(name: string): string | undefined;
  /** The text, or Slack's complaint that it is missing. */
  needed(name: string): string;
  flag(name: string): boolean | undefined;
  number(name: string): number | undefined;
  /** An object or a list; `code` is the complaint when it is no JSON. */
  json(name: string, code?: string): unknown;
  list(name: string): string[];
  all(): Readonly<Record<string, unknown>>;
}

export function createArgs(values: Readonly<Record<string, unknown>>): Args {
  const text = (name: string) => {
    const value = values[name];
    return value === undefined || value === null || value === '' ? undefined : String(value);
  };
  return {
    text,
    needed(name) {
      const value = text(name);
      if (value !== undefined) return value;
      throw new Refusal('invalid_arguments', {
        response_metadata: { messages: [`[ERROR] missing required field: ${name}`] },
      });
    },
    flag: (name) => (text(name) === undefined ? undefined : text(name) === 'true' || text(name) === '1'),
    number(name) {
      const value = text(name);
      return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
    },
    json(name, code = 'invalid_arguments') {
      const value = values[name];
      if (typeof value !== 'string') return value ?? undefined;
      if (value === '') return undefined;
      try {
        return JSON.parse(value);
      } catch {
        throw new Refusal(code);
      }
    },
    list(name) {
      const value = values[name];
      if (Array.isArray(value)) return value.map(String);
      return (text(name) ?? '').split(',').filter((item) => item !== '');
    },
    all: () => values,
  };
}
