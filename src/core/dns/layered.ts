import { namesAndParents, wildcardFor } from './lint/zone-view.ts';
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
    return aliases < mostAliases
      ? resolve(said.target, type, aliases + 1)
      : { kind: 'unknown', why: `${name} leads to itself` };
  };
  return (name, type) => resolve(name, type);
}

type Said =
  | Lookup
  | { readonly kind: 'alias'; readonly target: string }
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
  return {
    zone,
    answer(name, type) {
      const cut = [...upTo(name, zone)].findLast((owner) => cuts.has(owner));
      if (cut !== undefined && cuts.get(cut) !== known.get(cut)) return { kind: 'unknown', why: handedOver };
      if (cut !== undefined || (name === zone && implicit.has(type))) return { kind: 'elsewhere' };
      const owner = names.has(name) ? name : wildcardFor(name, zone, names);
      const set = byKey.get(keyOf({ name: owner, type }));
      const cname = byKey.get(keyOf({ name: owner, type: 'CNAME' }))?.values[0];
      const hidden = type === 'CNAME' && cname !== undefined && isFlattened(cname, owner === zone);
      if (set && !hidden) return { kind: 'found', values: set.values };
      const leads = cname?.content !== undefined && type !== 'CNAME';
      if (leads && (addresses.has(type) || !isFlattened(cname, owner === zone)))
        return { kind: 'alias', target: cname.content };
      return { kind: 'missing', exists: names.has(owner) };
    },
  };
}

const addresses = new Set(['A', 'AAAA']);

/** Cloudflare then answers with addresses, and as if there were no CNAME: at the top of a zone and behind the proxy. */
const isFlattened = ({ proxied, settings }: RecordValue, top: boolean): boolean =>
  top || proxied === true || settings?.flatten_cname === true;

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

function* upTo(name: string, zone: string): Generator<string> {
  let owner = name;
  for (; owner !== zone && isBelow(owner, zone); owner = owner.slice(owner.indexOf('.') + 1)) yield owner;
}
