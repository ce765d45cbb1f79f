import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { maybe } from './cloudflare-shapes.ts';

const Token = z.looseObject({
  id: maybe(z.string()),
  /** active, disabled or expired. */
  status: z.string(),
  expires_on: maybe(z.string()),
  not_before: maybe(z.string()),
});

export const tokens = {
  verifyUserToken: {
    title: 'Verify Token',
    method: 'GET',
    path: '/user/tokens/verify',
    response: Token,
    idempotent: true,
    does: [],
    permission: 'none',
    evidence: 'official',
  },
  verifyAccountToken: {
    title: 'Verify Account Token',
    method: 'GET',
    path: '/accounts/{account_id}/tokens/verify',
    response: Token,
    idempotent: true,
    does: [],
    permission: 'none',
    evidence: 'official',
  },
  /** The only way to check a Global API Key. */
  getUser: {
    title: 'User Details',
    method: 'GET',
    path: '/user',
    response: z.looseObject({ id: z.string() }),
    idempotent: true,
    does: [],
    permission: 'User Details Read',
    evidence: 'official',
  },
} as const satisfies Operations;
