import type { Services } from '../../../engine/context.ts';
import { type Progress, showProgress } from '../../../engine/jobs/progress-message.ts';
import type { JobHandler } from '../../../engine/jobs/runner.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import type { Job } from '../../../ports/stores.ts';
import { type Connection, isSettled } from '../service/domain-connection.ts';
import { connectView } from '../views/connect-domains-view.ts';

interface State extends Progress {
  readonly userId: string;
  readonly domains: readonly Connection[];
  readonly startedAt: number;
  /** When LiteMail's list was last read, and how often since the last domain was sent. */
  readonly askedAt?: number;
  readonly looks?: number;
  readonly note?: string;
}

/** Minimum interval between background calls. */
const POLL_MS = 5000;
const MAX_POLL_MS = 30_000;
const FAST_POLLS = 6;
/** Interval between checks while domains are still being sent. */
const CHECK_WHILE_SENDING_MS = 30_000;
/** A call whose answer was lost, and that had no effect by then, is repeated. */
const RESEND_AFTER_MS = 20_000;
const CONNECT_TIMEOUT_MS = 15 * 60_000;

/**
 * One step at a time: each call to LiteMail is recorded before it is made, so that after a crash its effect is looked up
 * in LiteMail's list instead of repeating the call.
 */
export function connectDomains(services: Services): JobHandler {
  /** Calls that this process has recorded but not made yet. */
  const unsentCalls = new Set<string>();
  return async (job) => {
    const state = job.data as unknown as State;
    const now = services.clock.now();
    let next: State = state;
    let runAt = now;
    try {
      const litemail = await services.apis.litemail(job.teamId, 'background');
      ({ next, runAt } = await step(litemail, job, state, now, unsentCalls));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const retryAt = error.code === 'rate_limited' ? (error.retryAt ?? now + POLL_MS) : now + POLL_MS;
      const isPermanent =
        error.code !== 'rate_limited' && error.code !== 'upstream_unavailable' && error.code !== 'unknown_outcome';
      next = {
        ...state,
        note: [error.message, isPermanent ? error.hint : 'Resumes automatically.'].filter(Boolean).join(' '),
        ...(isPermanent && { domains: failUnsettled(state.domains, error.message) }),
      };
      runAt = retryAt;
    }
    const final = next.domains.every(isSettled);
    const shown = await showProgress(services.notifier, next, {
      teamId: job.teamId,
      userId: state.userId,
      now,
      view: connectView(next.domains, next.note),
      final,
    });
    const { retryAt, ...progress } = shown;
    if (final && retryAt === undefined) return undefined;
    return { runAt: Math.max(runAt, retryAt ?? 0), data: { ...next, ...progress } as unknown as Json };
  };
}

/** Frequent at first, then backing off. One call lists all domains, so 500 cost no more than one. */
const pollDelay = (looks: number): number => Math.min(MAX_POLL_MS, POLL_MS * 1.5 ** Math.max(0, looks - FAST_POLLS));

const failUnsettled = (domains: readonly Connection[], why: string): Connection[] =>
  domains.map((domain) => (isSettled(domain) ? domain : { ...domain, state: 'failed', why }));

const replace = (state: State, name: string, change: Partial<Connection>): State => {
  const { note: _, ...rest } = state;
  return {
    ...rest,
    domains: state.domains.map((domain) => (domain.name === name ? { ...domain, ...change } : domain)),
  };
};

async function step(
  litemail: LiteMail,
  job: Job,
  state: State,
  now: number,
  unsentCalls: Set<string>,
): Promise<{ next: State; runAt: number }> {
  const key = (name: string) => `${job.id}/${name}`;
  const sending = state.domains.find((domain) => domain.state === 'sending' && unsentCalls.has(key(domain.name)));
  if (sending?.zoneId) {
    unsentCalls.delete(key(sending.name));
    return send(litemail, state, sending, now);
  }
  const waiting = state.domains.find((domain) => domain.state === 'waiting');
  if (waiting && now - (state.askedAt ?? state.startedAt) >= CHECK_WHILE_SENDING_MS)
    return { next: { ...(await checkConnected(litemail, state, now)), looks: 0 }, runAt: now };
  if (waiting) {
    unsentCalls.add(key(waiting.name));
    return { next: replace(state, waiting.name, { state: 'sending', sentAt: now }), runAt: now };
  }
  if (state.domains.every(isSettled)) return { next: state, runAt: now };
  const looks = state.looks ?? 0;
  const due = (state.askedAt ?? 0) + pollDelay(looks);
  if (now < due) return { next: state, runAt: due };
  return {
    next: { ...(await checkConnected(litemail, state, now)), looks: looks + 1 },
    runAt: now + pollDelay(looks + 1),
  };
}

async function send(
  litemail: LiteMail,
  state: State,
  { name, zoneId = '' }: Connection,
  now: number,
): Promise<{ next: State; runAt: number }> {
  const at = (next: State, runAt = now) => ({ next, runAt });
  try {
    await litemail.saveCredentialsOrConnectDomain({ body: { domainId: zoneId, domainName: name } });
    return at(replace(state, name, { state: 'sent', sentAt: now }));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'not_configured') throw error;
    if (error.code === 'rate_limited')
      return at(
        { ...replace(state, name, { state: 'waiting' }), note: `${error.message} Resumes automatically.` },
        error.retryAt ?? now + POLL_MS,
      );
    // The outcome is unknown: LiteMail's list will show it.
    if (error.code === 'unknown_outcome' || error.code === 'upstream_unavailable')
      return at(replace(state, name, { state: 'sending', sentAt: now }));
    if (error.code === 'conflict') return at(replace(state, name, { state: 'sent', sentAt: now }));
    return at(replace(state, name, { state: 'failed', why: [error.message, error.hint].filter(Boolean).join(' ') }));
  }
}

/** Updates the domains that were sent, or may have been, from LiteMail's list. */
async function checkConnected(litemail: LiteMail, state: State, now: number): Promise<State> {
  const { domains: zones } = await litemail.getCloudflareCredentials();
  const connected = new Set(zones.filter((zone) => zone.isConnected).map((zone) => zone.name.toLowerCase()));
  const domains = state.domains.map((domain): Connection => {
    if (isSettled(domain)) return domain;
    if (connected.has(domain.name)) return { ...domain, state: 'connected' };
    if (domain.state === 'sending' && now - (domain.sentAt ?? 0) > RESEND_AFTER_MS)
      return { ...domain, state: 'waiting' };
    if (now - state.startedAt > CONNECT_TIMEOUT_MS)
      return {
        ...domain,
        state: 'failed',
        why: 'LiteMail took it but does not show it as connected after 15 minutes. Look at it in LiteMail’s dashboard.',
      };
    return domain;
  });
  const { note: _, ...rest } = state;
  return { ...rest, domains, askedAt: now };
}
