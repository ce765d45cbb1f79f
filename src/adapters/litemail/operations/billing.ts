import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { apiKey, Done } from './litemail-shapes.ts';

const line = z.string().min(1);

export const BillingDetails = z.strictObject({
  firstName: line,
  lastName: line,
  company: line.optional(),
  addressLineOne: line,
  addressLineTwo: line.optional(),
  addressLineThree: line.optional(),
  city: line,
  state: line.optional(),
  /** ISO 3166, two letters. */
  country: z.string().length(2),
  postalCode: line,
  /** Country code of the telephone number, digits only. */
  phoneCc: z.string().regex(/^\d{1,4}$/),
  phone: line,
  workspaceId: line.optional(),
});

export const billing = {
  addBillingDetails: {
    title: 'Add Billing Details',
    method: 'POST',
    path: '/v1/billing',
    body: BillingDetails,
    response: Done,
    idempotent: false,
    does: ['replaces'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
