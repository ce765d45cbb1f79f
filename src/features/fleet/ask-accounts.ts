import { z } from 'zod';
import { collectPages } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import type { Cloudflare } from '../../ports/apis.ts';
import type { Services } from '../product-context.ts';
import {
  accountAnswers,
  liteMailNameServers,
  mailboxCount,
  noAccount,
  notDelegated,
  readAccount,
  type Unanswered,
  whyOf,
} from './account-health.ts';
import { changeLook, type DomainHealth, loadLook, withAnswers } from './fleet-look.ts';

/** One look at a selection of domains, as far as it has come. */
export const RunShape = z.object({
  /** When it began, epoch milliseconds. */
  at: z.number(),
  names: z.array(z.string()).readonly(),
  /** Whose records are still to be read; absent while what the accounts say is not known. */
  pending: z.array(z.string()).readonly().exactOptional(),
  /** Whose expiry is still to be asked for. */
  expiry: z.array(z.string()).readonly().exactOptional(),
  /** How often the accounts were asked while an API took no calls. */
  tries: z.number().exactOptional(),
  /** When the look before began. */
  before: z.number().exactOptional(),
  /** What could not be searched or read. */
  notes: z.array(z.string()).readonly(),
});
export type Run = Readonly<z.infer<typeof RunShape>>;

export type Needs = Pick<Services, 'stores' | 'locks' | 'apis' | 'resolver' | 'clock' | 'reference'>;

/** Records that were read so short a time ago are not read again, unless their provider or this app has changed them. */
const FRESH_MS = 10 * 60_000;
const MAX_TRIES = 3;

/** So many domains of which LiteMail's list does not say when they expire are asked for in one look. */
const MAX_EXPIRY_CALLS = 30;
const EXPIRY_KNOWN_MS = 24 * 3_600_000;

/** What the accounts' own lists say of every domain; gives those of which more has to be asked. */
export async function askAccounts(
  services: Needs,
  teamId: string,
  { at, names, tries = 0 }: Run,
): Promise<{ readonly pending: readonly string[]; readonly expiry: readonly string[] }> {
  const [{ domains }, account, zones] = await Promise.all([
    loadLook(services, teamId),
    orWhy(() => services.apis.litemail(teamId, 'background'), readAccount).then((found) =>
      'why' in found ? noAccount(found.why) : found,
    ),
    orWhy(() => services.apis.cloudflare(teamId, 'background'), cloudflareZones),
  ]);
  const refused = [account.domains, account.mailboxes, account.placement, zones].find((list) => 'limited' in list);
  if (refused && 'limited' in refused && refused.limited && tries < MAX_TRIES) throw refused.limited;
  const versionOf = ({ id }: DomainHealth) => ('why' in zones ? undefined : zones.get(id)?.modified_on);
  const isFresh = async (name: string, domain: DomainHealth): Promise<boolean> =>
    domain.readAt !== undefined &&
    at - domain.readAt < FRESH_MS &&
    versionOf(domain) === domain.version &&
    Boolean(domain.mailboxes) === Boolean(mailboxCount(account, name)) &&
    !(await services.stores.snapshots.readings({ teamId, home: domain.home, zone: name })).some(
      (reading) => reading.cause === 'after' && reading.at >= (domain.readAt ?? 0),
    );
  const fresh = new Set<string>();
  for (const name of names) if (domains[name] && (await isFresh(name, domains[name]))) fresh.add(name);

  const expiry: string[] = [];
  await changeLook(services, teamId, (look) => {
    const next = { ...look.domains };
    for (const name of names) {
      const domain = next[name];
      if (!domain) continue;
      const [version, count] = [versionOf(domain), mailboxCount(account, name)];
      const row = 'rows' in account.domains ? account.domains.rows.get(name) : undefined;
      const isKnown = domain.expiry !== undefined && at - domain.expiry.askedAt < EXPIRY_KNOWN_MS;
      if (row && row.expireOn === undefined && !isKnown) expiry.push(name);
      const {
        readAt,
        version: _,
        mailboxes: __,
        liteMailId: ___,
        ...kept
      } = withAnswers(
        domain,
        {
          ...accountAnswers(account, name, at, domain.expiry),
          'name-servers': domain.home === 'litemail' ? liteMailNameServers(account, name) : nameServers(zones, domain),
        },
        at,
      );
      next[name] = {
        ...kept,
        ...(fresh.has(name) && readAt !== undefined && { readAt }),
        ...(version !== undefined && { version }),
        ...(count !== undefined && { mailboxes: count }),
        ...(row && { liteMailId: row.id }),
      };
    }
    return { ...look, domains: next };
  });
  return { pending: names.filter((name) => !fresh.has(name)), expiry: expiry.slice(0, MAX_EXPIRY_CALLS) };
}

/** Undefined credentials and refusals say why. */
async function orWhy<C, T>(client: () => Promise<C>, read: (client: C) => Promise<T>): Promise<T | Unanswered> {
  try {
    return await read(await client());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return whyOf(error);
  }
}

type CloudflareZone = Awaited<ReturnType<Cloudflare['listZones']>>['result'][number];
const ZONES_PER_PAGE = 50;

/** By id. */
async function cloudflareZones(cloudflare: Cloudflare): Promise<ReadonlyMap<string, CloudflareZone>> {
  const { items } = await collectPages(ZONES_PER_PAGE, async (page) => {
    const {
      result,
      odd,
      result_info: info,
    } = await cloudflare.listZones({ query: { page, per_page: ZONES_PER_PAGE } });
    return { items: result, odd, total: info?.total_count, totalPages: info?.total_pages };
  });
  return new Map(items.map((zone) => [zone.id, zone]));
}

function nameServers(zones: ReadonlyMap<string, CloudflareZone> | Unanswered, { id }: DomainHealth) {
  if ('why' in zones) return { problems: [], unknown: zones.why };
  const { status, name_servers: expected = [] } = zones.get(id) ?? {};
  if (status === 'active') return { problems: [] };
  if (status !== 'pending' && status !== 'initializing' && status !== 'moved')
    return { problems: [], unknown: status ? `Cloudflare says ${status}` : 'Cloudflare does not say' };
  return { problems: [notDelegated(expected, `Cloudflare says ${status}`)] };
}
