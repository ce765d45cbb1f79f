import type { RecordSet } from './record.ts';

/** The record sets of a zone by name. No key is made of name and type, because a zone has thousands. */
export interface ZoneIndex {
  at(name: string): readonly RecordSet[];
  get(name: string, type: string): RecordSet | undefined;
  readonly names: Iterable<string>;
}

const indexes = new WeakMap<readonly RecordSet[], ZoneIndex>();

/** Made once for each array of record sets, because a plan is looked at from many sides. */
export function zoneIndex(sets: readonly RecordSet[]): ZoneIndex {
  const known = indexes.get(sets);
  if (known) return known;
  const byName = new Map<string, RecordSet[]>();
  for (const set of sets) {
    const atName = byName.get(set.name);
    if (atName) atName.push(set);
    else byName.set(set.name, [set]);
  }
  const index: ZoneIndex = {
    at: (name) => byName.get(name) ?? [],
    get: (name, type) => byName.get(name)?.findLast((set) => set.type === type),
    names: { [Symbol.iterator]: () => byName.keys() },
  };
  indexes.set(sets, index);
  return index;
}
