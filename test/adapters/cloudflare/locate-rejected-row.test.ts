import { describe, expect, it } from 'vitest';
import { locateRejectedRow } from '../../../src/adapters/cloudflare/locate-rejected-row.ts';
import type { RecordSet, RecordValue, Row, RowBatch } from '../../../src/domain/dns/model/record.ts';

const at = (name: string) => `${name}.example.com`;
const row = (name: string, type: string, content: string, rest: Partial<Row> = {}): Row => ({
  name: at(name),
  type,
  content,
  ttl: 1,
  ...rest,
});
const a = (name: string, content = '192.0.2.1', rest: Partial<Row> = {}) => row(name, 'A', content, rest);
const patch = (id: string, one: Row) => ({ ...one, id });
const held = (name: string, type: string, ...values: (Partial<RecordValue> & { id: string })[]): RecordSet => ({
  name: at(name),
  type,
  values: values.map((value) => ({ ttl: 1, ...value })),
});
/** The row that a refusal with this code names, as `www A`. */
const named = (
  code: number | number[],
  batch: Partial<RowBatch>,
  zone: readonly RecordSet[] = [],
  pointer?: string,
): string | undefined => {
  const found = locateRejectedRow(
    { deletes: [], patches: [], posts: [], ...batch },
    { codes: [code].flat(), pointer, zone },
  );
  return found && `${found.name.replace('.example.com', '')} ${found.type}`;
};

describe('a batch that is refused with a pointer', () => {
  const patches = [patch('p0', a('p0')), patch('p1', a('p1'))];
  const posts = [a('n0'), a('n1')];
  it.each([
    ['/posts/1/ttl', 'n1 A'],
    ['/posts/0', 'n0 A'],
    ['/patches/1/content', 'p1 A'],
    ['posts[1].content', 'n1 A'],
  ])('%s names the row there, whatever the code', (pointer, expected) =>
    expect(named(81045, { patches, posts }, [], pointer)).toBe(expected),
  );

  it('that leads to no row of it names none', () => expect(named(81044, { posts }, [], '/posts/7')).toBeUndefined());

  it('that says nothing of a row is as if there were none', () =>
    expect(named(81044, { patches, posts }, [held('p0', 'A', { id: 'p0' })], '/body')).toBe('p1 A'));
});

describe('a batch that is refused because a record does not exist any more', () => {
  it('names the first changed row that the zone no longer holds, and never a new one', () => {
    const patches = [patch('here', a('here')), patch('gone', a('gone')), patch('gone-too', a('late'))];
    const zone = [held('here', 'A', { id: 'here', content: '192.0.2.9' })];
    expect(named(81044, { patches, posts: [a('new')] }, zone)).toBe('gone A');
    expect(named(81044, { patches: patches.slice(0, 1), posts: [a('new')] }, zone)).toBeUndefined();
  });
});

describe('a batch that is refused because a CNAME stands alone', () => {
  const posts = [a('free'), a('alias'), row('host', 'CNAME', 'x.net')];

  it('names the first row that has a rival in the zone', () => {
    expect(named(81054, { posts }, [held('alias', 'CNAME', { id: 'c', content: 'x.net' })])).toBe('alias A');
    expect(named(81053, { posts }, [held('host', 'AAAA', { id: 'h', content: '2001:db8::1' })])).toBe('host CNAME');
    expect(named(81053, { posts }, [held('host', 'CNAME', { id: 'h', content: 'y.net' })])).toBe('host CNAME');
  });

  it('names none where what stands there is no rival', () => {
    const zone = [held('free', 'A', { id: 'f', content: '192.0.2.7' }), held('host', 'TXT', { id: 't', content: 'x' })];
    expect(named(81053, { posts }, zone)).toBeUndefined();
  });

  it('names none for a rival that the same batch deletes', () => {
    const zone = [held('alias', 'CNAME', { id: 'c', content: 'x.net' }), held('host', 'A', { id: 'h', content: '1' })];
    expect(named(81054, { deletes: [{ id: 'c' }], posts }, zone)).toBe('host CNAME');
    expect(named(81054, { deletes: [{ id: 'c' }, { id: 'h' }], posts }, zone)).toBeUndefined();
  });

  it('does not hold against a row what it was itself before', () => {
    const zone = [held('host', 'CNAME', { id: 'h', content: 'old.net' })];
    expect(named(81053, { patches: [patch('h', row('host', 'CNAME', 'x.net'))] }, zone)).toBeUndefined();
  });

  it('names the later of two rows of the batch that cannot stand together', () => {
    expect(named(81053, { posts: [a('www'), row('www', 'CNAME', 'x.net')] })).toBe('www CNAME');
    expect(named(81054, { posts: [row('www', 'CNAME', 'x.net'), a('www')] })).toBe('www A');
    expect(named(81053, { posts: [a('www'), row('mail', 'CNAME', 'x.net')] })).toBeUndefined();
  });

  it('names a row that is new after one that is changed, because changes are done first', () => {
    const patches = [patch('p', row('www', 'CNAME', 'x.net'))];
    expect(named(81054, { patches, posts: [a('www')] })).toBe('www A');
  });
});

describe('a batch that is refused because a record exists already', () => {
  const zone = [held('www', 'A', { id: 'w', content: '192.0.2.1' }, { id: 'v', content: '192.0.2.2' })];

  it('names the row whose very value is there', () => {
    expect(named(81058, { posts: [a('www', '192.0.2.3'), a('ftp'), a('www', '192.0.2.2')] }, zone)).toBe('www A');
    expect(named(81057, { posts: [a('ftp'), row('www', 'TXT', '192.0.2.1')] }, zone)).toBeUndefined();
    expect(named(81057, { posts: [a('www', '192.0.2.3'), a('ftp', '192.0.2.1')] }, zone)).toBeUndefined();
  });

  it('names a changed row that becomes its neighbour, not one that stays what it is', () => {
    expect(named(81058, { patches: [patch('w', a('www', '192.0.2.1'))] }, zone)).toBeUndefined();
    expect(named(81058, { patches: [patch('w', a('www', '192.0.2.2'))] }, zone)).toBe('www A');
  });

  it('does not hold against a row what the same batch deletes', () =>
    expect(named(81058, { deletes: [{ id: 'w' }], posts: [a('www')] }, zone)).toBeUndefined());

  it('names a row that stands in it twice', () => {
    expect(named(81058, { posts: [a('x'), a('y'), a('y')] })).toBe('y A');
    expect(named(81058, { posts: [a('x'), row('x', 'TXT', '192.0.2.1'), a('y')] })).toBeUndefined();
  });
});

describe('a batch that is refused for a value', () => {
  const proxied = { proxied: true };
  it.each([
    [9003, [row('t', 'TXT', 'x'), a('p', '10.0.0.1', proxied)], 'p A'],
    [9004, [a('u', '192.0.2.1', { proxied: false }), row('m', 'MX', 'mx.net', proxied)], 'm MX'],
    [9041, [a('u'), row('c', 'CNAME', 'x.net', proxied)], 'c CNAME'],
    [9005, [row('v', 'AAAA', '2001:db8::1'), a('bad', '192.0.2')], 'bad A'],
    [
      9021,
      [a('auto'), a('min', '1', { ttl: 60 }), a('max', '1', { ttl: 86_400 }), a('low', '1', { ttl: 59 })],
      'low A',
    ],
    [9021, [a('auto'), a('high', '1', { ttl: 86_401 })], 'high A'],
    [9021, [a('auto'), a('min', '1', { ttl: 60 }), a('max', '1', { ttl: 86_400 })], undefined],
  ])('of %i names the first row that it can mean', (code, posts, expected) =>
    expect(named(code, { posts })).toBe(expected),
  );
});

describe('a batch that is refused for something that is no row’s fault', () => {
  it('names the row if it is the only one, and none if something else is done as well', () => {
    expect(named(81045, { posts: [a('only')] })).toBe('only A');
    expect(named(81045, { patches: [patch('p', a('only'))] })).toBe('only A');
    expect(named(81045, { posts: [a('one'), a('two')] })).toBeUndefined();
    expect(named(81045, { deletes: [{ id: 'x' }], posts: [a('one')] })).toBeUndefined();
    expect(named(81045, { deletes: [{ id: 'x' }] })).toBeUndefined();
  });

  it('goes by the first code that is known', () => {
    const posts = [row('t', 'TXT', 'x'), a('bad', '192.0.2')];
    expect(named([12345, 9005, 81045], { posts })).toBe('bad A');
    expect(named([], { posts })).toBeUndefined();
    expect(named([12345], { posts: posts.slice(1) })).toBe('bad A');
  });
});
