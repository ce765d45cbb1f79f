import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { BillingDetails } from './billing.ts';
import { apiKey, Done, Id, listOf, maybe, Paging, row } from './litemail-shapes.ts';

const Workspace = row({ id: Id, name: z.string(), createdAt: maybe(z.string()), updatedAt: maybe(z.string()) });

export const workspaces = {
  listWorkspaces: {
    title: 'Retrieve All Workspaces',
    method: 'GET',
    path: '/v1/workspaces',
    query: Paging.omit({ status: true }),
    response: listOf(Workspace, 'workspaces'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'sibling',
  },
  createWorkspace: {
    title: 'Create New Workspace',
    method: 'POST',
    path: '/v1/workspaces',
    body: z.strictObject({ name: z.string().min(1), billingDetails: BillingDetails.optional() }),
    response: Done,
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'sibling',
  },
  updateWorkspace: {
    title: 'Update Workspace',
    method: 'PUT',
    path: '/v1/workspaces/{id}',
    body: z.strictObject({ name: z.string().min(1) }),
    response: Done,
    idempotent: true,
    does: ['replaces'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
