import { delegationsOver, namesAndParents, wildcardFor } from '../lint/zone-view.ts';
import { isBelow } from '../model/name.ts';
import { keyOf } from '../model/normalise.ts';
import { isFlattened, type Lookup, type RecordSet, type RecordValue, type Resolve } from '../model/record.ts';

/** A zone with known or planned records. */
export interface Layer {
  readonly zone: string;
  readonly sets: readonly RecordSet[];
  /** The zone as live DNS has it, where that differs. */
  readonly live?: readonly RecordSet[];
}

/** Why names below a planned delegation cannot be resolved. */
export const delegatedAway = 'other name servers will answer for it';
const maxAliases = 8;
/** Answered at the apex by the provider or the parent zone, without a record. */
const implicit = new Set(['SOA', 'NS', 'DS']);

/** A resolver that answers names in these zones from the given records, and all others from `live`. */
export function overlayResolver(layers: readonly Layer[], live: Resolve): Resolve {
  const zones = layers.map(prepare).sort((a, b) => b.zone.length - a.zone.length);
  const resolve = async (name: string, type: string, aliases = 0): Promise<Lookup> => {
    const zone = zones.find((each) => isBelow(name, each.zone));
    const answer = zone?.answer(name, type);
    if (answer === undefined || answer.kind === 'elsewhere') return live(name, type);
    if (answer.kind !== 'alias') return answer;
    if (aliases >= maxAliases) return { kind: 'unknown', why: `${name} leads to itself` };
    const target = await resolve(answer.target, type, aliases + 1);
    return answer.proxied && target.kind === 'found' ? { ...target, values: target.values.map(behindProxy) } : target;
  };
  return (name, type) => resolve(name, type);
}

type ZoneAnswer =
  | Lookup
  | { readonly kind: 'alias'; readonly target: string; readonly proxied: boolean }
  /** Delegated to other name servers. */
  | { readonly kind: 'elsewhere' };

function prepare({ zone, sets, live = sets }: Layer): { zone: string; answer(name: string, type: string): ZoneAnswer } {
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
      if (cut !== undefined && cuts.get(cut) !== known.get(cut)) return { kind: 'unknown', why: delegatedAway };
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
