import { problems } from './cloudflare-envelope.ts';
import type { Written } from './record-input.ts';
import { meaning } from './txt-content.ts';
import type { StoredRecord, ZoneState } from './zone-state.ts';

const addresses = ['A', 'AAAA', 'CNAME'];
const longestSet = 8192;

/** Two records are the same when name, type and value are, whatever their TTL. */
const identity = ({ type, content, priority }: Written) =>
  `${type} ${priority ?? ''} ${type === 'TXT' ? meaning(content) : content.toLowerCase()}`;

/** A copy of a zone's records that can be changed and then saved or discarded. */
export function createTable(zone: ZoneState) {
  const rows = new Map(zone.records.map((record) => [record.id, record]));
  const names = new Map<string, Set<StoredRecord>>();
  for (const record of rows.values()) index(record);

  function index(record: StoredRecord): void {
    const there = names.get(record.name);
    if (there) there.add(record);
    else names.set(record.name, new Set([record]));
  }
  const unindex = (record: StoredRecord) => names.get(record.name)?.delete(record);
  const others = (name: string, except?: string) => [...(names.get(name) ?? [])].filter(({ id }) => id !== except);

  function checkNeighbours(written: Written, there: StoredRecord[], clash: () => Error): void {
    const apex = written.name === zone.name;
    const types = new Set(there.map(({ type }) => type));
    const { type } = written;
    if (there.some((record) => identity(record) === identity(written))) throw clash();
    if (type === 'CNAME' && addresses.some((each) => types.has(each))) throw problems.addressThere();
    if (addresses.includes(type) && types.has('CNAME')) throw problems.cnameThere();
    if (!apex && types.has('NS') && type !== 'NS' && type !== 'DS') throw problems.nsThere();
    if (!apex && type === 'NS' && addresses.some((each) => types.has(each))) throw problems.addressThere();
    if (!apex && type === 'NS' && [...types].some((each) => each !== 'NS' && each !== 'DS'))
      throw problems.validation('NS records cannot share their host with other records.');
    if (type === 'DS' && (apex || !types.has('NS')))
      throw problems.validation('DS records need NS records on the same host, below the apex.');
    const length = there
      .filter((record) => record.type === type)
      .reduce((sum, { content }) => sum + content.length, written.content.length);
    if (length > longestSet)
      throw problems.validation(`${type} records of one host may hold ${longestSet} characters.`);
  }

  /** The last NS of a delegation cannot go before its DS. */
  function checkLeaving({ type, name, id }: StoredRecord): void {
    const left = others(name, id);
    if (type === 'NS' && left.some((each) => each.type === 'DS') && !left.some((each) => each.type === 'NS'))
      throw problems.validation('Delete the DS records of this host before its NS records.');
  }

  return {
    all: () => [...rows.values()],
    get: (id: unknown) => rows.get(String(id)),
    add(record: StoredRecord): void {
      if (zone.recordQuota !== null && rows.size >= zone.recordQuota) throw problems.quota();
      checkNeighbours(record, others(record.name), problems.identical);
      rows.set(record.id, record);
      index(record);
    },
    replace(record: StoredRecord): void {
      const old = rows.get(record.id);
      if (old && old.name !== record.name) checkLeaving(old);
      checkNeighbours(record, others(record.name, record.id), problems.exists);
      if (old) unindex(old);
      rows.set(record.id, record);
      index(record);
    },
    remove(record: StoredRecord): void {
      checkLeaving(record);
      rows.delete(record.id);
      unindex(record);
    },
  };
}

export type Table = ReturnType<typeof createTable>;
