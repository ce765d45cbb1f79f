import type { Batch } from './apply-batch.ts';
import { canonical, recordName } from './record-names.ts';
import { meaning } from './txt-content.ts';
import type { StoredRecord, ZoneState } from './zone-state.ts';

type Given = Readonly<Record<string, unknown>>;

/** A change by somebody else: `add` a record, `delete` what matches, or `set` all of a name and type to one value. */
export interface BehindTheBack {
  readonly add?: Given;
  /** `id`, or any of `name`, `type` and `content`. */
  readonly delete?: Given;
  /** `name` and `type`, and the record's new fields. */
  readonly set?: Given;
}

function matching(zone: ZoneState, { id, name, type, content }: Given): StoredRecord[] {
  const wanted = name === undefined ? undefined : recordName(name, zone.name);
  const value = typeof content === 'string' ? content : undefined;
  const matches = zone.records.filter(
    (record) =>
      (id === undefined || record.id === id) &&
      (wanted === undefined || record.name === wanted) &&
      (type === undefined || record.type === type) &&
      (value === undefined ||
        [record.content, meaning(record.content)].some((each) => each === value || each === canonical(value))),
  );
  return matches;
}

/** Throws when nothing matches a `delete`. */
export function changesIn(zone: ZoneState, change: BehindTheBack): Batch {
  const batch: Batch = { deletes: [], patches: [], puts: [], posts: [] };
  if (change.add) batch.posts.push(change.add);
  if (change.delete) {
    const matches = matching(zone, change.delete);
    if (matches.length === 0) throw new Error(`no record of ${zone.name} matches`);
    batch.deletes.push(...matches.map(({ id }) => ({ id })));
  }
  if (change.set) {
    const [first, ...rest] = matching(zone, { name: change.set.name, type: change.set.type });
    if (first) batch.patches.push({ ...change.set, id: first.id });
    else batch.posts.push(change.set);
    batch.deletes.push(...rest.map(({ id }) => ({ id })));
  }
  return batch;
}
