import { isFlattened } from './flattened.ts';
import { delegationsOver, namesAndParents, wildcardFor } from './lint/zone-view.ts';
import type { Lookup, Resolve } from './lookup.ts';
import { isBelow } from './name.ts';
import { keyOf } from './normalise.ts';
import type { RecordSet, RecordValue } from './record.ts';

/** A zone whose records are known, or planned. */
export interface Layer {
  readonly zone: string;
  readonly sets: readonly RecordSet[];
  /** The zone as live DNS has it, where that differs. */
  readonly live?: readonly RecordSet[];
}

/** Why nobody can tell what is below a delegation that is only planned. */
export const handedOver = 'other name servers will answer for it';
const mostAliases = 8;
/** What a zone's provider answers at its top without a record for it, or its parent does. */
const implicit = new Set(['SOA', 'NS', 'DS']);

/** DNS as it is once these zones say what they say: names in them are answered from them, all others by `live`. */
export function layered(layers: readonly Layer[], live: Resolve): Resolve {
  const zones = layers.map(prepare).sort((a, b) => b.zone.length - a.zone.length);
  const resolve = async (name: string, type: string, aliases = 0): Promise<Lookup> => {
    const zone = zones.find((each) => isBelow(name, each.zone));
    const said = zone?.answer(name, type);
    if (said === undefined || said.kind === 'elsewhere') return live(name, type);
    if (said.kind !== 'alias') return said;
    if (aliases >= mostAliases) return { kind: 'unknown', why: `${name} leads to itself` };
    const found = await resolve(said.target, type, aliases + 1);
    return said.proxied && found.kind === 'found' ? { ...found, values: found.values.map(behindProxy) } : found;
  };
  return (name, type) => resolve(name, type);
}

type Said =
  | Lookup
  | { readonly kind: 'alias'; readonly target: string; readonly proxied: boolean }
  /** Handed over to other name servers. */
  | { readonly kind: 'elsewhere' };

function prepare({ zone, sets, live = sets }: Layer): { zone: string; answer(name: string, type: string): Said } {
  const byKey = new Map(sets.map((set) => [keyOf(set), set]));
  const names = namesAndParents(
    zone,
    sets.map((set) => set.name),
  );
  const cuts = cutsOf(zone, sets);
  const known = cutsOf(zone, live);
  const cutNames = new Set(cuts.keys());
  return {
    zone,
    answer(name, type) {
      const cut = delegationsOver(name, zone, cutNames).at(-1);
      if (cut !== undefined && cuts.get(cut) !== known.get(cut)) return { kind: 'unknown', why: handedOver };
      if (cut !== undefined || (name === zone && implicit.has(type))) return { kind: 'elsewhere' };
      const owner = names.has(name) ? name : wildcardFor(name, zone, names);
      const set = byKey.get(keyOf({ name: owner, type }));
      const cname = byKey.get(keyOf({ name: owner, type: 'CNAME' }))?.values[0];
      const flat = cname !== undefined && isFlattened(cname, owner === zone);
      if (set && !(flat && type === 'CNAME')) return { kind: 'found', values: set.values };
      if (cname?.content !== undefined && (flat ? addresses.has(type) : type !== 'CNAME'))
        return { kind: 'alias', target: cname.content, proxied: cname.proxied ?? false };
      return { kind: 'missing', exists: names.has(owner) };
    },
  };
}

const addresses = new Set(['A', 'AAAA']);
const behindProxy = (value: RecordValue): RecordValue => ({ ...value, proxied: true });

/** Name of a delegation → its name servers. */
const cutsOf = (zone: string, sets: readonly RecordSet[]): ReadonlyMap<string, string> =>
  new Map(
    sets
      .filter(({ type, name }) => type === 'NS' && name !== zone)
      .map(({ name, values }) => [
        name,
        values
          .map(({ content }) => content)
          .sort()
          .join(' '),
      ]),
  );
