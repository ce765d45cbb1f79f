import { createRecord, editRecord, removeRecord, replaceRecord } from './change-records.ts';
import { problems, Rejection } from './cloudflare-envelope.ts';
import type { Fields } from './record-input.ts';
import { createTable } from './record-table.ts';
import type { StoredRecord, ZoneState } from './zone-state.ts';

const lists = ['deletes', 'patches', 'puts', 'posts'] as const;
export type Batch = Record<(typeof lists)[number], Fields[]>;

/** The most operations in one batch. */
export const batchLimit = ({ plan }: ZoneState) => (plan === 'free' ? 200 : 3500);

export function batchIn(body: unknown, zone: ZoneState): Batch {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw problems.json();
  const given = body as Record<string, unknown>;
  const batch = Object.fromEntries(lists.map((list) => [list, listIn(given, list)])) as Batch;
  const count = lists.reduce((sum, list) => sum + batch[list].length, 0);
  if (count > batchLimit(zone))
    throw problems.validation(`A batch may hold at most ${batchLimit(zone)} operations on this plan, got ${count}.`);
  return batch;
}

function listIn(body: Record<string, unknown>, list: string): Fields[] {
  const value = body[list] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null))
    throw problems.validation(`${list} must be a list of objects.`);
  return value as Fields[];
}

interface Applied {
  readonly records: StoredRecord[];
  readonly result: Record<(typeof lists)[number], StoredRecord[]>;
}

/**
 * All or nothing: returns the zone's new records, or throws the first error. Deletes, then patches, then puts,
 * then posts. `pointers` says in the error which item it was, which Cloudflare does not document.
 */
export function applied(zone: ZoneState, batch: Batch, at: string, pointers = false): Applied {
  const table = createTable(zone);
  const where = { zone, table, at };
  const each = <T>(list: (typeof lists)[number], work: (item: Fields) => T) =>
    batch[list].map((item, index) => {
      try {
        return work(item);
      } catch (error) {
        if (!pointers || !(error instanceof Rejection)) throw error;
        const [first, ...more] = error.errors;
        const pointer = `/${list}/${index}`;
        throw new Rejection(error.status, { code: 1004, message: '', ...first, source: { pointer } }, ...more);
      }
    });
  const result = {
    deletes: each('deletes', ({ id }) => removeRecord(where, id)),
    patches: each('patches', ({ id, ...input }) => editRecord(where, id, input)),
    puts: each('puts', ({ id, ...input }) => replaceRecord(where, id, input)),
    posts: each('posts', (input) => createRecord(where, input)),
  };
  return { records: table.all(), result };
}
