import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { apiKey, Done, Id, listOf, maybe, row } from './litemail-shapes.ts';

/** `#2196F3`. */
const Color = z.string().regex(/^#[0-9a-f]{6}$/i);

export const tags = {
  listTags: {
    title: 'List Tags',
    method: 'GET',
    path: '/v1/tags',
    response: listOf(row({ id: Id, name: z.string(), color: maybe(z.string()) }, { color: ['tagColor'] }), 'tags'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  createTag: {
    title: 'Create Tag',
    method: 'POST',
    path: '/v1/tags',
    body: z.strictObject({ name: z.string().min(1), color: Color.optional() }),
    response: Done,
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  updateTag: {
    title: 'Update Tag',
    method: 'PUT',
    path: '/v1/tags/{id}',
    body: z.strictObject({ name: z.string().min(1).optional(), color: Color.optional() }),
    response: Done,
    idempotent: true,
    does: ['replaces'],
    permission: apiKey,
    evidence: 'inferred',
  },
  deleteTag: {
    title: 'Delete Tag',
    method: 'DELETE',
    path: '/v1/tags/{id}',
    response: Done,
    idempotent: true,
    does: ['deletes'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
