import { z } from 'zod';
import { isObject } from '../../../lib/json.ts';
import { SECRET_MASK, Secret } from '../../../lib/secret.ts';
import type { Operations } from '../../../ports/operation.ts';
import { answer, apiKey, Done, Id, listOf, maybe, row, Status, someOf } from './litemail-shapes.ts';

const Webhook = row(
  {
    id: Id,
    url: z.string(),
    events: maybe(someOf(z.string())),
    isActive: maybe(z.boolean()),
    status: maybe(Status),
    createdAt: maybe(z.string()),
    /** Only right after registering, if LiteMail chose one of its own: what its events will be signed with. */
    signedWith: maybe(z.instanceof(Secret)),
  },
  { events: ['enabled_events', 'enabledEvents'] },
);
const withSecretHeld = (value: unknown): unknown => {
  if (!isObject(value)) return value;
  const { secret, ...rest } = value;
  // LiteMail's own, and not ours quoted back.
  return typeof secret === 'string' && secret !== '' && secret !== SECRET_MASK
    ? { ...rest, signedWith: new Secret(secret) }
    : rest;
};

export const webhooks = {
  listWebhooks: {
    title: 'List Registered Webhooks',
    method: 'GET',
    path: '/v1/webhooks',
    response: listOf(Webhook, 'webhooks', 'endpoints'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  registerWebhook: {
    title: 'Register a New Webhook Endpoint',
    method: 'POST',
    path: '/v1/webhooks',
    body: z.strictObject({
      url: z.url({ protocol: /^https?$/ }),
      events: z.array(z.string().min(1)).min(1),
      secret: z.string().min(1).optional(),
    }),
    answers: 'secrets',
    verbatim: true,
    /** Without the webhook itself, find it by its URL in the list. */
    response: answer(z.preprocess(withSecretHeld, maybe(Webhook))),
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  deleteWebhook: {
    title: 'Delete a Webhook',
    method: 'DELETE',
    path: '/v1/webhooks/{id}',
    response: Done,
    idempotent: true,
    does: ['deletes'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
