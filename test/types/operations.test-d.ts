// Checked by `tsc` alone: what must not compile.
import { z } from 'zod';
import type { Operations } from '../../src/ports/operation.ts';

const known = {
  title: 'Delete a Webhook',
  method: 'DELETE',
  path: '/v1/webhooks/{id}',
  response: z.unknown(),
  idempotent: true,
  permission: 'API key',
  evidence: 'inferred',
} as const;

({ deleteWebhook: { ...known, does: ['deletes'] } }) satisfies Operations;

// @ts-expect-error nobody forgets to say what an operation does
({ deleteWebhook: known }) satisfies Operations;

// @ts-expect-error nor says it in words that no gate knows
({ deleteWebhook: { ...known, does: ['removes'] } }) satisfies Operations;
