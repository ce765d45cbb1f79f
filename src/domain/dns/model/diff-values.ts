import { sameRow, valueKey } from './normalise.ts';
import type { Change, RecordValue } from './record.ts';

/** The difference between the values of one record set. */
export interface ValueDiff {
  readonly added: readonly RecordValue[];
  readonly removed: readonly RecordValue[];
  readonly changed: readonly (readonly [old: RecordValue, now: RecordValue])[];
  readonly unchanged: readonly RecordValue[];
}

/** Values are matched by id, or by content where an id is missing. */
export function diffValues({ before, after }: Pick<Change, 'before' | 'after'>): ValueDiff {
  const remaining = new Set(before?.values ?? []);
  const byId = new Map<string, RecordValue>();
  const byKey = new Map<string, RecordValue>();
  for (const value of remaining) {
    if (value.id !== undefined) byId.set(value.id, value);
    byKey.set(valueKey(value), value);
  }
  const added: RecordValue[] = [];
  const changed: [RecordValue, RecordValue][] = [];
  const unchanged: RecordValue[] = [];
  for (const value of after?.values ?? []) {
    const old = (value.id !== undefined && byId.get(value.id)) || byKey.get(valueKey(value));
    if (!old || !remaining.delete(old)) added.push(value);
    else if (sameRow(old, value)) unchanged.push(value);
    else changed.push([old, value]);
  }
  return { added, removed: [...remaining], changed, unchanged };
}

/** True if the change only adds values. */
export const isAddition = (change: Change): boolean => {
  const { removed, changed } = diffValues(change);
  return removed.length === 0 && changed.length === 0;
};
