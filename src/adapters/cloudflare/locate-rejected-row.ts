import { sameValue } from '../../domain/dns/model/normalise.ts';
import type { RecordSet, Row, RowBatch } from '../../domain/dns/model/record.ts';
import { conflictingTypes } from '../../domain/dns/plan/zone-plan.ts';
import { cloudflareErrors, type RejectionKind } from './cloudflare-errors.ts';

type Item = Pick<Row, 'name' | 'type'>;

/** What is known about the row that made Cloudflare reject the whole batch. */
interface RejectionDetails {
  readonly codes: readonly number[];
  /** JSON pointer into the request; Cloudflare does not promise one. */
  readonly pointer: string | undefined;
  /** The zone as it is. */
  readonly zone: readonly RecordSet[];
}

/**
 * The row that caused a rejection. Cloudflare reports the first error only and processes rows in a known order, so it is
 * the first row that the code can apply to. Undefined if there is none.
 */
export function locateRejectedRow(
  { deletes, patches, posts }: RowBatch,
  { codes, pointer, zone }: RejectionDetails,
): Item | undefined {
  const [, list, index] = /(patches|posts)\W+(\d+)/.exec(pointer ?? '') ?? [];
  if (list) return (list === 'patches' ? patches : posts)[Number(index)];
  const code = codes.find((one) => Object.hasOwn(cloudflareErrors, one)) ?? 0;
  const kind = cloudflareErrors[code]?.kind;
  const gone = new Set(deletes.map(({ id }) => id));
  const rows: (Row & { id?: string })[] = [...patches, ...posts];
  const others = (row: Row & { id?: string }) =>
    zone
      .filter(({ name }) => name === row.name)
      .map((set) => ({ type: set.type, values: set.values.filter(({ id }) => id !== row.id && !gone.has(id ?? '')) }))
      .filter(({ values }) => values.length > 0);
  const matchers: Partial<Record<RejectionKind, (row: Row & { id?: string }, at: number) => boolean>> = {
    record_gone: ({ id }) => id !== undefined && !zone.some(({ values }) => values.some((value) => value.id === id)),
    record_clash: (row, at) =>
      [...others(row), ...rows.slice(0, at).filter(({ name }) => name === row.name)].some(({ type }) =>
        [...conflictingTypes(row.type), ...(row.type === 'CNAME' ? ['CNAME'] : [])].includes(type),
      ),
    record_exists: (row, at) =>
      others(row).some(({ type, values }) => type === row.type && values.some((value) => sameValue(value, row))) ||
      rows.slice(0, at).some((one) => one.name === row.name && one.type === row.type && sameValue(one, row)),
    value: (row) => valueMatchers[code]?.(row) ?? false,
  };
  const matcher = kind && matchers[kind];
  return matcher ? rows.find(matcher) : rows.length === 1 && deletes.length === 0 ? rows[0] : undefined;
}

const proxied = (row: Row): boolean => row.proxied === true;
const valueMatchers: Readonly<Record<number, (row: Row) => boolean>> = {
  9003: proxied,
  9004: proxied,
  9041: proxied,
  9005: ({ type }) => type === 'A',
  9021: ({ ttl }) => ttl !== 1 && (ttl < 60 || ttl > 86_400),
};
