/** One item of Cloudflare's `Ratelimit` (`"default";r=50;t=30`) or `Ratelimit-Policy` (`"burst";q=100;w=60`) header. */
export interface RateItem {
  readonly name: string;
  /** r: calls left, t: seconds until they are renewed, q: calls in all, w: seconds they are for. */
  readonly values: Readonly<Record<string, number>>;
}

/** Several items may stand in one header; what cannot be read is left out. */
export function parseRateHeader(header: string | null): RateItem[] {
  return (header ?? '').split(',').flatMap((item) => {
    const [name = '', ...pairs] = item.split(';').map((part) => part.trim());
    const values = pairs.map((pair) => pair.split('=')).filter(([key, value]) => key && value && !Number.isNaN(+value));
    if (name === '' || values.length === 0) return [];
    return [
      {
        name: name.replaceAll('"', ''),
        values: Object.fromEntries(values.map(([key, value]) => [key, +(value ?? 0)])),
      },
    ];
  });
}

/** Longest wait an answer can impose, and the default when it names none, in milliseconds. */
const MAX_WAIT_MS = 300_000;
const DEFAULT_WAIT_MS = 60_000;

/** When to come back after a 429, epoch milliseconds: `Retry-After` in seconds or as a date, else the latest reset. */
export function retryAtOf(headers: Headers, now: number): number {
  const after = headers.get('retry-after');
  const resets = parseRateHeader(headers.get('ratelimit')).map((item) => (item.values.t ?? 0) * 1000);
  const wait = after === null ? Math.max(0, ...resets) : waitOf(after, now);
  return now + Math.min(MAX_WAIT_MS, Math.max(1_000, wait || DEFAULT_WAIT_MS));
}

function waitOf(after: string, now: number): number {
  const seconds = Number(after);
  return Number.isNaN(seconds) ? Date.parse(after) - now || 0 : seconds * 1000;
}
