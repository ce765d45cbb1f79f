import { z } from 'zod';
import { parseJson } from '../../../lib/json.ts';
import type { Operations } from '../../../ports/operation.ts';
import { longListOf, maybe } from './cloudflare-shapes.ts';

/**
 * One row: a name, a type and one value. Only what identifies it is certain to be there. What nobody asks for is not
 * kept, for zones of thousands.
 */
export const DnsRow = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  /** Full name, Punycode, no trailing dot. */
  name: z.string().min(1),
  content: z.string().nullish(),
  data: z.looseObject({}).nullish(),
  priority: z.number().nullish(),
  /** 1 is automatic. */
  ttl: z.number().nullish(),
  proxied: z.boolean().nullish(),
  comment: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  settings: z.looseObject({}).nullish(),
  private_routing: z.boolean().nullish(),
  modified_on: z.string().nullish(),
  meta: z.object({ read_only: z.boolean().nullish() }).nullish(),
});
export type DnsRow = z.output<typeof DnsRow>;

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Holds for no row that `DnsRow` refuses. */
const isDnsRow = (row: unknown): row is DnsRow =>
  isFields(row) &&
  isText(row.id) &&
  isText(row.type) &&
  isText(row.name) &&
  (row.content == null || typeof row.content === 'string') &&
  (row.data == null || isFields(row.data)) &&
  (row.priority == null || Number.isFinite(row.priority)) &&
  (row.ttl == null || Number.isFinite(row.ttl)) &&
  (row.proxied == null || typeof row.proxied === 'boolean') &&
  (row.comment == null || typeof row.comment === 'string') &&
  (row.tags == null || (Array.isArray(row.tags) && row.tags.every((tag) => typeof tag === 'string'))) &&
  (row.settings == null || isFields(row.settings)) &&
  (row.private_routing == null || typeof row.private_routing === 'boolean') &&
  (row.modified_on == null || typeof row.modified_on === 'string') &&
  (row.meta == null || (isFields(row.meta) && (row.meta.read_only == null || typeof row.meta.read_only === 'boolean')));

function usedFields(row: unknown): unknown {
  if (!isDnsRow(row)) return row;
  const { id, type, name, content, ttl, settings } = row;
  const used: DnsRow = { id, type, name, content, ttl };
  if (row.data) used.data = row.data;
  if (row.priority != null) used.priority = row.priority;
  if (row.proxied != null) used.proxied = row.proxied;
  if (row.comment) used.comment = row.comment;
  if (row.tags?.length) used.tags = row.tags;
  if (settings && Object.keys(settings).length > 0) used.settings = settings;
  if (row.private_routing) used.private_routing = true;
  if (row.modified_on) used.modified_on = row.modified_on;
  if (row.meta?.read_only) used.meta = { read_only: true };
  return used;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const written = {
  name: z.string().min(1).max(255),
  content: z.string().optional(),
  data: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  priority: z.number().int().min(0).max(65535).optional(),
  ttl: z.union([z.literal(1), z.number().int().min(30).max(86400)]),
  proxied: z.boolean().optional(),
  comment: z.string().optional(),
  tags: z.array(z.string()).optional(),
  settings: z.looseObject({}).optional(),
  private_routing: z.boolean().optional(),
};
const id = z.string().min(1).max(32);
/** Done in this order as one transaction: if one fails, nothing was done. */
const Batch = z.strictObject({
  deletes: z.array(z.strictObject({ id })).optional(),
  patches: z
    .array(
      z
        .strictObject({ id, type: z.string().min(1), ...written })
        .partial()
        .required({ id: true }),
    )
    .optional(),
  posts: z.array(z.strictObject({ type: z.string().min(1), ...written })).optional(),
});
export type BatchBody = z.input<typeof Batch>;

export const dnsRecords = {
  listDnsRecords: {
    title: 'List DNS Records',
    method: 'GET',
    path: '/zones/{zone_id}/dns_records',
    query: z.strictObject({
      page: z.number().int().min(1).optional(),
      per_page: z.number().int().min(1).max(5_000_000).optional(),
    }),
    response: longListOf(DnsRow, isDnsRow),
    parse: (body) => parseRows(body, 'result', usedFields),
    verbatim: true,
    idempotent: true,
    does: [],
    permission: 'DNS Read',
    evidence: 'official',
  },
  batchDnsRecords: {
    title: 'Batch DNS Records',
    method: 'POST',
    path: '/zones/{zone_id}/dns_records/batch',
    body: Batch,
    /** Not looked into: what was really written is read afterwards. */
    response: z.unknown().transform(() => undefined),
    idempotent: false,
    does: ['deletes', 'replaces', 'redirects'],
    permission: 'DNS Write',
    evidence: 'official',
  },
  getDnsUsage: {
    title: 'Get DNS Record Usage',
    method: 'GET',
    path: '/zones/{zone_id}/dns_records/usage',
    /** A null quota means that the account has one for all its zones. */
    response: z.looseObject({ record_usage: z.number(), record_quota: maybe(z.number()) }),
    idempotent: true,
    does: [],
    permission: 'DNS Read',
    evidence: 'official',
  },
  exportDnsRecords: {
    title: 'Export DNS Records',
    method: 'GET',
    path: '/zones/{zone_id}/dns_records/export',
    /** A BIND zone file. */
    response: z.string(),
    answers: 'text',
    idempotent: true,
    does: [],
    permission: 'DNS Read',
    evidence: 'official',
  },
} as const satisfies Operations;

/** Longer than what stands before a list, so that only this much of an answer is looked at for one. */
const OPENING_BYTES = 100;

/**
 * As `parseJson` where the text begins with a list of objects in `key`. Each row is parsed on its own, out of the bytes,
 * and only what `keep` makes of it stays: a list of thousands is never there as one text, nor with everything that nobody
 * asks for.
 */
export function parseRows(body: Buffer, key: string, keep: (row: unknown) => unknown): unknown {
  const whole = () => parseJson(new TextDecoder().decode(body));
  const opening = new RegExp(`^\\s*\\{\\s*"${key}"\\s*:\\s*\\[`).exec(body.toString('latin1', 0, OPENING_BYTES))?.[0];
  if (opening === undefined) return whole();
  const rows: unknown[] = [];
  // The bracket stands before the first row as a comma does before the others.
  let at = opening.length - 1;
  while ((body[at] === comma || rows.length === 0) && body[at + 1] === open) {
    const end = endOfObject(body, at + 1);
    rows.push(keep(parseJson(body.toString('utf8', at + 1, end))));
    at = end;
  }
  // Empty, or with spaces between the rows.
  if (rows.length === 0 || body[at] !== bracket) return whole();
  return Object.assign(Object(parseJson(opening + body.toString('utf8', at))), { [key]: rows });
}

const [quote, backslash, open, close, comma, bracket] = Buffer.from('"\\{},]');

/** Behind the brace that closes the one at `start`. No byte of a longer character is one of these. */
function endOfObject(body: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < body.length; at += 1) {
    const code = body[at];
    if (code === quote) at = endOfString(body, at);
    else if (code === open) depth += 1;
    else if (code === close && --depth === 0) return at + 1;
  }
  return body.length;
}

/** The quote that closes the one at `start`. */
function endOfString(body: Buffer, start: number): number {
  let at = start + 1;
  for (; at < body.length && body[at] !== quote; at += 1) if (body[at] === backslash) at += 1;
  return at;
}
