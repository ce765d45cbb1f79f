import { keyOf, sameValue } from '../../../src/domain/dns/model/normalise.ts';
import type { RecordSet, RecordValue, Row, RowBatch, Zone } from '../../../src/domain/dns/model/record.ts';

export const zone: Zone = { home: 'cloudflare', id: 'z1', name: 'acme-mail.com', batchLimit: 200 };

type Stored = RecordValue & { readonly id: string; readonly name: string; readonly type: string };

/** Rows under Cloudflare's rules: all or nothing, deletes → patches → posts, coexistence, new ids for new rows. */
export class SimulatedZone {
  rows: Stored[] = [];
  private made = 0;

  constructor(sets: readonly RecordSet[]) {
    for (const { name, type, values } of sets)
      for (const value of values) this.rows.push({ id: this.newId(), ...value, name, type });
  }

  write(batch: RowBatch): void {
    let rows = [...this.rows];
    for (const { id } of batch.deletes) {
      if (!rows.some((row) => row.id === id)) throw new Error('81044 record does not exist');
      rows = rows.filter((row) => row.id !== id);
    }
    for (const patch of batch.patches) {
      const at = rows.findIndex((row) => row.id === patch.id);
      if (at < 0) throw new Error('81044 record does not exist');
      const others = rows.filter((row) => row.id !== patch.id);
      rows[at] = this.checked({ ...rows[at], ...patch } as Stored, others);
    }
    for (const post of batch.posts) rows = [...rows, this.checked({ id: this.newId(), ...post }, rows)];
    this.rows = rows;
  }

  sets(): RecordSet[] {
    const sets = new Map<string, { name: string; type: string; values: RecordValue[] }>();
    for (const { name, type, ...value } of this.rows) {
      const set = sets.get(keyOf({ name, type })) ?? { name, type, values: [] };
      sets.set(keyOf(set), set);
      set.values.push(value);
    }
    return [...sets.values()];
  }

  private newId = () => `n${++this.made}`;

  private checked({ comment, tags, ...row }: Stored & Row, others: readonly Stored[]): Stored {
    const beside = others.filter((other) => other.name === row.name);
    if (beside.some((other) => other.type === row.type && sameValue(other, row))) throw new Error('81058 identical');
    if (row.type === 'CNAME' && beside.some(({ type }) => ['A', 'AAAA', 'CNAME'].includes(type)))
      throw new Error('81053');
    if (['A', 'AAAA'].includes(row.type) && beside.some(({ type }) => type === 'CNAME')) throw new Error('81054');
    return { ...row, ...(comment ? { comment } : {}), ...(tags?.length ? { tags } : {}) };
  }
}

/** Values of a set as `[presentation-like content, attributes]` are too long for tests: this makes them. */
export const set = (name: string, type: string, ...values: (string | Partial<RecordValue>)[]): RecordSet => ({
  name: name === '@' ? zone.name : `${name}.${zone.name}`,
  type,
  values: values.map((value, index) => ({
    id: `${name}-${type}-${index}`,
    ttl: 300,
    ...(['A', 'AAAA', 'CNAME'].includes(type) ? { proxied: false } : {}),
    ...(typeof value === 'string' ? { content: value } : value),
  })),
});
