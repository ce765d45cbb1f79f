import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import type { Zone } from '../../../src/domain/dns/model/record.ts';
import { fixture } from '../../helpers/fixture.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { cloudflareUrl } from '../../helpers/nock-operation.ts';

const zone: Zone = { home: 'cloudflare', id: 'z1', name: 'example.com', batchLimit: 200 };
const noRows = { deletes: [], patches: [], posts: [] };

function open(more: { accountId?: string } = {}) {
  const clock = manualClock();
  const cloudflare = createCloudflare({ apiUrl: cloudflareUrl, credential: { token: 'cfut_canary' }, clock });
  return { clock, home: createCloudflareDnsProvider({ cloudflare, clock, ...more }) };
}
const list = (path: string, rows: readonly object[], info: object = {}, query: Record<string, string> = {}) =>
  nock(cloudflareUrl)
    .get(path)
    .query({ page: '1', per_page: path === '/zones' ? '50' : '50000', ...query })
    .reply(200, {
      success: true,
      errors: [],
      messages: [],
      result: rows,
      result_info: { total_count: rows.length, ...info },
    });

describe('zones', () => {
  it('are read once for ten minutes', async () => {
    const { clock, home } = open();
    list('/zones', [{ id: 'z1', name: 'example.com' }]);
    await Promise.all([home.findZone('www.example.com'), home.findZone('example.com'), home.zones()]);
    clock.advance(9 * 60_000);
    expect(await home.findZone('example.com')).toMatchObject({ id: 'z1' });
    clock.advance(2 * 60_000);
    list('/zones', [{ id: 'z2', name: 'example.com' }]);
    expect(await home.findZone('example.com')).toMatchObject({ id: 'z2' });
  });

  it('are read again when a name is not among them', async () => {
    const { home } = open();
    list('/zones', [{ id: 'z1', name: 'example.com' }]);
    await home.zones();
    list('/zones', [
      { id: 'z1', name: 'example.com' },
      { id: 'z2', name: 'new.org' },
    ]);
    expect(await home.findZone('new.org')).toMatchObject({ id: 'z2' });
  });

  it('are read again where one goes between two pages, so that none is missing', async () => {
    const { home } = open();
    const row = (name: string) => ({ id: name, name: `${name}.org` });
    list('/zones', ['a', 'b'].map(row), { total_count: 4 });
    list('/zones', [row('d')], { total_count: 3 }, { page: '2' });
    list('/zones', ['b', 'c', 'd'].map(row));
    expect((await home.zones()).map(({ name }) => name)).toEqual(['b.org', 'c.org', 'd.org']);
  });

  it('that could not be read are asked for again the next time', async () => {
    const { home } = open();
    nock(cloudflareUrl)
      .get('/zones')
      .query(true)
      .reply(403, { success: false, errors: [{ code: 10000, message: 'no' }] });
    await expect(home.zones()).rejects.toMatchObject({ code: 'upstream_rejected' });
    list('/zones', [{ id: 'z1', name: 'example.com' }]);
    expect(await home.zones()).toHaveLength(1);
  });

  it('are found by the longest suffix, in Unicode too', async () => {
    const { home } = open();
    list('/zones', [
      { id: 'z1', name: 'example.com' },
      { id: 'z2', name: 'eu.example.com' },
      { id: 'z3', name: 'xn--bcher-kva.de' },
    ]);
    expect(await home.findZone('www.eu.example.com')).toMatchObject({ id: 'z2' });
    expect(await home.findZone('Bücher.de')).toMatchObject({ id: 'z3' });
  });

  it('of the same name in two accounts are not guessed between', async () => {
    const { home } = open();
    list('/zones', [
      { id: 'z1', name: 'example.com' },
      { id: 'z2', name: 'example.com' },
    ]);
    await expect(home.findZone('example.com')).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('CLOUDFLARE_ACCOUNT_ID'),
    });
  });

  it('are those of one account where it is known', async () => {
    const { home } = open({ accountId: 'acc1' });
    list('/zones', [], {}, { 'account.id': 'acc1' });
    expect(await home.zones()).toEqual([]);
  });

  it.each([
    ['Free', { name: 'Free Website', legacy_id: 'free' }, 200, 'free'],
    ['Pro', { name: 'Pro Website', legacy_id: 'pro' }, 3_500, 'paid'],
    ['Enterprise', { name: 'Enterprise Website' }, 3_500, 'paid'],
    ['an unknown plan', undefined, 200, undefined],
    ['a plan without a name', {}, 200, undefined],
  ])('on %s take as many rows in a batch as the plan allows', async (_, plan, limit, known) => {
    const { home } = open();
    list('/zones', [{ id: 'z1', name: 'example.com', plan }]);
    const [zone] = await home.zones();
    expect([zone?.batchLimit, zone?.plan]).toEqual([limit, known]);
  });
});

describe('records', () => {
  it('of the official example come as one record set', async () => {
    const { home } = open();
    nock(cloudflareUrl)
      .get('/zones/z1/dns_records')
      .query({ page: 1, per_page: 50000 })
      .reply(200, fixture('cloudflare/list-dns-records'));
    expect(await home.list(zone)).toEqual([
      {
        name: 'example.com',
        type: 'A',
        values: [
          {
            id: '023e105f4ecef8ad9ca31a8372d0c353',
            content: '198.51.100.4',
            ttl: 3600,
            proxied: false,
            comment: 'Domain verification record',
            tags: ['owner:dns-team'],
            modifiedOn: 1388553600123,
          },
        ],
      },
    ]);
  });

  it('of which only the least is said are taken all the same', async () => {
    const { home } = open();
    list('/zones/z1/dns_records', [
      { id: 'r1', type: 'TXT', name: 'example.com', content: '"v=spf1 " "~all"', ttl: 1, proxied: false },
      { id: 'r2', type: 'CAA', name: 'example.com', content: '0 issue "letsencrypt.org"', ttl: 1 },
      { id: 'r3', type: 'NEWTYPE', name: 'example.com', content: 'what is this' },
    ]);
    expect((await home.list(zone)).map(({ type, values }) => [type, values])).toEqual([
      ['TXT', [{ id: 'r1', content: 'v=spf1 ~all', ttl: 1 }]],
      ['CAA', [{ id: 'r2', data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' }, ttl: 1 }]],
      ['NEWTYPE', [{ id: 'r3', content: 'what is this', ttl: 1 }]],
    ]);
  });

  it('that Cloudflare manages itself are marked', async () => {
    const { home } = open();
    list('/zones/z1/dns_records', [
      {
        id: 'r1',
        type: 'MX',
        name: 'example.com',
        content: 'route1.mx.cloudflare.net',
        priority: 7,
        ttl: 1,
        meta: { read_only: true, email_routing: true },
      },
    ]);
    expect((await home.list(zone))[0]?.values).toMatchObject([{ readOnly: true, priority: 7 }]);
  });

  it('of a very large zone are read page by page', async () => {
    const { home } = open();
    const rows = Array.from({ length: 3 }, (_, index) => ({
      id: `r${index}`,
      type: 'A',
      name: `h${index}.example.com`,
      content: '192.0.2.1',
      ttl: 1,
    }));
    list('/zones/z1/dns_records', rows.slice(0, 2), { total_count: 3 });
    list('/zones/z1/dns_records', rows.slice(2), { total_count: 3 }, { page: '2' });
    expect(await home.list(zone)).toHaveLength(3);
  });

  it('of a very large zone are read again where somebody deletes one between two pages', async () => {
    const { home } = open();
    const row = (name: string) => ({ id: name, type: 'A', name: `${name}.example.com`, content: '192.0.2.1', ttl: 1 });
    const path = '/zones/z1/dns_records';
    list(path, ['a', 'b'].map(row), { total_count: 4 });
    list(path, [row('d')], { total_count: 3 }, { page: '2' });
    list(path, ['b', 'c'].map(row), { total_count: 3 });
    list(path, [row('d')], { total_count: 3 }, { page: '2' });
    expect((await home.list(zone)).map(({ name }) => name[0])).toEqual(['b', 'c', 'd']);
  });
});

describe('usage', () => {
  it('is told', async () => {
    nock(cloudflareUrl).get('/zones/z1/dns_records/usage').reply(200, fixture('cloudflare/dns-usage'));
    expect(await open().home.usage(zone)).toEqual({ used: 17, quota: 200 });
  });

  it.each([403, 404])('that answers %i does no harm', async (status) => {
    nock(cloudflareUrl)
      .get('/zones/z1/dns_records/usage')
      .reply(status, { success: false, errors: [{ code: 10000, message: 'no' }] });
    expect(await open().home.usage(zone)).toBeUndefined();
  });
});

describe('a batch', () => {
  it('is exactly one call with exactly the rows', async () => {
    const ok = { success: true, errors: [], messages: [], result: {} };
    const sent = {
      deletes: [{ id: 'r1' }],
      patches: [
        {
          id: 'r2',
          name: 'www.example.com',
          type: 'A',
          content: '192.0.2.2',
          ttl: 1,
          proxied: true,
          comment: '',
          tags: [],
        },
      ],
      posts: [
        { name: 'example.com', type: 'TXT', content: `"${'a'.repeat(255)}" "a \\" \\\\ b"`, ttl: 3600 },
        { name: 'example.com', type: 'MX', content: 'mx1.example.net', priority: 10, ttl: 1 },
        {
          name: '_sip._tcp.example.com',
          type: 'SRV',
          data: { priority: 1, weight: 2, port: 443, target: 'a.example.net' },
          ttl: 1,
        },
      ],
    };
    nock(cloudflareUrl).post('/zones/z1/dns_records/batch', sent).reply(200, ok);
    await open().home.write(zone, {
      deletes: [{ id: 'r1' }],
      patches: [
        {
          id: 'r2',
          name: 'www.example.com',
          type: 'A',
          content: '192.0.2.2',
          ttl: 1,
          proxied: true,
          comment: '',
          tags: [],
        },
      ],
      posts: [
        { name: 'example.com', type: 'TXT', content: `${'a'.repeat(256)} " \\ b`, ttl: 3600 },
        { name: 'example.com', type: 'MX', content: 'mx1.example.net', priority: 10, ttl: 1 },
        {
          name: '_sip._tcp.example.com',
          type: 'SRV',
          data: { priority: 1, weight: 2, port: 443, target: 'a.example.net' },
          ttl: 1,
        },
      ],
    });
  });

  const a = (name: string, content: string) => ({ name: `${name}.example.com`, type: 'A', content, ttl: 1 });
  const refuse = (code: number, pointer?: string) =>
    nock(cloudflareUrl)
      .post('/zones/z1/dns_records/batch')
      .reply(400, {
        success: false,
        errors: [{ code, message: 'no', ...(pointer && { source: { pointer } }) }],
        result: null,
      });

  it.each([
    ['the pointer says so', 9021, '/posts/1/ttl', 'A b.example.com'],
    ['it exists already', 81058, undefined, 'A b.example.com'],
    ['a CNAME is in its way', 81054, undefined, 'A c.example.com'],
  ])('that is refused names the row: %s', async (_, code, pointer, about) => {
    refuse(code, pointer);
    list('/zones/z1/dns_records', [
      { id: 'r1', type: 'A', name: 'b.example.com', content: '192.0.2.1', ttl: 1 },
      { id: 'r2', type: 'CNAME', name: 'c.example.com', content: 'example.net', ttl: 1 },
    ]);
    const posts = [a('a', '192.0.2.1'), a('b', '192.0.2.1'), a('c', '192.0.2.1')];
    await expect(open().home.write(zone, { ...noRows, posts })).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringMatching(new RegExp(`\\(${code}\\)\\. It is about ${about.replaceAll('.', '\\.')}\\.$`)),
    });
  });

  it('that is refused for something nobody can place names no row', async () => {
    refuse(81045);
    list('/zones/z1/dns_records', []);
    const posts = [a('a', '192.0.2.1'), a('b', '192.0.2.1')];
    await expect(open().home.write(zone, { ...noRows, posts })).rejects.toMatchObject({
      message: 'Cloudflare refused: the zone has reached its record limit (81045).',
    });
  });
});

describe('a zone that is gone', () => {
  it('is told apart from one that the token may not touch, though Cloudflare says the same of both', async () => {
    const denied = { success: false, errors: [{ code: 10000, message: 'Authentication error' }], result: null };
    nock(cloudflareUrl).get('/zones/z1/dns_records').query(true).times(2).reply(403, denied);
    const { home } = open();
    list('/zones', [{ id: 'z1', name: 'example.com' }]);
    await expect(home.list(zone)).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('needs DNS Read'),
    });
    list('/zones', []);
    await expect(home.list(zone)).rejects.toMatchObject({ code: 'not_found' });
  });
});
