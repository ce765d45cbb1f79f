import { didYouMean } from '../../engine/commands/names.ts';
import { collectPages } from '../../lib/async.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';

export type Mailbox = Awaited<ReturnType<LiteMail['listMailboxes']>>['items'][number];

interface Filter {
  readonly contains?: string | undefined;
  readonly status?: string | undefined;
  readonly domainId?: string | undefined;
}

export const allMailboxes = (litemail: LiteMail, { contains, status, domainId }: Filter = {}): Promise<Mailbox[]> =>
  collectPages((page) =>
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

/** An address may come as Slack writes it without a label. */
const is = (name: string) => (mailbox: Mailbox) =>
  mailbox.id === name || mailbox.email?.toLowerCase() === name.replace(/^mailto:/i, '').toLowerCase();

/** The mailbox with this address, or id; undefined when LiteMail has none. */
export const lookUpMailbox = async (litemail: LiteMail, name: string): Promise<Mailbox | undefined> =>
  (name.includes('@') ? await allMailboxes(litemail, { contains: name.replace(/^mailto:/i, '') }) : []).find(
    is(name),
  ) ?? (await allMailboxes(litemail)).find(is(name));

/** All of these, by address or id, each once. Throws `bad_input` naming those that LiteMail does not have. */
export async function findMailboxes(litemail: LiteMail, names: readonly string[]): Promise<Mailbox[]> {
  const [only] = names;
  const known = names.length === 1 && only ? [await lookUpMailbox(litemail, only)] : await allMailboxes(litemail);
  const matches = names.map((name) => known.find((mailbox) => mailbox && is(name)(mailbox)));
  const unknown = names.filter((_, index) => !matches[index]);
  if (unknown.length === 0) return [...new Set(matches)].flatMap((mailbox) => mailbox ?? []);
  const all = names.length === 1 ? await allMailboxes(litemail) : known;
  const addresses = all.flatMap((mailbox) => mailbox?.email ?? []);
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
      hint: `${near}Check the spelling: ${typed('mailboxes list')} shows all of them. Nothing was started.`,
      fields: { mailboxes: `No such mailbox: ${unknown.slice(0, 5).join(', ')}` },
    },
  );
}

export async function findMailbox(litemail: LiteMail, name: string): Promise<Mailbox> {
  const [mailbox] = await findMailboxes(litemail, [name]);
  // Safe because findMailboxes throws for a name that it does not find.
  return mailbox as Mailbox;
}
