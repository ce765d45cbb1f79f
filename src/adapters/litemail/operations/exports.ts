import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Count, Done, Id, maybe, row, Status } from './litemail-shapes.ts';

/** Sequencers seen with a sibling of this API; MANUAL gives a file. Open: LiteMail may know more. */
export const App = z.string().min(1);
const text = z.string().min(1);
const account = {
  email: z.email(),
  password: text,
  app: App,
  /** EmailBison only. */
  url: z.url().optional(),
  clientId: text.optional(),
  clientIdAppName: text.optional(),
};

export const exports = {
  exportMailboxes: {
    title: 'Export Mailboxes',
    method: 'POST',
    path: '/v1/exports/mailboxes',
    body: z.strictObject({
      apps: z.array(App).min(1),
      ids: z.array(text).optional(),
      excludeIds: z.array(text).optional(),
      tagIds: z.array(text).optional(),
      contains: text.optional(),
      status: text.optional(),
      thirdPartyAccountId: text.optional(),
    }),
    /** The file behind the link is ready some seconds later. */
    response: answer(maybe(row({ csvExportedLink: maybe(z.string()) }))),
    idempotent: false,
    does: ['reveals'],
    permission: apiKey,
    evidence: 'sibling',
  },
  addThirdPartyAccount: {
    title: 'Add Third Party Account Details',
    method: 'POST',
    path: '/v1/exports/accounts/third-party',
    body: z.strictObject(account),
    response: Done,
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'sibling',
  },
  updateThirdPartyAccount: {
    title: 'Update Third Party Account Details',
    method: 'PUT',
    path: '/v1/exports/accounts/third-party',
    body: z.strictObject({ ...account, accountId: text.optional() }),
    response: Done,
    idempotent: true,
    does: ['replaces'],
    permission: apiKey,
    evidence: 'sibling',
  },
  connectInboxes: {
    title: 'Connect Inboxes (Export to Platform)',
    method: 'POST',
    path: '/v1/connect-inbox',
    /** `apiKey`, or `email` and `password`, are those of the platform. */
    body: z.strictObject({
      platform: text,
      mailboxIds: z.array(text).min(1),
      apiKey: text.optional(),
      email: z.email().optional(),
      password: text.optional(),
    }),
    response: answer(
      maybe(
        row({
          connected: maybe(Count),
          failed: maybe(Count),
          results: maybe(
            z.array(
              row({ mailboxId: maybe(Id), email: maybe(z.string()), status: maybe(Status), error: maybe(z.string()) }),
            ),
          ),
        }),
      ),
    ),
    idempotent: false,
    does: ['reveals'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
