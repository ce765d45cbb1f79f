import { expect, test } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { cloudflare, zoneId } from './cloudflare-helpers.ts';

type Fields = Record<string, unknown>;

/** Sends one record and gives the error codes, or what was stored. */
async function sending(zone = 'outbound-labs.io') {
  const { call, records, standIn } = await cloudflare();
  const post = (fields: Fields) => call('POST', records(zone), fields);
  return {
    call,
    standIn,
    path: records(zone),
    post,
    codes: async (fields: Fields) => (await post(fields)).codes,
    stored: async (fields: Fields) => (await post(fields)).result,
  };
}

test('a record comes back with everything that Cloudflare keeps of it', async () => {
  const { post } = await sending();
  const { status, json } = await post({ type: 'A', name: 'new', content: '192.0.2.7', ttl: 300, comment: 'hello' });
  expect(status).toBe(200);
  expect(json).toEqual({
    result: {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'new.outbound-labs.io',
      type: 'A',
      content: '192.0.2.7',
      proxiable: true,
      proxied: false,
      ttl: 300,
      settings: {},
      meta: {},
      comment: 'hello',
      tags: [],
      created_on: expect.any(String),
      modified_on: expect.any(String),
      comment_modified_on: expect.any(String),
    },
    success: true,
    errors: [],
    messages: [],
  });
});

test.each([
  ['www2', 'www2.outbound-labs.io'],
  ['@', 'outbound-labs.io'],
  ['WWW2.Outbound-Labs.io.', 'www2.outbound-labs.io'],
  ['foreign.example.com', 'foreign.example.com.outbound-labs.io'],
  ['grüße', 'xn--gre-6ka8l.outbound-labs.io'],
  ['*.a', '*.a.outbound-labs.io'],
])('the name %s becomes %s', async (name, expected) => {
  const { stored } = await sending();
  expect((await stored({ type: 'TXT', name, content: 'x', ttl: 60 })).name).toBe(expected);
});

test.each(['a..b', '-a', 'a.*.b', 'a b', 'x'.repeat(64), ''])('the name "%s" is refused', async (name) => {
  const { codes } = await sending();
  expect(await codes({ type: 'A', name, content: '192.0.2.1', ttl: 60 })).toEqual([9000]);
});

test.each<[string, Fields, number]>([
  ['an address that is none', { type: 'A', name: 'n', content: '192.0.2' }, 9005],
  ['IPv4 in AAAA', { type: 'AAAA', name: 'n', content: '192.0.2.1' }, 9006],
  ['a short TTL', { type: 'A', name: 'n', content: '192.0.2.1', ttl: 59 }, 9021],
  ['a long TTL', { type: 'A', name: 'n', content: '192.0.2.1', ttl: 86_401 }, 9021],
  ['a TTL as text', { type: 'A', name: 'n', content: '192.0.2.1', ttl: '300' }, 9021],
  ['a proxied TXT', { type: 'TXT', name: 'n', content: 'x', proxied: true }, 9004],
  ['a private address behind the proxy', { type: 'A', name: 'n', content: '10.0.0.1', proxied: true }, 9003],
  ["Cloudflare's resolver behind the proxy", { type: 'A', name: 'n', content: '1.1.1.1', proxied: true }, 9003],
  ["Cloudflare's address behind the proxy", { type: 'A', name: 'n', content: '104.16.1.1', proxied: true }, 9003],
  [
    "Cloudflare's IPv6 address behind the proxy",
    { type: 'AAAA', name: 'n', content: '2606:4700::1', proxied: true },
    9003,
  ],
  ['an address as CNAME target', { type: 'CNAME', name: 'n', content: '192.0.2.1' }, 9007],
  ['a CNAME to itself', { type: 'CNAME', name: 'n', content: 'n.outbound-labs.io' }, 9007],
  ['an MX without priority', { type: 'MX', name: 'n', content: 'mx.example.com' }, 1004],
  ['an empty TXT', { type: 'TXT', name: 'n', content: '' }, 1004],
  ['a TXT over 4,096 bytes', { type: 'TXT', name: 'n', content: 'x'.repeat(4090) }, 1004],
  ['a key over 4,096 bytes', { type: 'OPENPGPKEY', name: 'n', content: 'A'.repeat(5464) }, 1004],
  ['CAA as content', { type: 'CAA', name: 'n', content: '0 issue "a.example"' }, 1004],
  [
    'SRV with a field that it never had',
    { type: 'SRV', name: '_a._tcp', data: { owner: '_a', priority: 1, weight: 1, port: 1, target: 'a.b' } },
    1004,
  ],
  ['SOA', { type: 'SOA', name: '@', content: 'x' }, 1004],
  ['a comment of two lines', { type: 'A', name: 'n', content: '192.0.2.1', comment: 'a\nb' }, 1004],
  ['a comment over the plan', { type: 'A', name: 'n', content: '192.0.2.1', comment: 'x'.repeat(101) }, 1004],
  ['tags on Free', { type: 'A', name: 'n', content: '192.0.2.1', tags: ['a:b'] }, 9300],
  ['a name server beside an address', { type: 'NS', name: 'www', content: 'ns.example.com' }, 81053],
  [
    'a DS without name servers',
    { type: 'DS', name: 'n', data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: 'ab' } },
    1004,
  ],
])('%s is refused', async (_, fields, code) => {
  const { codes, standIn } = await sending();
  const before = standIn.records('outbound-labs.io');
  expect(await codes(fields)).toEqual([code]);
  expect(standIn.records('outbound-labs.io')).toEqual(before);
});

test.each(['1.1.1.1', '1.0.0.1', '104.16.1.1', '162.158.0.1'])(
  "Cloudflare's own address %s is taken as long as the proxy is off",
  async (content) => {
    const { stored } = await sending();
    expect(await stored({ type: 'A', name: 'n', content })).toMatchObject({ content, proxied: false });
  },
);

test.each<[string, Fields, string]>([
  ['its name alone', { name: '_sip._tcp' }, '_sip._tcp.outbound-labs.io'],
  [
    'its name and its parts',
    { name: '_sip._tcp', data: { service: '_sip', proto: '_tcp', name: '@' } },
    '_sip._tcp.outbound-labs.io',
  ],
  [
    'parts and the whole name',
    { name: '_sip._tcp.outbound-labs.io', data: { service: '_sip', proto: '_tcp', name: 'outbound-labs.io' } },
    '_sip._tcp.outbound-labs.io',
  ],
  [
    'the zone and its parts',
    { name: 'outbound-labs.io', data: { service: '_sip', proto: '_tcp', name: 'outbound-labs.io' } },
    '_sip._tcp.outbound-labs.io',
  ],
  ['its parts alone', { data: { service: '_sip', proto: '_tls', name: 'eu' } }, '_sip._tls.eu.outbound-labs.io'],
  [
    'the whole name and its service',
    { name: '_sip._tcp.eu', data: { service: '_sip', proto: '_tcp' } },
    '_sip._tcp.eu.outbound-labs.io',
  ],
])('SRV is taken with %s', async (_, fields, name) => {
  const { stored } = await sending();
  const data = { priority: 10, weight: 5, port: 443, target: 'sip.example.com' };
  expect(await stored({ type: 'SRV', ...fields, data: { ...data, ...(fields.data as object) } })).toMatchObject({
    name,
    priority: 10,
    content: '5 443 sip.example.com',
    data,
  });
});

test('what is proxied has an automatic TTL, whatever was sent', async () => {
  const { stored } = await sending();
  expect(await stored({ type: 'A', name: 'p', content: '192.0.2.1', ttl: 5, proxied: true })).toMatchObject({
    ttl: 1,
    proxied: true,
  });
});

test('hosts lose their trailing dot, IPv6 is canonical, a null MX stays a dot', async () => {
  const { stored } = await sending();
  const content = async (fields: Fields) => (await stored(fields)).content;
  expect(await content({ type: 'CNAME', name: 'c', content: 'Target.Example.COM.' })).toBe('target.example.com');
  expect(await content({ type: 'AAAA', name: 'six', content: '2001:DB8:0:0:1::1' })).toBe('2001:db8::1:0:0:1');
  expect(await content({ type: 'MX', name: 'm', content: '.', priority: 0 })).toBe('.');
});

test('TXT comes back as it was entered when it fits, else quoted in strings of 255', async () => {
  const { stored } = await sending();
  const content = async (name: string, text: string) => (await stored({ type: 'TXT', name, content: text })).content;
  expect(await content('a', 'v=spf1 -all; "x"')).toBe('v=spf1 -all; "x"');
  expect(await content('b', '"one" "two"')).toBe('"one" "two"');
  expect(await content('c', 'x'.repeat(300))).toBe(`"${'x'.repeat(255)}" "${'x'.repeat(45)}"`);
  expect(await content('d', `"${'y'.repeat(300)}"`)).toBe(`"${'y'.repeat(255)}" "${'y'.repeat(45)}"`);
  expect(await content('e', '"say \\"hi\\" \\\\"')).toBe('"say \\"hi\\" \\\\"');
});

test('types with data show it as content too, and refuse a missing or wrong field', async () => {
  const { stored, codes } = await sending();
  const srv = { priority: 10, weight: 5, port: 443, target: 'SIP.example.com.' };
  expect(await stored({ type: 'SRV', name: '_sip._tcp', data: srv })).toMatchObject({
    content: '5 443 sip.example.com',
    priority: 10,
    data: { priority: 10, weight: 5, port: 443, target: 'sip.example.com' },
  });
  expect(await stored({ type: 'CAA', name: 'c', data: { flags: 0, tag: 'issue', value: 'a.example' } })).toMatchObject({
    content: '0 issue "a.example"',
  });
  expect(
    await stored({ type: 'URI', name: 'u', priority: 1, data: { weight: 2, target: 'https://a.example/' } }),
  ).toMatchObject({ content: '2 "https://a.example/"', priority: 1 });
  expect(await codes({ type: 'SRV', name: '_x._tcp', data: { ...srv, port: 70_000 } })).toEqual([1004]);
  expect(await codes({ type: 'TLSA', name: '_1._tcp', data: { usage: 3, selector: 1, matching_type: 1 } })).toEqual([
    1004,
  ]);
});

test('the same record twice, a CNAME beside an address and the other way round', async () => {
  const { codes } = await sending();
  const www = { name: 'www', type: 'A', content: '192.0.2.1' };
  expect(await codes({ ...www, name: '@', content: '198.51.100.30', ttl: 900 })).toEqual([81058]);
  expect(await codes(www)).toEqual([81054]);
  expect(await codes({ type: 'CNAME', name: '@', content: 'a.example.com' })).toEqual([81053]);
  expect(await codes({ type: 'CNAME', name: 'www', content: 'a.example.com' })).toEqual([81053]);
  expect(await codes({ type: 'TXT', name: '@', content: '"v=spf1 " "include:_spf.litemail.example ~all"' })).toEqual([
    81058,
  ]);
});

test('below a delegation nothing else fits, and its DS goes before its name servers', async () => {
  const { call, path, codes, standIn } = await sending('acme-mail.com');
  expect(await codes({ type: 'A', name: 'lab', content: '192.0.2.1' })).toEqual([81056]);
  const lab = standIn.records('acme-mail.com').filter(({ name }) => name === 'lab.acme-mail.com');
  const remove = async (type: string, index = 0) =>
    (await call('DELETE', `${path}/${lab.filter((record) => record.type === type)[index]?.id}`)).codes;
  expect(await remove('NS')).toEqual([]);
  expect(await remove('NS', 1)).toEqual([1004]);
  expect(await remove('DS')).toEqual([]);
  expect(await remove('NS', 1)).toEqual([]);
});

test('PATCH keeps what it does not name, PUT puts it back to the default', async () => {
  const { call, path, standIn } = await sending('acme-outreach.net');
  const old = standIn.records('acme-outreach.net').find(({ type }) => type === 'A');
  expect(old).toMatchObject({ comment: 'landing page', tags: ['team:growth', 'env:production'], proxied: true });
  const patched = await call('PATCH', `${path}/${old?.id}`, { content: '192.0.2.99' });
  expect(patched.result).toMatchObject({ ...old, content: '192.0.2.99', modified_on: expect.any(String) });
  const put = await call('PUT', `${path}/${old?.id}`, { type: 'A', name: '@', content: '192.0.2.98' });
  expect(put.result).toMatchObject({ id: old?.id, comment: null, tags: [], proxied: false, ttl: 1 });
});

test('the type of a record never changes', async () => {
  const { call, path, standIn } = await sending();
  const { id, content } = standIn.records('outbound-labs.io').find(({ type }) => type === 'CNAME') ?? {};
  const answer = await call('PATCH', `${path}/${id}`, { type: 'A', content: '192.0.2.1' });
  expect([answer.status, answer.codes]).toEqual([400, [1004]]);
  expect((await call('GET', `${path}/${id}`)).result).toMatchObject({ type: 'CNAME', content });
});

test('an update that would make two records the same is refused', async () => {
  const { call, path, post } = await sending();
  const one = await post({ type: 'A', name: 'two', content: '192.0.2.1' });
  await post({ type: 'A', name: 'two', content: '192.0.2.2' });
  expect((await call('PATCH', `${path}/${one.result.id}`, { content: '192.0.2.2' })).codes).toEqual([81057]);
});

test('what Email Routing holds cannot be changed or deleted', async () => {
  const { call, path, standIn } = await sending('acmehq.io');
  const held = standIn.records('acmehq.io').filter(({ meta }) => meta.read_only);
  expect(held.map(({ type }) => type)).toEqual(['MX', 'MX', 'MX', 'TXT']);
  for (const { id } of held) {
    expect((await call('DELETE', `${path}/${id}`)).codes).toEqual([1004]);
    expect((await call('PATCH', `${path}/${id}`, { ttl: 300 })).codes).toEqual([1004]);
  }
  expect(standIn.records('acmehq.io').filter(({ meta }) => meta.read_only)).toEqual(held);
});

test('a record that is not there, and an id that is none', async () => {
  const { call, path } = await sending();
  for (const method of ['GET', 'DELETE', 'PATCH', 'PUT']) {
    const answer = await call(method, `${path}/${'0'.repeat(32)}`, method === 'GET' ? undefined : {});
    expect([answer.status, answer.codes]).toEqual([404, [81044]]);
  }
  expect((await call('GET', `${path}/www`)).codes).toEqual([7003, 7000]);
});

test('tags are kept on paid plans, doubles dropped, the reserved prefix refused', async () => {
  const { stored, codes } = await sending('acme-outreach.net');
  expect((await stored({ type: 'A', name: 't', content: '192.0.2.1', tags: ['a:b', 'A:b', 'c'] })).tags).toHaveLength(
    2,
  );
  expect(await codes({ type: 'A', name: 'u', content: '192.0.2.1', tags: ['cf-x:1'] })).toEqual([1004]);
});

test('the quota of a Free zone is 200 records and usage tells it', async () => {
  const { call, path, codes, standIn } = await sending();
  expect((await call('GET', `${path}/usage`)).result).toEqual({ record_quota: 200, record_usage: 5 });
  const posts = Array.from({ length: 195 }, (_, index) => ({
    type: 'A',
    name: `h${index}`,
    content: '192.0.2.1',
    ttl: 60,
  }));
  expect((await call('POST', `${path}/batch`, { posts })).status).toBe(200);
  expect(await codes({ type: 'A', name: 'more', content: '192.0.2.1' })).toEqual([81045]);
  expect(standIn.records('outbound-labs.io')).toHaveLength(200);
  const old = await call('GET', `/zones/${zoneId('xn--bcher-post-9db.de')}/dns_records/usage`);
  expect(old.result.record_quota).toBe(1000);
});

test('zones of free registries cannot be written', async () => {
  const { call, standIn } = await sending();
  await standIn.addZone({
    name: 'thing.tk',
    accountId: sandboxCredentials.acme.cloudflareLogin.accountId,
    records: [],
  });
  expect(
    (await call('POST', `/zones/${zoneId('thing.tk')}/dns_records`, { type: 'A', name: '@', content: '192.0.2.1' }))
      .codes,
  ).toEqual([1038]);
});

test('the list filters exactly, pages, and reads ten thousand records in one call', async () => {
  const { call, path, standIn } = await sending('acme-mail.com');
  const list = async (query: string) =>
    (await call('GET', `${path}?${query}`)).result as { type: string; name: string }[];
  expect(await list('type=MX')).toHaveLength(2);
  expect(await list('name=WWW.acme-mail.com')).toMatchObject([{ type: 'A' }]);
  expect(await list('name=www')).toEqual([]);
  expect(await list('content=192.0.2.10')).toHaveLength(2);
  expect(await list('name.contains=_domainkey&type=TXT')).toHaveLength(1);
  expect(await list('comment.present=true')).toHaveLength(2);
  expect(await list('name=www.acme-mail.com&type=MX&match=any')).toHaveLength(3);
  const page = await call('GET', `${path}?per_page=10&page=3`);
  expect(page.json.result_info).toEqual({ page: 3, per_page: 10, count: 5, total_count: 25, total_pages: 3 });
  expect((await call('GET', `${path}?per_page=5000001`)).status).toBe(400);
  const [big = ''] = await standIn.seedZones(1, { records: 10_000, plan: 'pro', prefix: 'big-' });
  const all = await call('GET', `/zones/${zoneId(big)}/dns_records?per_page=5000000`);
  expect(all.result).toHaveLength(10_000);
});

test('generated zones are the same each time and hold every kind', async () => {
  const { standIn } = await sending();
  const [name = ''] = await standIn.seedZones(1, { records: 150 });
  const first = standIn.records(name).map(({ type, name, content }) => [type, name, content]);
  await standIn.seedZones(1, { records: 150 });
  expect(standIn.records(name).map(({ type, name, content }) => [type, name, content])).toEqual(first);
  expect(new Set(first.map(([type]) => type)).size).toBeGreaterThan(11);
});

test('somebody changes records behind the back of the app', async () => {
  const { standIn } = await sending();
  const shown = (type: string) =>
    standIn
      .records('outbound-labs.io')
      .filter((record) => record.type === type)
      .map(({ content }) => content);
  await standIn.changeRecord('outbound-labs.io', { add: { type: 'MX', name: '@', content: 'x.example', priority: 5 } });
  expect(shown('MX')).toEqual(['mx1.litemail.example', 'x.example']);
  await standIn.changeRecord('outbound-labs.io', { set: { type: 'MX', name: '@', content: 'y.example', priority: 1 } });
  expect(shown('MX')).toEqual(['y.example']);
  await standIn.changeRecord('outbound-labs.io', { delete: { type: 'MX' } });
  expect(shown('MX')).toEqual([]);
  await expect(standIn.changeRecord('outbound-labs.io', { delete: { type: 'MX' } })).rejects.toThrow('matches');
});
