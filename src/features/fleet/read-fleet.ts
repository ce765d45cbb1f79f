import { AppError } from '../../lib/errors.ts';
import { withTimeout } from '../../lib/with-timeout.ts';
import type { Resolver } from '../../ports/resolver.ts';
import { lintZone, listAllZones, type ResolvedZone, selectZones, type ZoneSelector } from '../dns/index.ts';
import type { CommandContext } from '../product-context.ts';
import { expiryAnswer } from './account-health.ts';
import { askAccounts, type Needs, type Run } from './ask-accounts.ts';
import { type Answers, changeLook, type DomainHealth, type Look, loadLook, unseen, withAnswers } from './fleet-look.ts';
import { unreadRecords, zoneAnswers } from './zone-health.ts';

/** Chooses the domains, all where nothing is said; what is kept of domains that are gone is forgotten. */
export async function beginLook(ctx: CommandContext, selection: ZoneSelector): Promise<Run> {
  const { teamId } = ctx.actor;
  const { names, tag, workspace, notConnected, except = [] } = selection;
  const isAll = names.length === 0 && !tag?.length && !workspace && !notConnected;
  const { zones, notes } =
    isAll && except.length === 0
      ? await everyZone(ctx)
      : await selectZones(ctx, { ...selection, ...(isAll && { all: true }) });
  const isWhole = isAll && except.length === 0 && notes.length === 0;
  const look = await changeLook(ctx, teamId, (before) => ({
    ...before,
    domains: {
      ...(!isWhole && before.domains),
      ...Object.fromEntries(zones.map(({ zone }) => [zone.name, sameZone(before.domains[zone.name], zone)])),
    },
  }));
  return {
    at: ctx.clock.now(),
    names: zones.map(({ zone }) => zone.name),
    notes,
    ...(look.at !== undefined && { before: look.at }),
  };
}

function sameZone(before: DomainHealth | undefined, { home, id, plan }: ResolvedZone['zone']): DomainHealth {
  const zone = { home, id, ...(plan && { plan }) };
  return before?.home === home && before.id === id ? { ...before, ...zone } : unseen(zone);
}

/** However many they are. */
async function everyZone(ctx: CommandContext) {
  const { zones, problems } = await listAllZones(ctx);
  const [problem] = problems;
  if (zones.length === 0 && problem) throw problem.error;
  return { zones, notes: problems.map(({ error }) => `Some domains were not looked at: ${error.message}`) };
}

const AT_ONCE = 6;
const LOOKUP_TIMEOUT_MS = 3_000;
const isRateLimit = (error: unknown): error is AppError => error instanceof AppError && error.code === 'rate_limited';
const retryAtOf = ({ retryAt }: AppError, now: number): number => retryAt ?? now + LOOKUP_TIMEOUT_MS;

export interface Advanced {
  readonly run: Run;
  readonly look: Look;
  /** An API takes no more calls until then, epoch milliseconds. */
  readonly retryAt?: number;
}

/**
 * Goes on with a look until it is done or `deadline` (of `clock.elapsed()`) has passed, and keeps what was found. What is
 * refused for one domain is unknown of that domain and stops no other.
 */
export async function advanceLook(services: Needs, teamId: string, run: Run, deadline: number): Promise<Advanced> {
  if (run.pending) return readPending(services, teamId, { ...run, pending: run.pending }, deadline);
  try {
    return await readPending(services, teamId, { ...run, ...(await askAccounts(services, teamId, run)) }, deadline);
  } catch (error) {
    if (!isRateLimit(error)) throw error;
    const again = { ...run, tries: (run.tries ?? 0) + 1 };
    return { run: again, look: await loadLook(services, teamId), retryAt: retryAtOf(error, services.clock.now()) };
  }
}

type Found = { readonly answers: Answers } & Partial<Pick<DomainHealth, 'readAt' | 'expiry'>>;

async function readPending(
  services: Needs,
  teamId: string,
  run: Run & { readonly pending: readonly string[] },
  deadline: number,
): Promise<Advanced> {
  const { clock } = services;
  const { domains } = await loadLook(services, teamId);
  const asking = { ...services, resolver: askedOnce(services, run.at) };
  const found: [name: string, Found][] = [];
  let retryAt: number | undefined;
  /** Goes on with the list; gives what is left of it. */
  async function work(
    names: readonly string[],
    atOnce: number,
    read: (name: string, domain: DomainHealth) => Promise<Found>,
    unread: (why: string) => Answers,
  ): Promise<readonly string[]> {
    const waiting = [...names];
    const left = new Set(names);
    const worker = async (): Promise<void> => {
      while (retryAt === undefined && clock.elapsed() < deadline) {
        const name = waiting.shift();
        if (name === undefined) return;
        const domain = domains[name];
        try {
          if (domain) found.push([name, await read(name, domain)]);
        } catch (error) {
          if (isRateLimit(error)) {
            retryAt = retryAtOf(error, clock.now());
            return;
          }
          const why =
            error instanceof AppError ? error.message : `this app could not read it (${services.reference(error)})`;
          found.push([name, { answers: unread(why) }]);
        }
        left.delete(name);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return [...left];
  }
  const [pending, expiry] = await Promise.all([
    work(run.pending, AT_ONCE, (name, domain) => readRecords(asking, teamId, name, domain), unreadRecords),
    work(run.expiry ?? [], 1, (name, domain) => readExpiry(services, teamId, name, domain), unreadExpiry),
  ]);

  const next = { ...run, pending, expiry };
  const look = await changeLook(services, teamId, (before) => {
    const after = { ...before.domains };
    for (const [name, { answers, ...read }] of found)
      if (after[name]) after[name] = { ...withAnswers(after[name], answers, run.at), ...read };
    return { ...before, domains: after, ...(isDone(next) && { at: run.at }) };
  });
  return { run: next, look, ...(retryAt !== undefined && { retryAt }) };
}

export const isDone = ({ pending, expiry = [] }: Run): boolean => pending?.length === 0 && expiry.length === 0;

/** LiteMail's list may not say when a domain expires; its details do. */
async function readExpiry(
  { apis, clock }: Needs,
  teamId: string,
  name: string,
  { liteMailId: domainId = '' }: DomainHealth,
): Promise<Found> {
  const litemail = await apis.litemail(teamId, 'background');
  const { expireOn, autoRenew } = await litemail.getDomain({ params: { domainId } });
  const askedAt = clock.now();
  return {
    answers: { expiry: expiryAnswer({ expireOn, autoRenew }, name, askedAt) },
    expiry: { askedAt, ...(expireOn !== undefined && { expireOn }), ...(autoRenew !== undefined && { autoRenew }) },
  };
}
const unreadExpiry = (why: string): Answers => ({ expiry: { problems: [], unknown: why } });

async function readRecords(
  { apis, clock, resolver }: Needs,
  teamId: string,
  name: string,
  { home, id, plan, mailboxes }: DomainHealth,
): Promise<Found> {
  // Nobody waits so much for it that others had to wait for their own work.
  const provider = await apis.provider(teamId, home, 'background');
  if (!provider) throw new AppError('not_configured', 'Its DNS provider is no longer connected.');
  const sets = await provider.list({ home, id, name, batchLimit: 1, ...(plan && { plan }) });
  const readAt = clock.now();
  const { quick, complete } = await lintZone({ resolver, clock }, { name, sets });
  const { findings, unanswered } = (await complete) ?? quick;
  return { answers: zoneAnswers({ name, sets, findings, unanswered, mailboxes }), readAt };
}

const lookups = new WeakMap<
  Resolver,
  { readonly at: number; readonly asked: Map<string, ReturnType<Resolver['lookup']>> }
>();

/** What many domains have in common, such as an include, is looked up once in a look. */
function askedOnce({ resolver, clock }: Pick<Needs, 'resolver' | 'clock'>, at: number): Resolver {
  const { asked } = lookups.get(resolver)?.at === at ? (lookups.get(resolver) ?? fresh()) : fresh();
  return {
    lookup(name, type) {
      const key = `${type} ${name}`;
      const answer = asked.get(key) ?? inTime(resolver.lookup(name, type));
      asked.set(key, answer);
      return answer;
    },
  };
  function fresh() {
    const begun = { at, asked: new Map<string, ReturnType<Resolver['lookup']>>() };
    lookups.set(resolver, begun);
    return begun;
  }
  async function inTime(lookup: ReturnType<Resolver['lookup']>): ReturnType<Resolver['lookup']> {
    return (await withTimeout(clock, LOOKUP_TIMEOUT_MS, lookup)) ?? { kind: 'unknown', why: 'no answer in time' };
  }
}
