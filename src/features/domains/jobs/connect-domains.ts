import { z } from 'zod';
import { defineWatch, goesOn, type WatchStep, withHint } from '../../../engine/jobs/define-watch.ts';
import { AppError } from '../../../lib/errors.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import type { WatchContext } from '../../product-context.ts';
import { type Connection, ConnectionShape, isSettled } from '../service/domain-connection.ts';
import { connectView } from '../views/connect-domains-view.ts';

const State = z.object({
  domains: z.array(ConnectionShape).readonly(),
  /** When LiteMail's list was last read, and how often since the last domain was sent. */
  askedAt: z.number().exactOptional(),
  looks: z.int().exactOptional(),
});
type State = Readonly<z.infer<typeof State>>;

/** Minimum interval between background calls. */
const POLL_MS = 5000;
const MAX_POLL_MS = 30_000;
const FAST_POLLS = 6;
/** Interval between checks while domains are still being sent. */
const CHECK_WHILE_SENDING_MS = 30_000;
/** A call whose answer was lost, and that had no effect by then, is repeated. */
const RESEND_AFTER_MS = 20_000;

/**
 * Each call to LiteMail is recorded before it is made, so that after a crash its effect is looked up in LiteMail's list
 * instead of repeating the call.
 */
export const connectDomains = defineWatch<State>({
  kind: 'connect-domains',
  state: State,
  every: POLL_MS,
  giveUpAfter: 15 * 60_000,
  isDone: ({ domains }) => domains.every(isSettled),
  view: ({ domains }, note) => connectView(domains, note),
  fail: (state, { message: why }) => ({
    state: {
      ...state,
      domains: state.domains.map((domain) => (isSettled(domain) ? domain : { ...domain, state: 'failed', why })),
    },
  }),

  async step(state, context: WatchContext) {
    const { now, startedAt, calls, note } = context;
    const litemail = await context.services.apis.litemail(context.teamId, 'background');
    const sending = state.domains.find(({ state: is, name }) => is === 'sending' && calls.take(name));
    if (sending) return send(litemail, state, sending, now);
    const waiting = state.domains.find(({ state: is }) => is === 'waiting');
    if (waiting && now - (state.askedAt ?? startedAt) >= CHECK_WHILE_SENDING_MS)
      return { state: { ...(await checkConnected(litemail, state, context)), looks: 0 }, runAt: now };
    if (waiting) {
      calls.record(waiting.name);
      return { state: replace(state, waiting.name, { state: 'sending', sentAt: now }), runAt: now };
    }
    const looks = state.looks ?? 0;
    const due = (state.askedAt ?? 0) + pollDelay(looks);
    if (now < due || state.domains.every(isSettled)) return { state, runAt: due, note };
    return {
      state: { ...(await checkConnected(litemail, state, context)), looks: looks + 1 },
      runAt: now + pollDelay(looks + 1),
    };
  },
});

/** Frequent at first, then backing off. One call lists all domains, so 500 cost no more than one. */
const pollDelay = (looks: number): number => Math.min(MAX_POLL_MS, POLL_MS * 1.5 ** Math.max(0, looks - FAST_POLLS));

const replace = (state: State, name: string, change: Partial<Connection>): State => ({
  ...state,
  domains: state.domains.map((domain) => (domain.name === name ? { ...domain, ...change } : domain)),
});

async function send(
  litemail: LiteMail,
  state: State,
  { name, zoneId = '' }: Connection,
  now: number,
): Promise<WatchStep<State>> {
  const became = (change: Partial<Connection>) => ({ state: replace(state, name, change), runAt: now });
  try {
    await litemail.saveCredentialsOrConnectDomain({ body: { domainId: zoneId, domainName: name } });
    return became({ state: 'sent', sentAt: now });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'not_configured') throw error;
    if (error.code === 'rate_limited')
      return { ...became({ state: 'waiting' }), note: goesOn(error), runAt: error.retryAt ?? now + POLL_MS };
    // The outcome is unknown: LiteMail's list will show it.
    if (error.code === 'unknown_outcome' || error.code === 'upstream_unavailable')
      return became({ state: 'sending', sentAt: now });
    if (error.code === 'conflict') return became({ state: 'sent', sentAt: now });
    return became({ state: 'failed', why: withHint(error) });
  }
}

/** Updates the domains that were sent, or may have been, from LiteMail's list. */
async function checkConnected(
  litemail: LiteMail,
  state: State,
  { now, outOfTime }: Pick<WatchContext, 'now' | 'outOfTime'>,
): Promise<State> {
  const { items: zones } = await litemail.getCloudflareCredentials();
  const connected = new Set(zones.filter((zone) => zone.isConnected).map((zone) => zone.name.toLowerCase()));
  const domains = state.domains.map((domain): Connection => {
    if (isSettled(domain)) return domain;
    if (connected.has(domain.name)) return { ...domain, state: 'connected' };
    if (domain.state === 'sending' && now - (domain.sentAt ?? 0) > RESEND_AFTER_MS)
      return { ...domain, state: 'waiting' };
    if (outOfTime)
      return {
        ...domain,
        state: 'failed',
        why: 'LiteMail accepted it but still does not show it as connected after 15 minutes. Check it in LiteMail’s dashboard.',
      };
    return domain;
  });
  return { ...state, domains, askedAt: now };
}
