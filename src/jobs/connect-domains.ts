import { type Connection, isSettled } from '../core/domain-connection.ts';
import { AppError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { LiteMail } from '../ports/litemail.ts';
import type { Job } from '../ports/stores.ts';
import type { Services } from '../services/context.ts';
import { connectView } from '../views/connect-domains.ts';
import type { JobHandler } from './job-loop.ts';
import { type Progress, showProgress } from './progress-message.ts';

interface State extends Progress {
  readonly userId: string;
  readonly domains: readonly Connection[];
  readonly startedAt: number;
  /** When LiteMail was last asked how far it is, and how often since the last domain was sent. */
  readonly askedAt?: number;
  readonly looks?: number;
  readonly note?: string;
}

/** No API is asked more often than that in the background. */
const poll = 5000;
const longestPoll = 30_000;
const closeLooks = 6;
/** While domains are still being sent, which is what the calls are for. */
const rarely = 30_000;
/** A call whose answer was lost and that shows no effect by then is made once more. */
const lost = 20_000;
const patience = 15 * 60_000;

/**
 * One step at a time: each call to LiteMail is written down before it is made, so that after a crash it is looked for in
 * LiteMail's list rather than made again.
 */
export function connectDomains(services: Services): JobHandler {
  /** Calls that this very process wrote down and has not made yet. */
  const mine = new Set<string>();
  return async (job) => {
    const state = job.data as unknown as State;
    const now = services.clock.now();
    let next: State = state;
    let runAt = now;
    try {
      const litemail = await services.apis.litemail(job.teamId, 'background');
      ({ next, runAt } = await step(litemail, job, state, now, mine));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const retryAt = error.code === 'rate_limited' ? (error.retryAt ?? now + poll) : now + poll;
      const hopeless =
        error.code !== 'rate_limited' && error.code !== 'upstream_unavailable' && error.code !== 'unknown_outcome';
      next = {
        ...state,
        note: [error.message, hopeless ? error.hint : 'Goes on by itself.'].filter(Boolean).join(' '),
        ...(hopeless && { domains: giveUp(state.domains, error.message) }),
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

/** Close at first, then rarer the longer it takes. One look shows all domains, so 500 of them cost no more than one. */
const pause = (looks: number): number => Math.min(longestPoll, poll * 1.5 ** Math.max(0, looks - closeLooks));

const giveUp = (domains: readonly Connection[], why: string): Connection[] =>
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
  mine: Set<string>,
): Promise<{ next: State; runAt: number }> {
  const key = (name: string) => `${job.id}/${name}`;
  const sending = state.domains.find((domain) => domain.state === 'sending' && mine.has(key(domain.name)));
  if (sending?.zoneId) {
    mine.delete(key(sending.name));
    return send(litemail, state, sending, now);
  }
  const waiting = state.domains.find((domain) => domain.state === 'waiting');
  if (waiting && now - (state.askedAt ?? state.startedAt) >= rarely)
    return { next: { ...(await look(litemail, state, now)), looks: 0 }, runAt: now };
  if (waiting) {
    mine.add(key(waiting.name));
    return { next: replace(state, waiting.name, { state: 'sending', sentAt: now }), runAt: now };
  }
  if (state.domains.every(isSettled)) return { next: state, runAt: now };
  const looks = state.looks ?? 0;
  const due = (state.askedAt ?? 0) + pause(looks);
  if (now < due) return { next: state, runAt: due };
  return { next: { ...(await look(litemail, state, now)), looks: looks + 1 }, runAt: now + pause(looks + 1) };
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
        { ...replace(state, name, { state: 'waiting' }), note: `${error.message} Goes on by itself.` },
        error.retryAt ?? now + poll,
      );
    // Not known whether LiteMail took it: its list will tell.
    if (error.code === 'unknown_outcome' || error.code === 'upstream_unavailable')
      return at(replace(state, name, { state: 'sending', sentAt: now }));
    if (error.code === 'conflict') return at(replace(state, name, { state: 'sent', sentAt: now }));
    return at(replace(state, name, { state: 'failed', why: [error.message, error.hint].filter(Boolean).join(' ') }));
  }
}

/** What LiteMail's list says of the domains that were sent, or may have been. */
async function look(litemail: LiteMail, state: State, now: number): Promise<State> {
  const { domains: zones } = await litemail.getCloudflareCredentials();
  const connected = new Set(zones.filter((zone) => zone.isConnected).map((zone) => zone.name.toLowerCase()));
  const domains = state.domains.map((domain): Connection => {
    if (isSettled(domain)) return domain;
    if (connected.has(domain.name)) return { ...domain, state: 'connected' };
    if (domain.state === 'sending' && now - (domain.sentAt ?? 0) > lost) return { ...domain, state: 'waiting' };
    if (now - state.startedAt > patience)
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
