import { displayName, normaliseName } from '../../domain/dns/model/name.ts';
import { didYouMean } from '../../engine/commands/names.ts';
import { collectPages, type Listing, wholeList } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';

export type Domain = Awaited<ReturnType<LiteMail['listDomains']>>['items'][number];

interface Filter {
  readonly contains?: string | undefined;
  readonly status?: string | undefined;
}

const given = ({ contains, status }: Filter) => ({ ...(contains && { contains }), ...(status && { status }) });

export const listDomains = (litemail: LiteMail, filter: Filter = {}): Promise<Listing<Domain>> =>
  collectPages(100, (page) => litemail.listDomains({ query: { page, limit: 100, ...given(filter) } }));

export const listAssignableDomains = (litemail: LiteMail, filter: Filter = {}): Promise<Listing<Domain>> =>
  collectPages(100, (page) => litemail.listAssignableDomains({ query: { page, limit: 100, ...given(filter) } }));

/** Throws where LiteMail does not give all of them. */
export const allDomains = async (litemail: LiteMail, filter: Filter = {}): Promise<readonly Domain[]> =>
  wholeList(await listDomains(litemail, filter), 'domains');

const among = (rows: readonly Domain[], name: string) => rows.find(({ domain }) => normaliseName(domain) === name);

/** The domain of this name at LiteMail, `name` in normal form; undefined when it has none. Throws where that is not known. */
export async function lookUpDomain(litemail: LiteMail, name: string): Promise<Domain | undefined> {
  // LiteMail may keep the name in either spelling, and searches only as it keeps it.
  const spelledOneWay = !name.includes('xn--');
  const match = spelledOneWay && among((await listDomains(litemail, { contains: name })).items, name);
  if (match) return match;
  const all = await listDomains(litemail);
  return among(all.items, name) ?? among(wholeList(all, 'domains'), name);
}

/** The same; throws `not_found`. */
export async function findDomain(litemail: LiteMail, name: string): Promise<Domain> {
  const match = await lookUpDomain(litemail, name);
  if (match) return match;
  const { items, odd } = await listDomains(litemail);
  const known = items.map(({ domain }) => normaliseName(domain));
  const message = `LiteMail has no domain \`${displayName(name)}\` in this account.`;
  throw new AppError('not_found', message, {
    hint: `${didYouMean(name, known)}${unreadable(odd)}${typed('domains list')} shows all of them; ${typed('domains connect')} or ${typed('domains nameservers')} adds one.`,
    fields: { domain: message },
  });
}

/** Said where something was not found that may be in a row that cannot be read. */
export const unreadable = (odd: readonly unknown[]): string =>
  odd.length === 0 ? '' : `${odd.length} of the rows that LiteMail gave cannot be read, so it may be among these. `;
