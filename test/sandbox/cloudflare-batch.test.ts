import { expect, test } from 'vitest';
import { createDocuments } from '../../sandbox/documents.ts';
import { scratchDirectory } from '../helpers/scratch.ts';
import { cloudflare } from './cloudflare-helpers.ts';

const zone = 'outbound-labs.io';
const a = (name: string, content = '192.0.2.1') => ({ type: 'A', name, content, ttl: 300 });

async function batching(setup: Parameters<typeof cloudflare>[0] = {}) {
  const base = await cloudflare(setup);
  const find = (type: string, name: string = zone) =>
    base.standIn.records(zone).find((record) => record.type === type && record.name === name);
  const batch = (body: unknown) => base.call('POST', `${base.records(zone)}/batch`, body);
  return { ...base, find, batch };
}

test('a batch deletes, patches, puts and posts, and answers with the records of each', async () => {
  const { batch, find, standIn } = await batching();
  const [apex, www, mx] = [find('A'), find('CNAME', `www.${zone}`), find('MX')];
  const { status, json } = await batch({
    deletes: [{ id: www?.id }],
    patches: [{ id: apex?.id, ttl: 600 }],
    puts: [{ id: mx?.id, type: 'MX', name: '@', content: 'mx9.example.com', priority: 5, ttl: 300 }],
    posts: [a('new')],
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({ success: true, errors: [], messages: [] });
  expect(json.result).toMatchObject({
    deletes: [{ id: www?.id, name: `www.${zone}` }],
    patches: [{ id: apex?.id, ttl: 600, content: apex?.content }],
    puts: [{ id: mx?.id, content: 'mx9.example.com', priority: 5 }],
    posts: [{ name: `new.${zone}`, id: expect.stringMatching(/^[0-9a-f]{32}$/) }],
  });
  expect(standIn.records(zone)).toHaveLength(5);
});

test('a CNAME becomes an A record in one batch, because deletes come first', async () => {
  const { batch, find } = await batching();
  const old = find('CNAME', `www.${zone}`);
  expect((await batch({ posts: [a('www')], deletes: [{ id: old?.id }] })).status).toBe(200);
  expect(find('CNAME', `www.${zone}`)).toBeUndefined();
  expect(find('A', `www.${zone}`)?.content).toBe('192.0.2.1');
});

test('the order is deletes, patches, puts, posts, whatever the order of the lists', async () => {
  const { batch, find } = await batching();
  const [apex, www] = [find('A'), find('CNAME', `www.${zone}`)];
  // The patch moves the address to a name that only the delete frees, and the post needs the name it leaves.
  const answer = await batch({
    posts: [{ type: 'CNAME', name: '@', content: 'b.example.com', ttl: 300 }],
    patches: [{ id: apex?.id, name: 'www' }],
    deletes: [{ id: www?.id }],
  });
  expect(answer.codes).toEqual([]);
  expect([find('CNAME')?.content, find('A', `www.${zone}`)?.id]).toEqual(['b.example.com', apex?.id]);
});

test.each([
  ['the last post', [], [a('one'), a('two'), a('one')], 81058],
  ['a delete of what is not there', [{ id: '0'.repeat(32) }], [a('one')], 81044],
])('one wrong item, %s, and nothing at all is done', async (_, deletes, posts, code) => {
  const { batch, standIn } = await batching();
  const before = standIn.records(zone);
  const answer = await batch({ deletes, posts });
  expect([answer.codes, answer.result, answer.json.success]).toEqual([[code], null, false]);
  expect(answer.json.errors).toHaveLength(1);
  expect(answer.json.errors[0].source).toBeUndefined();
  expect(standIn.records(zone)).toEqual(before);
  expect(standIn.batches()).toEqual([]);
});

test('with pointers on, the error names its item', async () => {
  const { batch } = await batching({ pointers: true });
  const { json } = await batch({ posts: [a('one'), a('one')] });
  expect(json.errors).toEqual([
    { code: 81058, message: 'An identical record already exists.', source: { pointer: '/posts/1' } },
  ]);
});

test('a Free zone takes 200 operations in one batch, a paid one 3,500', async () => {
  const { batch, call, records, standIn } = await batching();
  const posts = (count: number) => Array.from({ length: count }, (_, index) => a(`h${index}`));
  expect((await batch({ posts: posts(201) })).json.errors[0]).toMatchObject({
    code: 1004,
    message: expect.stringContaining('at most 200 operations'),
  });
  const paid = `${records('acme-outreach.net')}/batch`;
  expect((await call('POST', paid, { posts: posts(3501) })).status).toBe(400);
  expect((await call('POST', paid, { posts: posts(3493) })).status).toBe(200);
  expect(standIn.records('acme-outreach.net')).toHaveLength(3500);
});

test('the quota counts what the batch deletes first', async () => {
  const { batch, find, standIn } = await batching();
  await batch({ posts: Array.from({ length: 195 }, (_, index) => a(`h${index}`)) });
  expect((await batch({ posts: [a('more')] })).codes).toEqual([81045]);
  expect((await batch({ deletes: [{ id: find('MX')?.id }], posts: [a('more')] })).codes).toEqual([]);
  expect(standIn.records(zone)).toHaveLength(200);
});

test('an empty batch does nothing, a body that is no batch is refused', async () => {
  const { batch } = await batching();
  expect((await batch({})).result).toEqual({ deletes: [], patches: [], puts: [], posts: [] });
  expect((await batch('[1,')).codes).toEqual([6007]);
  expect((await batch({ posts: 'x' })).codes).toEqual([1004]);
});

test('when the answer is lost the batch was done, once', async () => {
  const { batch, faults, standIn, find } = await batching();
  faults.add({ api: 'cloudflare', kind: 'drop', times: 1, operation: '/batch' });
  await expect(batch({ posts: [a('new')] })).rejects.toThrow();
  expect(find('A', `new.${zone}`)?.content).toBe('192.0.2.1');
  expect(standIn.batches()).toMatchObject([{ zone, posts: [a('new')], deletes: [], patches: [], puts: [] }]);
  expect((await batch({ posts: [a('new')] })).codes).toEqual([81058]);
});

test('what was answered is on disk', async () => {
  const dir = scratchDirectory();
  const { batch } = await batching({ documents: createDocuments(dir) });
  await batch({ posts: [a('kept')] });
  const again = await cloudflare({ documents: createDocuments(dir) });
  expect(again.standIn.records(zone).some(({ name }) => name === `kept.${zone}`)).toBe(true);
  expect(again.standIn.batches()).toHaveLength(1);
  await again.standIn.reset();
  expect(again.standIn.records(zone)).toHaveLength(5);
  expect(again.standIn.batches()).toEqual([]);
});

test('five hundred changes in ten thousand records are made in one batch', async () => {
  const { standIn, call, records } = await cloudflare();
  const [name = ''] = await standIn.seedZones(1, { records: 10_000, plan: 'pro', prefix: 'big-' });
  const patches = standIn
    .records(name)
    .filter(({ type, proxied }) => type === 'A' && !proxied)
    .slice(0, 500)
    .map(({ id }) => ({ id, ttl: 900 }));
  const { result } = await call('POST', `${records(name)}/batch`, { patches });
  expect(result.patches).toHaveLength(500);
  expect(standIn.records(name).filter(({ ttl }) => ttl === 900).length).toBeGreaterThanOrEqual(500);
});
