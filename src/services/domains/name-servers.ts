import { normaliseName } from '../../core/dns/name.ts';
import { AppError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import type { NameServerWatch } from '../../core/name-servers.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import type { CommandContext } from '../context.ts';
import { allDomains, type Domain, findDomain } from '../litemail/find-domain.ts';

export const firstWait = 5000;

/** Asks LiteMail whether the world sees the right servers. Cheap for it, so it is asked per domain. */
export async function look(litemail: LiteMail, watch: NameServerWatch, now: number): Promise<NameServerWatch> {
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

async function watchOf(litemail: LiteMail, domain: Domain, now: number): Promise<NameServerWatch> {
  const base = { domainId: domain.id, name: normaliseName(domain.domain), wait: firstWait, nextAt: now + firstWait };
  try {
    const { nameServers } = await litemail.getNameServers({ params: { domainId: domain.id } });
    return { ...base, expected: nameServers, state: 'waiting' };
  } catch (error) {
    if (!(error instanceof AppError) || !isWellKnown(error.code)) throw error;
    return { ...base, expected: domain.nameServers ?? [], state: 'failed', why: error.message };
  }
}

/** Adds what LiteMail does not have yet in one call, and tells the pair to set for each. */
export async function startNameServers(ctx: CommandContext, names: readonly string[]): Promise<NameServerWatch[]> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const known = async () => new Map((await allDomains(litemail)).map((row) => [normaliseName(row.domain), row]));
  let domains = await known();
  const fresh = names.filter((name) => !domains.has(name));
  if (fresh.length > 0) {
    await litemail.connectDomains({ body: { domainNames: fresh } });
    domains = await known();
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
            why: 'LiteMail took it but does not list it yet. Send the command again in a minute.',
            nextAt: now,
            wait: firstWait,
          },
    );
  }
  return watches;
}

/** Where the name servers of these domains stand at this moment. */
export async function checkNameServers(ctx: CommandContext, names: readonly string[]): Promise<NameServerWatch[]> {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  const now = ctx.clock.now();
  const watches: NameServerWatch[] = [];
  for (const name of names) {
    const { id, domain, nameServers = [] } = await findDomain(litemail, name);
    const base = { domainId: id, name: normaliseName(domain), expected: nameServers, wait: firstWait, nextAt: now };
    watches.push(await look(litemail, { ...base, state: 'waiting' }, now));
  }
  return watches;
}

/** Goes on looking, through restarts, and keeps one message to the person current. */
export async function watchNameServers(ctx: CommandContext, domains: readonly NameServerWatch[]): Promise<void> {
  const now = ctx.clock.now();
  await ctx.stores.jobs.add([
    {
      teamId: ctx.actor.teamId,
      kind: 'name-servers',
      key: `name-servers:${ctx.actor.teamId}:${ctx.newId('n')}`,
      data: { userId: ctx.actor.userId, domains: domains as unknown as Json, startedAt: now },
      runAt: now,
    },
  ]);
}
