import { sameRow, valueKey } from './normalise.ts';
import type { Change, RecordValue } from './record.ts';

/** What happens to the values of one record set. */
export interface Delta {
  readonly added: readonly RecordValue[];
  readonly removed: readonly RecordValue[];
  readonly changed: readonly (readonly [old: RecordValue, now: RecordValue])[];
  readonly kept: readonly RecordValue[];
}

/** Values belong together by id, or by what they say where an id is missing. */
export function delta({ before, after }: Pick<Change, 'before' | 'after'>): Delta {
  const left = new Set(before?.values ?? []);
  const byId = new Map<string, RecordValue>();
  const byKey = new Map<string, RecordValue>();
  for (const value of left) {
    if (value.id !== undefined) byId.set(value.id, value);
    byKey.set(valueKey(value), value);
  }
  const added: RecordValue[] = [];
  const changed: [RecordValue, RecordValue][] = [];
  const kept: RecordValue[] = [];
  for (const value of after?.values ?? []) {
    const old = (value.id !== undefined && byId.get(value.id)) || byKey.get(valueKey(value));
    if (!old || !left.delete(old)) added.push(value);
    else if (sameRow(old, value)) kept.push(value);
    else changed.push([old, value]);
  }
  return { added, removed: [...left], changed, kept };
}

/** True when the plan takes nothing away: it only adds to what exists. */
export const isAddition = (change: Change): boolean => {
  const { removed, changed } = delta(change);
  return removed.length === 0 && changed.length === 0;
};
