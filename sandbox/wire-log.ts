import type { Api } from './faults.ts';

/** One request and its answer, as the panel and `/sandbox/control?read=wire` show it. Secrets are left out. */
export interface WireEntry {
  /** Counts up while the sandbox runs; given by the log. */
  readonly id?: number;
  /** `app` for what is sent to our own app. */
  readonly api: Api | 'app';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** 0 when there was no answer. */
  readonly status: number;
  /** Of a request to the app: `command /litemail help`, `press Approve` … */
  readonly what?: string;
  /** Those that say something, secrets as dots; absent where there are none, as over a socket. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  /** How long the answer took. */
  readonly ms: number;
  /** Which fault was played, if any. */
  readonly fault?: string;
}

export type OnWire = (entry: WireEntry) => void;

const secretKeys =
  /^(authorization|x-api-key|x-auth-key|x-auth-email|credentials|.*password|api_?key|secret|client_?secret|.*token|signing_?secret)$/i;
const secretText =
  /\b(cf(?:k|ut|at|oat)_[A-Za-z0-9_-]+|lm-[A-Za-z0-9_-]+|xox[a-z]-[A-Za-z0-9-]+|xapp-[A-Za-z0-9-]+|whsec_[A-Za-z0-9]+)/g;
const left = '•••';
const longest = 64 * 1024;

/** The same JSON with every secret replaced by dots. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(secretText, left);
  if (Array.isArray(value)) return value.map(redact);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKeys.test(key) && item !== null && typeof item !== 'boolean' ? left : redact(item),
    ]),
  );
}

const dull =
  /^(host|connection|keep-alive|transfer-encoding|content-length|accept-encoding|accept-language|date|sec-.*)$/i;

/** Headers for the panel: a credential keeps only its scheme, `Bearer •••`. */
export const shownHeaders = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined || dull.test(name)) return [];
      const text = Array.isArray(value) ? value.join(', ') : String(value);
      if (!secretKeys.test(name) && name !== 'cookie') return [[name, String(redact(text))]];
      const [scheme, ...rest] = text.split(' ');
      return [[name, rest.length > 0 ? `${scheme} ${left}` : left]];
    }),
  );

/** A body for the panel: redacted, and only its length when it is long. */
export const shown = (value: unknown, length: number): unknown =>
  length > longest ? `(${length} characters)` : redact(value);

export interface Wire {
  readonly onWire: OnWire;
  /** Newest last. */
  list(): WireEntry[];
  clear(): void;
}

/** Remembers the last `size` entries, in memory alone. */
export function createWire(changed: () => void = () => {}, size = 1000): Wire {
  let entries: WireEntry[] = [];
  let count = 0;
  return {
    onWire(entry) {
      count += 1;
      entries.push({ id: count, ...entry });
      if (entries.length > size * 1.2) entries = entries.slice(-size);
      changed();
    },
    list: () => entries.slice(-size),
    clear() {
      entries = [];
      changed();
    },
  };
}
