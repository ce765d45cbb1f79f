import type { RecordSet } from './record.ts';

/** The record sets of a zone by name. No key is made of name and type, because a zone has thousands. */
export interface ZoneIndex {
  at(name: string): readonly RecordSet[];
  get(name: string, type: string): RecordSet | undefined;
  readonly names: Iterable<string>;
}

type SetsByName = ReadonlyMap<string, readonly RecordSet[]>;

const indexes = new WeakMap<readonly RecordSet[], ZoneIndex>();
const layers = new WeakMap<readonly RecordSet[], { current: readonly RecordSet[]; replaced: () => SetsByName }>();

/** Made once for each array of record sets, because a plan is looked at from many sides. */
export function zoneIndex(sets: readonly RecordSet[]): ZoneIndex {
  const known = indexes.get(sets);
  if (known) return known;
  const layer = layers.get(sets);
  // One layer at most, so that a look-up stays a short one.
  const below = layer && !layers.has(layer.current) ? indexes.get(layer.current) : undefined;
  const index = layer && below ? layered(below, layer.replaced()) : indexOf(Map.groupBy(sets, ({ name }) => name));
  indexes.set(sets, index);
  return index;
}

/** For those who have them by name already. */
export function keepIndex(sets: readonly RecordSet[], byName: SetsByName): void {
  indexes.set(sets, indexOf(byName));
}

/** `after` is `current` with all record sets at some names replaced: then there is no need for a whole index. */
export function keepLayer(
  after: readonly RecordSet[],
  current: readonly RecordSet[],
  replaced: () => SetsByName,
): void {
  layers.set(after, { current, replaced });
}

const indexOf = (byName: SetsByName): ZoneIndex =>
  indexBy(
    (name) => byName.get(name) ?? [],
    () => byName.keys(),
  );

const layered = (below: ZoneIndex, replaced: SetsByName): ZoneIndex =>
  indexBy(
    (name) => replaced.get(name) ?? below.at(name),
    function* () {
      for (const name of below.names) if (!replaced.has(name)) yield name;
      for (const [name, sets] of replaced) if (sets.length > 0) yield name;
    },
  );

const indexBy = (at: ZoneIndex['at'], names: () => Iterator<string>): ZoneIndex => ({
  at,
  get: (name, type) => at(name).findLast((set) => set.type === type),
  names: { [Symbol.iterator]: names },
});
