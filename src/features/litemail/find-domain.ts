import { displayName, normaliseName } from '../../domain/dns/model/name.ts';
import { didYouMean } from '../../engine/commands/names.ts';
import { collectPages } from '../../lib/async.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';

export type Domain = Awaited<ReturnType<LiteMail['listDomains']>>['items'][number];

interface Filter {
  readonly contains?: string | undefined;
  readonly status?: string | undefined;
}

const given = ({ contains, status }: Filter) => ({ ...(contains && { contains }), ...(status && { status }) });

export const allDomains = (litemail: LiteMail, filter: Filter = {}): Promise<Domain[]> =>
  collectPages((page) => litemail.listDomains({ query: { page, limit: 100, ...given(filter) } }));

export const assignableDomains = (litemail: LiteMail, filter: Filter = {}): Promise<Domain[]> =>
  collectPages((page) => litemail.listAssignableDomains({ query: { page, limit: 100, ...given(filter) } }));

const among = (rows: readonly Domain[], name: string) => rows.find(({ domain }) => normaliseName(domain) === name);

/** The domain of this name at LiteMail, `name` in normal form; undefined when it has none. */
export async function lookUpDomain(litemail: LiteMail, name: string): Promise<Domain | undefined> {
  // LiteMail may keep the name in either spelling, and searches only as it keeps it.
  const spelledOneWay = !name.includes('xn--');
  const match = spelledOneWay && among(await allDomains(litemail, { contains: name }), name);
  return match || among(await allDomains(litemail), name);
}

/** The same; throws `not_found`. */
export async function findDomain(litemail: LiteMail, name: string): Promise<Domain> {
  const match = await lookUpDomain(litemail, name);
  if (match) return match;
  const known = (await allDomains(litemail)).map(({ domain }) => normaliseName(domain));
  const message = `LiteMail has no domain \`${displayName(name)}\` in this account.`;
  throw new AppError('not_found', message, {
    hint: `${didYouMean(name, known)}${typed('domains list')} shows all of them; ${typed('domains connect')} or ${typed('domains nameservers')} adds one.`,
    fields: { domain: message },
  });
}
