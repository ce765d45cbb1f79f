import { randomBytes } from 'node:crypto';
import { problems } from './cloudflare-envelope.ts';
import { type Fields, type Written, writtenRecord } from './record-input.ts';
import type { Table } from './record-table.ts';
import type { StoredRecord, ZoneState } from './zone-state.ts';

interface Where {
  readonly zone: ZoneState;
  readonly table: Table;
  /** ISO 8601. */
  readonly at: string;
}

const newId = () => randomBytes(16).toString('hex');

function dated(written: Written, at: string, old?: StoredRecord): Partial<StoredRecord> {
  const commented = old && old.comment === written.comment ? old.comment_modified_on : at;
  const tagged = old && old.tags.join() === written.tags.join() ? old.tags_modified_on : at;
  return {
    ...(written.comment !== null && commented !== undefined && { comment_modified_on: commented }),
    ...(written.tags.length > 0 && tagged !== undefined && { tags_modified_on: tagged }),
  };
}

/** The record that may be changed: it exists, and no product holds it. */
function changeable({ table }: Where, id: unknown): StoredRecord {
  const record = table.get(id);
  if (!record) throw problems.notFound();
  if (record.meta.read_only)
    throw problems.validation('This record is managed by Email Routing and is read-only. Disable Email Routing first.');
  return record;
}

export function createRecord(where: Where, input: Fields, meta: StoredRecord['meta'] = {}): StoredRecord {
  const { table, zone, at } = where;
  const written = writtenRecord(input, zone);
  const record = { id: newId(), ...written, meta, created_on: at, modified_on: at, ...dated(written, at) };
  table.add(record);
  return record;
}

function rewrite(where: Where, old: StoredRecord, input: Fields): StoredRecord {
  const { table, zone, at } = where;
  if (input.type !== undefined && String(input.type).toUpperCase() !== old.type)
    throw problems.validation('The type of an existing record cannot be changed. Delete it and create a new one.');
  const written = writtenRecord({ ...input, type: old.type }, zone);
  const { id, meta, created_on } = old;
  const record = { id, ...written, meta, created_on, modified_on: at, ...dated(written, at, old) };
  table.replace(record);
  return record;
}

/** PUT: omitted fields are reset to their defaults, comment and tags too. */
export const replaceRecord = (where: Where, id: unknown, input: Fields) => rewrite(where, changeable(where, id), input);

/** PATCH: omitted fields stay as they are. */
export function editRecord(where: Where, id: unknown, input: Fields): StoredRecord {
  const old = changeable(where, id);
  const { name, type, content, data, priority, ttl, proxied, comment, tags, settings } = old;
  const before = { name, type, content, data, priority, ttl, proxied, comment, tags, settings };
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return rewrite(where, old, { ...before, ...given });
}

export function removeRecord(where: Where, id: unknown): StoredRecord {
  const record = changeable(where, id);
  where.table.remove(record);
  return record;
}
