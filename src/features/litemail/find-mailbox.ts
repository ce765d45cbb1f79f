import { didYouMean } from '../../engine/commands/names.ts';
import { collectPages, type Listing, wholeList } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import { unreadable } from './find-domain.ts';

export type Mailbox = Awaited<ReturnType<LiteMail['listMailboxes']>>['items'][number];

interface Filter {
  readonly contains?: string | undefined;
  readonly status?: string | undefined;
  readonly domainId?: string | undefined;
}

export const listMailboxes = (
  litemail: LiteMail,
  { contains, status, domainId }: Filter = {},
): Promise<Listing<Mailbox>> =>
  collectPages(100, (page) =>
    litemail.listMailboxes({
      query: {
        page,
        limit: 100,
        ...(contains && { contains }),
        ...(status && { status }),
        ...(domainId && { domainId }),
      },
    }),
  );

/** Throws where LiteMail does not give all of them. */
export const allMailboxes = async (litemail: LiteMail, filter: Filter = {}): Promise<readonly Mailbox[]> =>
  wholeList(await listMailboxes(litemail, filter), 'mailboxes');

/** An address may come as Slack writes it without a label. */
const is = (name: string) => (mailbox: Mailbox) =>
  mailbox.id === name || mailbox.email?.toLowerCase() === name.replace(/^mailto:/i, '').toLowerCase();

const none: Listing<Mailbox> = { items: [], odd: [] };

/** The mailbox with this address, or id; undefined when LiteMail has none. */
const lookUpMailbox = async (litemail: LiteMail, name: string): Promise<Mailbox | undefined> =>
  (name.includes('@') ? await listMailboxes(litemail, { contains: name.replace(/^mailto:/i, '') }) : none).items.find(
    is(name),
  ) ?? (await listMailboxes(litemail)).items.find(is(name));

/**
 * All of these, by address or id, each once. Throws `bad_input` naming those that LiteMail does not have, and
 * `upstream_unavailable` where it does not give all that it has.
 */
export async function findMailboxes(litemail: LiteMail, names: readonly string[]): Promise<Mailbox[]> {
  const [only] = names;
  const single = names.length === 1 && only !== undefined;
  const found = single ? await lookUpMailbox(litemail, only) : undefined;
  if (found) return [found];
  const listing = await listMailboxes(litemail);
  const matches = names.map((name) => listing.items.find(is(name)));
  const unknown = names.filter((_, index) => !matches[index]);
  if (unknown.length === 0) return [...new Set(matches)].flatMap((mailbox) => mailbox ?? []);
  const all = wholeList(listing, 'mailboxes');
  const addresses = all.flatMap(({ email }) => email ?? []);
  const near = unknown
    .slice(0, 5)
    .map((name) => didYouMean(name, addresses))
    .join('');
  const list = unknown
    .slice(0, 5)
    .map((name) => `\`${name}\``)
    .join(', ');
  throw new AppError(
    'bad_input',
    `LiteMail has no mailbox ${list}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}.`,
    {
      hint: `${near}${unreadable(listing.odd)}Check the spelling: ${typed('mailboxes list')} shows all of them. Nothing was started.`,
      fields: { mailboxes: `No such mailbox: ${unknown.slice(0, 5).join(', ')}` },
    },
  );
}

export async function findMailbox(litemail: LiteMail, name: string): Promise<Mailbox> {
  const [mailbox] = await findMailboxes(litemail, [name]);
  // Safe because findMailboxes throws for a name that it does not find.
  return mailbox as Mailbox;
}
