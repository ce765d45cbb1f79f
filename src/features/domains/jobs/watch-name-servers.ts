import type { Services } from '../../../engine/context.ts';
import { type Progress, showProgress } from '../../../engine/jobs/progress-message.ts';
import type { JobHandler } from '../../../engine/jobs/runner.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import type { NameServerWatch } from '../service/name-server-status.ts';
import { checkPropagation } from '../service/name-servers.ts';
import { nameServersView } from '../views/name-servers-view.ts';

interface State extends Progress {
  readonly userId: string;
  readonly domains: readonly NameServerWatch[];
  readonly startedAt: number;
  readonly askedAt?: number;
  readonly note?: string;
}

/** Minimum interval between background calls. */
const MIN_POLL_MS = 5000;
const MAX_WAIT_MS = 10 * 60_000;
const DELEGATION_TIMEOUT_MS = 48 * 3_600_000;

const next = (domains: readonly NameServerWatch[]): NameServerWatch | undefined =>
  domains.filter(({ state }) => state === 'waiting').sort((a, b) => a.nextAt - b.nextAt)[0];

/** Checks one domain per step, at least five seconds apart and less often the longer it takes. */
export function watchNameServers(services: Services): JobHandler {
  return async (job) => {
    const { note: _, ...state } = job.data as unknown as State;
    const now = services.clock.now();
    let after: State = state;
    const due = next(state.domains);
    if (due && now >= Math.max(due.nextAt, (state.askedAt ?? 0) + MIN_POLL_MS))
      after = await checkDomain(services, job.teamId, state, due, now);
    const waiting = next(after.domains);
    const shown = await showProgress(services.notifier, after, {
      teamId: job.teamId,
      userId: state.userId,
      now,
      view: nameServersView(after.domains, after.note),
      final: !waiting,
    });
    const { retryAt, ...progress } = shown;
    if (!waiting && retryAt === undefined) return undefined;
    const runAt = waiting ? Math.max(waiting.nextAt, (after.askedAt ?? 0) + MIN_POLL_MS, now + 1) : now;
    return { runAt: Math.max(waiting ? runAt : 0, retryAt ?? 0), data: { ...after, ...progress } as unknown as Json };
  };
}

async function checkDomain(
  services: Services,
  teamId: string,
  state: State,
  watch: NameServerWatch,
  now: number,
): Promise<State> {
  const replace = (change: NameServerWatch) => ({
    ...state,
    askedAt: now,
    domains: state.domains.map((each) => (each.domainId === watch.domainId ? change : each)),
  });
  const wait = Math.min(MAX_WAIT_MS, Math.round(watch.wait * 1.5));
  try {
    const seen = await checkPropagation(await services.apis.litemail(teamId, 'background'), { ...watch, wait }, now);
    if (seen.state === 'waiting' && now - state.startedAt > DELEGATION_TIMEOUT_MS)
      return replace({
        ...seen,
        state: 'failed',
        why: 'is not done after two days. Check the name servers at the registrar, then send `/litemail domains verify`.',
      });
    return replace(seen);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const canRetry = error.code === 'rate_limited' || error.code === 'upstream_unavailable';
    if (canRetry)
      return {
        ...replace({ ...watch, wait, nextAt: Math.max(error.retryAt ?? 0, now + wait) }),
        note: `${error.message} Resumes automatically.`,
      };
    return replace({ ...watch, state: 'failed', why: [error.message, error.hint].filter(Boolean).join(' ') });
  }
}
