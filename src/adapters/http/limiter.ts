import { retryHint } from '../../lib/text.ts';
import { type Lane, lanes } from '../../ports/apis.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Quota, Quotas } from '../../ports/quotas.ts';
import { Refusal } from './refusal.ts';

/** How long a call may queue, by lane, before it fails as rate-limited. Milliseconds. */
const MAX_QUEUE_MS: Record<Lane, number> = { apply: 70_000, interactive: 5_000, background: 70_000 };
/** A rest that an API asks for is waited for when it is as short as this; nobody is sent away for a second. */
const SHORT_REST_MS = 1_500;

/** Rate limiter of one credential at one API. */
export interface Limiter {
  /** Resolves when one call may be sent; throws `rate_limited` if that would take too long. `person`: who waits for it. */
  turn(lane: Lane, person?: string): Promise<void>;
  /** Learns from the quota headers of every answer, and blocks the credential after a 429. */
  answered(status: number, headers: Headers): Promise<void>;
  /** Queued calls. */
  waiting(): number;
}

interface Waiting {
  readonly person: string | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Options {
  /** Display name. */
  readonly api: string;
  /** By which `quotas` knows it. */
  readonly credential: string;
  readonly limits: readonly Quota[];
  readonly quotas: Quotas;
  readonly clock: Clock;
}

/** Queues this process's calls by lane; what the credential may still do is asked of `quotas`. */
export function createLimiter({ api, credential, limits, quotas, clock }: Options): Limiter {
  const queues: Record<Lane, Waiting[]> = { apply: [], interactive: [], background: [] };
  let isPumping = false;
  let cancelTimer: () => void = () => {};

  const refuse = (milliseconds: number, ownShare?: boolean) =>
    rateLimitedError(api, clock.now() + milliseconds, clock.now(), ownShare);
  const waiting = () => lanes.reduce((sum, lane) => sum + queues[lane].length, 0);
  /** The first call of each lane, and there of each person: one who has used their share holds up nobody else. */
  const nextInLine = () =>
    lanes.flatMap((lane) => {
      const people = new Set(queues[lane].map(({ person }) => person));
      return [...people].map((person) => ({ lane, person }));
    });
  const rejectAll = (error: unknown) => {
    for (const lane of lanes) for (const { reject } of queues[lane].splice(0)) reject(error);
  };

  async function pump(): Promise<void> {
    cancelTimer();
    if (isPumping) return;
    isPumping = true;
    try {
      for (let waiters = nextInLine(); waiters.length > 0; waiters = nextInLine()) {
        const next = await letOneGo(waiters);
        const wait = next - clock.elapsed();
        if (wait > 0 && sameLine(waiters, nextInLine())) {
          cancelTimer = clock.after(wait, () => void pump());
          return;
        }
      }
    } catch (error) {
      rejectAll(error);
    } finally {
      isPumping = false;
    }
  }

  /** Lets the first go that may; gives back when, by the monotonic clock, the next one may. */
  async function letOneGo(waiters: ReturnType<typeof nextInLine>): Promise<number> {
    const asked = clock.elapsed();
    let least = Number.POSITIVE_INFINITY;
    for (const { lane, person } of waiters) {
      const { waitMs, resting, ownShare } = await quotas.reserve(credential, lane, limits, 1, person);
      if (resting && waitMs > SHORT_REST_MS) {
        rejectAll(refuse(asked + waitMs - clock.elapsed()));
        return asked;
      }
      if (waitMs === 0) {
        const index = queues[lane].findIndex((each) => each.person === person);
        queues[lane].splice(index, 1)[0]?.resolve();
        return asked;
      }
      least = Math.min(least, waitMs);
      // Whoever comes later in the order has to wait as well.
      if (!ownShare) break;
    }
    return asked + least;
  }

  return {
    waiting,
    async turn(lane, person) {
      const queued = waiting() > 0;
      const { waitMs, resting, ownShare } = await quotas.reserve(credential, lane, limits, queued ? 0 : 1, person);
      if (waitMs > (resting ? SHORT_REST_MS : MAX_QUEUE_MS[lane])) throw refuse(waitMs, ownShare);
      if (waitMs === 0 && !queued) return;
      await new Promise<void>((resolve, reject) => {
        queues[lane].push({ person, resolve, reject });
        void pump();
      });
    },
    async answered(status, headers) {
      const longest = Math.max(0, ...limits.map(({ calls }) => calls));
      const policies = new Map(
        parseRateHeader(headers.get('ratelimit-policy')).map(({ name, values }) => [name, values.q]),
      );
      const left = parseRateHeader(headers.get('ratelimit')).flatMap(({ name, values: { r: calls, t } }) =>
        calls === undefined || t === undefined
          ? []
          : [{ name, calls, of: policies.get(name) ?? longest, ms: t * 1000 }],
      );
      const restMs = status === 429 ? retryAtOf(headers, clock.now()) - clock.now() : undefined;
      if (left.length === 0 && restMs === undefined) return;
      await quotas.report(credential, { left, ...(restMs !== undefined && { restMs }) });
      // Those who wait hear from the quotas how long the credential rests.
      if (restMs !== undefined) await pump();
    },
  };
}

const sameLine = (a: readonly { lane: Lane }[], b: readonly { lane: Lane }[]): boolean =>
  a.length === b.length && a[0]?.lane === b[0]?.lane;

/** Thrown while a credential is rate-limited, or a person has used their share of it. */
export function rateLimitedError(api: string, retryAt: number, now: number, ownShare = false): Refusal {
  const what = ownShare
    ? `You have used your share of the calls that ${api} allows your team; the rest is for everybody else.`
    : `${api} is rate-limiting this account.`;
  return new Refusal('rate_limited', what, {
    status: 429,
    retryAt,
    hint: retryHint(retryAt - now),
  });
}

/** One item of Cloudflare's `Ratelimit` (`"default";r=50;t=30`) or `Ratelimit-Policy` (`"burst";q=100;w=60`) header. */
interface RateItem {
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

/** Longest wait an answer can impose, the shortest, and the default when it names none, in milliseconds. */
const MAX_WAIT_MS = 300_000;
const MIN_WAIT_MS = 1_000;
const DEFAULT_WAIT_MS = 60_000;

/** When to come back after a 429, epoch milliseconds: `Retry-After` in seconds or as a date, else the latest reset. */
export function retryAtOf(headers: Headers, now: number): number {
  const waits = [...resetsIn(headers, now)].filter((wait) => Number.isFinite(wait));
  const wait =
    waitIn(headers.get('retry-after'), headers, now) ?? (waits.length > 0 ? Math.max(...waits) : DEFAULT_WAIT_MS);
  return now + Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, wait));
}

/** Milliseconds in `Retry-After`; 0 is at once, and what cannot be read is not said. A date counts from the answer's own. */
function waitIn(after: string | null, headers: Headers, now: number): number | undefined {
  const text = after?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const [until, since] = [Date.parse(text), Date.parse(headers.get('date') ?? '')];
  return /[a-z]/i.test(text) && !Number.isNaN(until) ? until - (Number.isNaN(since) ? now : since) : undefined;
}

/** Milliseconds until quotas are renewed, in the forms that are met: seconds, or a moment in seconds or milliseconds. */
function* resetsIn(headers: Headers, now: number): Generator<number> {
  for (const { values } of parseRateHeader(headers.get('ratelimit')))
    for (const seconds of [values.t ?? values.reset]) if (seconds !== undefined) yield seconds * 1000;
  for (const name of ['ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset']) {
    const text = headers.get(name)?.split(/[,;]/)[0]?.trim() ?? '';
    if (!/^\d+(\.\d+)?$/.test(text)) continue;
    const reset = Number(text);
    yield reset > 1e11 ? reset - now : reset > 1e8 ? reset * 1000 - now : reset * 1000;
  }
}
