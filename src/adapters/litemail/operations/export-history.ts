import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { App } from './exports.ts';
import { apiKey, Count, Done, Id, listOf, maybe, Paging, row, Status, someOf } from './litemail-shapes.ts';

const ExportRecord = row(
  {
    id: Id,
    platform: maybe(z.string()),
    mailboxIds: maybe(someOf(Id)),
    mailboxCount: maybe(Count),
    status: maybe(Status),
    fileUrl: maybe(z.string()),
    error: maybe(z.string()),
    createdAt: maybe(z.string()),
  },
  { id: ['export_id'], platform: ['app'], error: ['failure_reason'] },
);

export const exportHistory = {
  listExportHistory: {
    title: 'List Export History',
    method: 'GET',
    path: '/v1/export-history',
    query: Paging.pick({ page: true, limit: true }),
    response: listOf(ExportRecord, 'exports', 'history', 'exportHistory'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
  createExportHistoryRecord: {
    title: 'Create Export History Record',
    method: 'POST',
    path: '/v1/export-history',
    body: z.strictObject({
      platform: App,
      mailboxIds: z.array(z.string().min(1)).min(1),
      status: z.string().min(1).optional(),
    }),
    response: Done,
    idempotent: false,
    does: [],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;
