import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import { createExchange, type Handle } from '../exchange.ts';
import type { Faults } from '../faults.ts';
import { type Answer, type Call, createRouter } from '../router.ts';
import type { OnWire } from '../wire-log.ts';
import { type CloudflareSide, type Context, type Outcome, Refusal } from './litemail-context.ts';
import { answered, formOf, refused } from './litemail-envelope.ts';
import { defaultOptions, type LiteMailOptions } from './litemail-options.ts';
import { createRateLimit } from './litemail-rate-limit.ts';
import type { Route } from './litemail-route.ts';
import { operations } from './operations/all-handlers.ts';
import { paid } from './operations/registration-handlers.ts';
import { createJobs, type DeliverOptions } from './pending-work.ts';
import { liteMailSeed } from './seed-litemail.ts';
import type { TeamState } from './team-state.ts';

interface Needs {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly documents: Documents;
  /** Made when the store is empty; `at` is epoch milliseconds. */
  readonly seed?: (at: number) => TeamState[];
  /** What the saved Cloudflare login opens; without it nothing does. */
  readonly cloudflare?: CloudflareSide;
  readonly options?: Partial<LiteMailOptions>;
  readonly onWire?: OnWire | undefined;
}

export interface LiteMailStandIn {
  /** `path` is what follows `/sandbox/litemail`, so it begins with `/v1`. */
  readonly handle: Handle;
  /** Everything LiteMail has for a team, live. Not a copy. */
  team(team: string): TeamState;
  /** Changes that, and keeps it. */
  change(team: string, change: (state: TeamState) => void): Promise<void>;
  /** Sends an event to the team's endpoints and returns each first answer; retries follow automatically. */
  deliver(
    type: string,
    data: unknown,
    options?: DeliverOptions & { team?: string },
  ): Promise<{ id: string; tries: { webhookId: string; url: string; status: number }[] }>;
  options(): LiteMailOptions;
  configure(options: Partial<LiteMailOptions>): Promise<void>;
  /** The person pays at a payment link; gives the new balance. */
  pay(link: string): Promise<number>;
  /** Back to the seed. */
  reset(): Promise<void>;
}

const nobody: CloudflareSide = { zones: () => [], accepts: () => false };
const prefix = 'litemail/team/';

export function createLiteMailStandIn(needs: Needs): LiteMailStandIn {
  const { clock, faults, documents, seed = liteMailSeed, cloudflare = nobody, onWire } = needs;
  let options: LiteMailOptions = { ...defaultOptions, ...needs.options, ...documents.get('litemail/options') };
  const tooFast = createRateLimit(clock);
  const router = { inferred: createRouter<Route>(), alternative: createRouter<Route>() };
  for (const route of Object.values(operations))
    for (const form of ['inferred', 'alternative'] as const) router[form].on(route.method, `/v1${route[form]}`, route);

  const teams = () => documents.keys(prefix).flatMap((key) => documents.get<TeamState>(key) ?? []);
  const save = (team: TeamState) => documents.set(prefix + team.team, team);
  const current = (team: TeamState) => documents.get(prefix + team.team) === team;
  const jobs = createJobs({ clock, options: () => options, save, current, onWire });

  function team(id: string): TeamState {
    const match = documents.get<TeamState>(prefix + id);
    if (!match) throw new Error(`LiteMail has no account for ${id}`);
    return match;
  }

  const contextOf = (account: TeamState): Omit<Context, 'call'> => ({
    team: account,
    options,
    cloudflare,
    now: clock.now,
    schedule: (milliseconds, work) => jobs.schedule(account, milliseconds, work),
  });

  async function reset(): Promise<void> {
    const cleared = documents.clear(prefix);
    await Promise.all([cleared, ...seed(clock.now()).map(save)]);
  }

  async function answer(call: Call): Promise<Answer> {
    const key = String(call.headers['x-api-key'] ?? '');
    const account = teams().find(({ apiKeys }) => apiKeys.includes(key));
    const match = router[options.paths].find(call.method, call.path);
    const form = formOf(options.envelope, match?.handler);
    if (!account) return refused(form, 401, 'Unauthorized');
    const wait = options.rateLimit ? tooFast(key) : undefined;
    if (wait !== undefined)
      return {
        ...refused(form, 429, 'Too many requests'),
        headers: { 'retry-after': String(Math.ceil(wait / 1000)) },
      };
    if (!match) return refused(form, 404, `Cannot ${call.method} ${call.path}`);

    const settled = jobs.settle(account);
    const context: Context = { ...contextOf(account), call: { ...call, params: match.params } };
    let outcome: Outcome;
    try {
      outcome = match.handler.answer(context);
    } catch (error) {
      if (error instanceof Refusal) return refused(form, error.status, error.message);
      throw error;
    }
    const result = answered(form, structuredClone(outcome));
    if (settled || call.method !== 'GET' || outcome.link || outcome.changed) await save(account);
    return result;
  }

  if (teams().length === 0) void reset();
  else teams().forEach(jobs.resume);

  return {
    handle: createExchange({
      api: 'litemail',
      clock,
      faults,
      onWire,
      answer,
      failure: (status) => ({
        ...refused(options.envelope === 'status' ? 'status' : 'success', status, 'Something went wrong'),
        ...(status === 429 && { headers: { 'retry-after': '1' } }),
      }),
    }),
    team,
    change(id, change) {
      change(team(id));
      return save(team(id));
    },
    deliver: (type, data, { team: id = 'T0ACME', ...rest } = {}) => jobs.deliver(team(id), type, data, rest),
    options: () => options,
    async configure(changed) {
      options = { ...options, ...changed, delays: { ...options.delays, ...changed.delays } };
      await documents.set('litemail/options', options);
    },
    async pay(link) {
      const id = link.split('/').at(-1) ?? '';
      const payer = teams().find(({ wallet }) => wallet.links.some((each) => each.id === id));
      if (!payer) throw new Error('no such payment link, or it was paid already');
      paid(contextOf(payer), id);
      await save(payer);
      return payer.wallet.balance;
    },
    reset,
  };
}
