import type { Json } from '../../lib/json.ts';
import type { LiteMailEvent } from './event.ts';

export const filterFields = ['type', 'domain', 'tag', 'status', 'severity'] as const;
type FilterField = (typeof filterFields)[number];

/** What a filter looks at. A field with several values matches when one of them does. */
export type Facts = Readonly<Record<FilterField, readonly string[]>>;

type Dict = { readonly [key: string]: Json };
const dict = (value: Json | undefined): Dict =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** The object that an event is about, as far as its shape is known. LiteMail documents none; siblings' shapes are read too. */
interface About {
  readonly domain?: string;
  readonly mailbox?: string;
  readonly status?: string;
  readonly previousStatus?: string;
  readonly tags: readonly string[];
}

export function about({ body }: Pick<LiteMailEvent, 'body'>): About {
  const outer = dict(body);
  const data = dict(outer.data ?? outer.payload ?? outer);
  const domainDetails = dict(data.domainDetails);
  const mailboxDetails = dict(data.mailboxDetails);
  const domain = text(domainDetails.domain) ?? text(mailboxDetails.domain) ?? text(data.domain);
  const username = text(mailboxDetails.username) ?? text(data.username);
  const mailbox =
    text(mailboxDetails.email) ??
    text(data.email) ??
    (username && domain && !username.includes('@') ? `${username}@${domain}` : username);
  const status =
    text(domainDetails.status) ?? text(mailboxDetails.status) ?? text(data.status) ?? text(data.export_status);
  const previousStatus = text(dict(data.previousState).status) ?? text(data.previous_status);
  const tags = Array.isArray(data.tags) ? data.tags.flatMap((tag) => text(dict(tag).name) ?? text(tag) ?? []) : [];
  return {
    ...(domain && { domain }),
    ...(mailbox && { mailbox }),
    ...(status && { status }),
    ...(previousStatus && { previousStatus }),
    tags,
  };
}

/** The mailbox, the domain, or the id of whatever else it is about. */
export const objectOf = (body: Json): string | undefined => {
  const { mailbox, domain } = about({ body });
  return mailbox ?? domain ?? text(dict(dict(body).data).id);
};

/** What the event is called by in a list. */
export const objectName = ({ body, id }: Pick<LiteMailEvent, 'body' | 'id'>): string => objectOf(body) ?? id;

const bad = /fail|suspend|error|expired|blacklist|banned|inactive|cancel/i;

export function factsOf(event: Pick<LiteMailEvent, 'type' | 'body'>): Facts {
  const { domain, status, tags } = about(event);
  return {
    type: [event.type],
    domain: domain ? [domain] : [],
    tag: tags,
    status: status ? [status] : [],
    severity: [bad.test(`${event.type} ${status ?? ''}`) ? 'bad' : 'info'],
  };
}
