import { normaliseName } from '../../../domain/dns/model/name.ts';
import { AppError } from '../../../lib/errors.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import type { LiteMail } from '../../../ports/litemail.ts';
import { allDomains, type DomainRow } from '../../litemail/index.ts';
import type { CommandContext } from '../../product-context.ts';
import { missingServers, type NameServerWatch } from './name-server-status.ts';

const initialWait = 5000;

/** Asks LiteMail whether the name servers have propagated. One cheap call per domain. */
export async function checkPropagation(
  litemail: LiteMail,
  watch: NameServerWatch,
  now: number,
): Promise<NameServerWatch> {
  const { propagated, expected, found } = await litemail.verifyNameServers({ params: { domainId: watch.domainId } });
  return {
    ...watch,
    ...(expected && expected.length > 0 && { expected }),
    ...(found && { found }),
    state: propagated ? 'done' : 'waiting',
    nextAt: now + watch.wait,
  };
}

const isWellKnown = (code: AppError['code']) => code === 'not_found' || code === 'upstream_rejected';

async function watchOf(litemail: LiteMail, domain: DomainRow, now: number): Promise<NameServerWatch> {
  const base = {
    domainId: domain.id,
    name: normaliseName(domain.domain),
    wait: initialWait,
    nextAt: now + initialWait,
  };
  try {
    const { nameServers } = await litemail.getNameServers({ params: { domainId: domain.id } });
    return { ...base, expected: nameServers, state: 'waiting' };
  } catch (error) {
    if (!(error instanceof AppError) || !isWellKnown(error.code)) throw error;
    return { ...base, expected: domain.nameServers ?? [], state: 'failed', why: error.message };
  }
}

/** Adds missing domains to LiteMail in one call, and returns the name servers to set for each. */
export async function startNameServers(ctx: CommandContext, names: readonly string[]): Promise<NameServerWatch[]> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const listDomains = async () => new Map((await allDomains(litemail)).map((row) => [normaliseName(row.domain), row]));
  let domains = await listDomains();
  const missing = names.filter((name) => !domains.has(name));
  if (missing.length > 0) {
    await litemail.connectDomains({ body: { domainNames: missing } });
    domains = await listDomains();
  }
  const now = ctx.clock.now();
  const watches: NameServerWatch[] = [];
  for (const name of names) {
    const domain = domains.get(name);
    watches.push(
      domain
        ? await watchOf(litemail, domain, now)
        : {
            domainId: '',
            name,
            expected: [],
            state: 'failed',
            why: 'LiteMail accepted it but does not list it yet. Run the command again in a minute.',
            nextAt: now,
            wait: initialWait,
          },
    );
  }
  return watches;
}

/** The current name server state of these domains. */
export async function checkNameServers(ctx: CommandContext, domains: readonly DomainRow[]): Promise<NameServerWatch[]> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const now = ctx.clock.now();
  const watches: NameServerWatch[] = [];
  for (const { id, domain, nameServers = [] } of domains) {
    const base = { domainId: id, name: normaliseName(domain), expected: nameServers, wait: initialWait, nextAt: now };
    const watch = await checkPropagation(litemail, { ...base, state: 'waiting' }, now);
    watches.push({ ...watch, ...(await otherReading(ctx, watch)) });
  }
  return watches;
}

const LOOKUP_TIMEOUT_MS = 2_000;

/** The name servers in live DNS, where they say something else than LiteMail; nothing where that is not known. */
async function otherReading({ resolver, clock }: CommandContext, watch: NameServerWatch): Promise<{ seen?: string[] }> {
  if (watch.expected.length === 0 || watch.state === 'failed') return {};
  const answer = await withTimeout(clock, LOOKUP_TIMEOUT_MS, resolver.lookup(watch.name, 'NS'));
  if (answer?.kind !== 'found') return {};
  const seen = answer.values.flatMap(({ content }) => content ?? []);
  const isDone = missingServers({ expected: watch.expected, found: seen }).length === 0;
  return isDone === (watch.state === 'done') ? {} : { seen };
}
