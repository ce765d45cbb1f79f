import type { LiteMail } from '../../../ports/litemail.ts';
import { allDomains } from '../../litemail/index.ts';
import type { CommandContext } from '../../product-context.ts';

/** Each part is read separately: one that fails is undefined and does not affect the others. */
interface Dashboard {
  readonly account?: { readonly email?: string | undefined; readonly plan?: string | undefined } | undefined;
  readonly domains?: { readonly total: number; readonly active: number } | undefined;
  /** Status as LiteMail calls it → how many; without the total. */
  readonly mailboxes?: readonly (readonly [status: string, count: number])[] | undefined;
  /** USD; null for people who may not see it. */
  readonly wallet?: number | null | undefined;
  readonly placement?:
    | { readonly running: number; readonly last?: { readonly name: string; readonly inboxRate?: number | undefined } }
    | undefined;
  /** Requests of this team that wait for somebody. */
  readonly waiting: number;
}

/** Any error only affects the part's own line. */
async function part<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

async function domainsOf(litemail: LiteMail): Promise<Dashboard['domains']> {
  const { totalDomains, activeDomains } = (await part(() => litemail.getDashboard())) ?? {};
  if (totalDomains !== undefined && activeDomains !== undefined) return { total: totalDomains, active: activeDomains };
  return part(async () => {
    const all = await allDomains(litemail);
    return { total: all.length, active: all.filter(({ status }) => /^active$/i.test(status ?? '')).length };
  });
}

/** Undefined where LiteMail gives no number at all. */
async function mailboxCounts(litemail: LiteMail): Promise<Dashboard['mailboxes']> {
  const counts = Object.entries(await litemail.getMailboxStatusCounts());
  const known = counts.flatMap(([status, count]) => (count === undefined ? [] : [[status, count] as const]));
  if (known.length === 0 && counts.length > 0) return undefined;
  return known.filter(([status]) => status.toLowerCase() !== 'total');
}

async function placementOf(litemail: LiteMail): Promise<Dashboard['placement']> {
  const { items } = await litemail.listPlacementTests({ query: { page: 1, limit: 50 } });
  const running = items.filter(({ status }) => /running|progress|pending|scheduled/i.test(status ?? '')).length;
  const [last] = items
    .filter(({ status }) => /^(completed|done|finished)$/i.test(status ?? ''))
    .sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''));
  if (!last) return { running };
  return { running, last: { name: last.testName ?? last.id, inboxRate: last.summary?.inboxRate } };
}

export async function readDashboard(ctx: CommandContext): Promise<Dashboard> {
  const { teamId, roles } = ctx.actor;
  const litemail = await ctx.apis.litemail(teamId);
  const [account, domains, mailboxes, wallet, placement, waiting] = await Promise.all([
    part(async () => {
      const { email, activePlan } = await litemail.getUser();
      return { email, plan: activePlan };
    }),
    domainsOf(litemail),
    part(() => mailboxCounts(litemail)),
    roles.has('operator') ? part(async () => (await litemail.getWalletBalance()).walletBalance) : null,
    part(() => placementOf(litemail)),
    ctx.stores.requests.list(teamId, { status: ['pending'], limit: 100 }),
  ]);
  return { account, domains, mailboxes, wallet, placement, waiting: waiting.length };
}
