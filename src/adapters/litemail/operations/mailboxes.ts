import { z } from 'zod';
import { isObject } from '../../../lib/json.ts';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, Done, Id, listOf, maybe, Paging, row, Status, someOf } from './litemail-shapes.ts';

const Mailbox = row(
  {
    id: Id,
    email: maybe(z.string()),
    username: maybe(z.string()),
    firstName: maybe(z.string()),
    lastName: maybe(z.string()),
    status: maybe(Status),
    domain: maybe(z.string()),
    domainId: maybe(Id),
    profilePicture: maybe(z.string()),
    assignedOn: maybe(z.string()),
    expireOn: maybe(z.string()),
    createdAt: maybe(z.string()),
    isWarmedUp: maybe(z.boolean()),
  },
  { username: ['mailboxUsername'], domain: ['domainName'] },
);
/** The address, where only its two halves are said. */
const Addressed = Mailbox.transform((mailbox) => {
  const { email, username, domain } = mailbox;
  return { ...mailbox, email: email ?? (username && domain ? `${username}@${domain}` : undefined) };
});
/** Rows that come inside their domain learn its name and id. */
const flattened = (value: unknown): unknown => {
  if (!isObject(value) || !Array.isArray(value.domains)) return value;
  const { domains, ...rest } = value;
  const mailboxes = domains
    .filter(isObject)
    .flatMap(({ id, domain, domainName, mailboxes: rows }) =>
      (Array.isArray(rows) ? rows : []).map((mailbox) =>
        isObject(mailbox) ? { domainId: id, domain: domain ?? domainName, ...mailbox } : mailbox,
      ),
    );
  return { ...rest, mailboxes };
};
const WarmupDay = row({
  date: z.string(),
  sent: maybe(Count),
  received: maybe(Count),
  inbox: maybe(Count),
  spam: maybe(Count),
});
const Warmup = row({
  mailboxId: maybe(Id),
  email: maybe(z.string()),
  warmupStatus: maybe(Status),
  /** 0 to 100. */
  healthScore: maybe(Count),
  sent: maybe(Count),
  received: maybe(Count),
  inbox: maybe(Count),
  spam: maybe(Count),
  inboxRate: maybe(Count),
  daily: maybe(someOf(WarmupDay)),
});
const Person = { firstName: z.string().min(1), lastName: z.string().min(1), username: z.string().min(1) };

export const mailboxes = {
  listMailboxes: {
    title: 'Retrieve Mailboxes',
    method: 'GET',
    path: '/v1/mailboxes',
    query: Paging.extend({ domainId: z.string().min(1).optional() }),
    answers: 'secrets',
    response: z.preprocess(flattened, listOf(Addressed, 'mailboxes')),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'docs',
  },
  createMailbox: {
    title: 'Assign New Mailbox to Domain',
    method: 'POST',
    path: '/v1/mailboxes',
    body: z.strictObject({ domainId: z.string().min(1), ...Person }),
    response: Done,
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  getMailbox: {
    title: 'Get Mailbox Details',
    method: 'GET',
    path: '/v1/mailboxes/{id}',
    answers: 'secrets',
    response: answer(
      z.preprocess((value) => (isObject(value) && isObject(value.mailbox) ? value.mailbox : value), Addressed),
    ),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  updateMailbox: {
    title: 'Update Mailbox',
    method: 'PUT',
    path: '/v1/mailboxes/{id}',
    /** Changing `username` changes the address. */
    body: z.strictObject({
      firstName: z.string().min(1).optional(),
      lastName: z.string().min(1).optional(),
      username: z.string().min(1).optional(),
      profilePicture: z.url().optional(),
      removeProfilePicture: z.boolean().optional(),
    }),
    response: Done,
    idempotent: true,
    does: ['replaces'],
    permission: apiKey,
    evidence: 'inferred',
  },
  removeMailbox: {
    title: 'Remove Mailbox (Next Renewal)',
    method: 'DELETE',
    path: '/v1/mailboxes/{id}',
    response: Done,
    idempotent: true,
    does: ['deletes'],
    permission: apiKey,
    evidence: 'docs',
  },
  getWarmupAnalytics: {
    title: 'Get Warmup Analytics for Mailboxes',
    method: 'GET',
    path: '/v1/mailboxes/warmup-analytics',
    query: z.strictObject({
      /** Sent as a comma list. */
      mailboxIds: z.array(z.string().min(1)).optional(),
      startDate: z.iso.date().optional(),
      endDate: z.iso.date().optional(),
    }),
    response: listOf(Warmup, 'mailboxes', 'analytics'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;

/** A group of its own in the navigation. */
export const mailBoxes = {
  assignMailboxes: {
    title: 'Assign Mailboxes to Domain',
    method: 'POST',
    path: '/v1/mailboxes/assign',
    body: z.strictObject({ domainId: z.string().min(1), mailboxes: z.array(z.strictObject(Person)).min(1) }),
    response: Done,
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
