import fc from 'fast-check';
import { valueKey } from '../../../src/domain/dns/model/normalise.ts';
import type { RecordSet, RecordValue } from '../../../src/domain/dns/model/record.ts';
import { rowOf, types } from '../../domain/dns/arbitraries.ts';

const byte = fc.integer({ min: 0, max: 255 });
const address = fc
  .tuple(fc.constantFrom('192.0.2', '198.51.100', '203.0.113', '10.20.30'), byte)
  .map(([net, last]) => `${net}.${last}`);
const address6 = fc.integer({ min: 1, max: 65_535 }).map((last) => `2001:db8::${last.toString(16)}`);
const delegation = ['NS', 'DS'];
const beside = types.filter((type) => !['CNAME', ...delegation].includes(type));
const withCname = beside.filter((type) => type !== 'A' && type !== 'AAAA');

const key = ({ content, data, priority }: RecordValue): string =>
  valueKey({
    ...(content !== undefined && { content: content.toLowerCase() }),
    ...(data && { data }),
    ...(priority !== undefined && { priority }),
  }).toLowerCase();

/** A value that Cloudflare takes; tags cost extra there, and what is proxied must be reachable. */
const rowFor = (type: string, tags: boolean): fc.Arbitrary<RecordValue> =>
  fc.tuple(rowOf(type), address, address6).map(([{ tags: tagged, ...value }, v4, v6]) => {
    const content = type === 'A' ? v4 : type === 'AAAA' ? v6 : value.content;
    return {
      ...value,
      ...(content !== undefined && { content }),
      ...(value.proxied !== undefined && { proxied: value.proxied && !v4.startsWith('10.') }),
      ...(tags && tagged && { tags: tagged }),
    };
  });

const setOf = (name: string, type: string, tags: boolean): fc.Arbitrary<RecordSet> =>
  fc
    .uniqueArray(rowFor(type, tags), { minLength: 1, maxLength: type === 'CNAME' ? 1 : 3, selector: key })
    .map((values) => ({ name, type, values }));

/** The record sets of one name, as they may stand beside each other. */
const nameOf = (name: string, apex: boolean, tags: boolean): fc.Arbitrary<RecordSet[]> => {
  const sets = (wanted: readonly string[]) => fc.tuple(...wanted.map((type) => setOf(name, type, tags)));
  const some = fc.subarray(beside, { minLength: 1, maxLength: 3 }).chain(sets);
  if (apex) return some;
  return fc.oneof(
    { weight: 6, arbitrary: some },
    { weight: 2, arbitrary: fc.subarray(withCname, { maxLength: 1 }).chain((more) => sets(['CNAME', ...more])) },
    {
      weight: 1,
      arbitrary: fc.subarray(delegation, { minLength: 1 }).chain((given) => sets(['NS', ...given.slice(1)])),
    },
    { weight: 2, arbitrary: fc.constant<RecordSet[]>([]) },
  );
};

/** What a zone shall hold: no ids, values in normal form, nothing that Cloudflare would refuse. */
export const desiredZone = (zone: string, labels: readonly string[], tags: boolean): fc.Arbitrary<RecordSet[]> =>
  fc
    .tuple(...labels.map((label) => nameOf(label === '@' ? zone : `${label}.${zone}`, label === '@', tags)))
    .map((names) => names.flat());
