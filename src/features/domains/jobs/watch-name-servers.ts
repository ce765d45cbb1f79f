import { z } from 'zod';
import { defineWatch, goesOn, type WatchStep, withHint } from '../../../engine/jobs/define-watch.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { WatchContext } from '../../product-context.ts';
import { type NameServerWatch, NameServerWatchShape } from '../service/name-server-status.ts';
import { checkPropagation } from '../service/name-servers.ts';
import { nameServersView } from '../views/name-servers-view.ts';

const State = z.object({
  domains: z.array(NameServerWatchShape).readonly(),
  askedAt: z.number().exactOptional(),
});
type State = Readonly<z.infer<typeof State>>;

/** Minimum interval between background calls. */
const MIN_POLL_MS = 5000;
const MAX_WAIT_MS = 10 * 60_000;

const nextDomain = ({ domains }: State): NameServerWatch | undefined =>
  domains.filter(({ state }) => state === 'waiting').sort((a, b) => a.nextAt - b.nextAt)[0];
const dueAt = ({ nextAt }: NameServerWatch, { askedAt = 0 }: State): number => Math.max(nextAt, askedAt + MIN_POLL_MS);

/** Checks one domain per step, at least five seconds apart and less often the longer it takes. */
export const watchNameServers = defineWatch<State>({
  kind: 'name-servers',
  state: State,
  every: MIN_POLL_MS,
  giveUpAfter: 48 * 3_600_000,
  isDone: (state) => !nextDomain(state),
  view: ({ domains }, note) => nameServersView(domains, note),
  fail: (state) => ({ state }),

  async step(before, context: WatchContext) {
    const { now } = context;
    const domain = nextDomain(before);
    const { state, note } =
      domain && now >= dueAt(domain, before) ? await checkDomain(before, domain, context) : { state: before };
    const waiting = nextDomain(state);
    return { state, note, runAt: waiting ? Math.max(dueAt(waiting, state), now + 1) : now };
  },
});

/** What is wrong with one domain stops no other. */
async function checkDomain(
  state: State,
  domain: NameServerWatch,
  { services, teamId, now, outOfTime }: WatchContext,
): Promise<Pick<WatchStep<State>, 'state' | 'note'>> {
  const became = (change: NameServerWatch) => ({
    state: {
      askedAt: now,
      domains: state.domains.map((each) => (each.domainId === domain.domainId ? change : each)),
    },
  });
  const wait = Math.min(MAX_WAIT_MS, Math.round(domain.wait * 1.5));
  try {
    const seen = await checkPropagation(await services.apis.litemail(teamId, 'background'), { ...domain, wait }, now);
    if (seen.state === 'waiting' && outOfTime)
      return became({
        ...seen,
        state: 'failed',
        why: `is not done after two days. Check the name servers at the registrar, then run ${typed('domains verify')}.`,
      });
    return became(seen);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'rate_limited' || error.code === 'upstream_unavailable')
      return {
        ...became({ ...domain, wait, nextAt: Math.max(error.retryAt ?? 0, now + wait) }),
        note: goesOn(error),
      };
    return became({ ...domain, state: 'failed', why: withHint(error) });
  }
}
