import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { collectPages } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { cloudflareErrors } from '../../../src/adapters/cloudflare/cloudflare-errors.ts';
import { cloudflare as operations } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import type { Observation } from '../../../src/adapters/http/api-client.ts';
import { fixture } from '../../helpers/fixture.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { cloudflareUrl, nockOperation } from '../../helpers/nock-operation.ts';

const clock = manualClock();
const origin = 'https://api.cloudflare.test';
const seen: Observation[] = [];
const settings = { apiUrl: cloudflareUrl, clock, observe: (call: Observation) => seen.push(call) };
const cloudflare = createCloudflare({ ...settings, credential: { token: 'cfut_canary' } });

describe('a credential', () => {
  it('that is a token goes as a bearer, alone', async () => {
    nock(origin, { reqheaders: { authorization: 'Bearer cfut_canary' }, badheaders: ['x-auth-key', 'x-auth-email'] })
      .get('/client/v4/user/tokens/verify')
      .reply(200, fixture('cloudflare/verify-token'));
    // The message of a good token has the code 10000, which elsewhere is an error.
    expect((await cloudflare.verifyUserToken()).status).toBe('active');
  });

  it('that is the global key goes with its address, without a bearer', async () => {
    const byKey = createCloudflare({ ...settings, credential: { email: 'ops@acme.test', key: 'canary' } });
    nock(origin, {
      reqheaders: { 'x-auth-email': 'ops@acme.test', 'x-auth-key': 'canary' },
      badheaders: ['authorization'],
    })
      .get('/client/v4/user')
      .reply(200, { success: true, errors: [], messages: [], result: { id: 'u1' } });
    expect(await byKey.getUser()).toMatchObject({ id: 'u1' });
  });
});

describe('every call', () => {
  it('is observed with its ray', async () => {
    seen.length = 0;
    nockOperation(
      cloudflareUrl,
      operations.getZone,
      { params: { zone_id: 'z1' } },
      {
        body: { success: true, errors: [], messages: [], result: { id: 'z1', name: 'example.com' } },
        headers: { 'cf-ray': '8f0-LIS' },
      },
    );
    await cloudflare.getZone({ params: { zone_id: 'z1' } });
    expect(seen).toMatchObject([{ api: 'Cloudflare', operation: 'getZone', status: 200, ray: '8f0-LIS' }]);
  });
});

describe('an export', () => {
  it('is text and has no envelope', async () => {
    nock(origin)
      .get('/client/v4/zones/z1/dns_records/export')
      .reply(200, ';; Domain: example.com.\n', { 'content-type': 'text/plain' });
    expect(await cloudflare.exportDnsRecords({ params: { zone_id: 'z1' } })).toBe(';; Domain: example.com.\n');
  });

  it('that is a web page is none', async () => {
    nock(origin).get('/client/v4/zones/z1/dns_records/export').reply(200, '<html>', { 'content-type': 'text/html' });
    await expect(cloudflare.exportDnsRecords({ params: { zone_id: 'z1' } })).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });
});

describe('Cloudflare refuses', () => {
  const refused = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    nock(origin)
      .post('/client/v4/zones/z1/dns_records/batch')
      .reply(status, body as nock.Body, headers);
    return cloudflare.batchDnsRecords({ params: { zone_id: 'z1' }, body: {} });
  };

  it('with a code of the table', async () => {
    await expect(refused(400, fixture('cloudflare/error'))).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: 'Cloudflare refused: an identical record already exists (81058).',
      codes: [81058],
      pointer: '/posts/1',
    });
  });

  it('with the root cause inside a 1004, as it did until 2024', async () => {
    await expect(refused(400, fixture('cloudflare/error-chain'))).rejects.toMatchObject({
      message: 'Cloudflare refused: this is not a valid IPv4 address (9005).',
      codes: [9005, 1004],
    });
  });

  it('for lack of a permission, and says which', async () => {
    const body = {
      success: false,
      errors: [{ code: 10000, message: 'Authentication error' }],
      messages: [],
      result: null,
    };
    await expect(refused(403, body)).rejects.toMatchObject({
      code: 'upstream_rejected',
      message: expect.stringContaining('"Batch DNS Records" needs DNS Write.'),
    });
  });

  it('with a code that nobody knows: its own words, the code and the ray', async () => {
    const body = {
      success: false,
      errors: [{ code: 1001, message: 'Invalid zone\nidentifier' }],
      messages: [],
      result: null,
    };
    await expect(refused(400, body, { 'cf-ray': '8f1-LIS' })).rejects.toMatchObject({
      message: 'Cloudflare refused: "Invalid zone identifier" (code 1001, ray 8f1-LIS).',
    });
  });

  it('though it says 200', async () => {
    const body = { success: false, errors: [{ code: 9021, message: 'ttl' }], messages: [], result: null };
    await expect(refused(200, body)).rejects.toMatchObject({ message: expect.stringContaining('(9021)') });
  });

  it('something that it has retired', async () => {
    await expect(refused(410, '<html>gone', { 'content-type': 'text/html' })).rejects.toMatchObject({
      message: 'Cloudflare refused (status 410).',
      hint: expect.stringContaining('retired'),
    });
  });

  it.each(Object.entries(cloudflareErrors))(
    '%s in a sentence that goes on after a colon, with a next step',
    (_, { sentence, hint }) => {
      expect(sentence).toMatch(/[^.]$/);
      expect(hint).toMatch(/\.$/);
    },
  );
});

describe('a list of several pages', () => {
  const pages = (rows: readonly string[][], info: (page: number) => object | undefined) => {
    let calls = 0;
    const ask = async (page: number) => {
      calls += 1;
      const result = (rows[page - 1] ?? []).map((id) => ({ id }));
      const about = info(page);
      return about ? { result, result_info: about } : { result };
    };
    return { ask, calls: () => calls };
  };
  const two = [['a', 'b'], ['c']];

  it.each([
    ['the total', two, () => ({ total_count: 3 }), 2],
    ['the pages', two, () => ({ total_pages: 2 }), 2],
    ['nothing, with a page that is not full', two, () => undefined, 2],
    [
      'nothing, and repeats its last page',
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      () => undefined,
      2,
    ],
    ['a page size of its own, smaller than what was asked for', two, () => ({ per_page: 2, total_count: 3 }), 2],
    [
      'nothing, with full pages only',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      () => undefined,
      3,
    ],
  ])('ends by %s', async (_, rows, info, calls) => {
    const list = pages(rows, info);
    expect((await collectPages(2, list.ask)).rows.map(({ id }) => id)).toEqual([...new Set(rows.flat())]);
    expect(list.calls()).toBe(calls);
  });

  /** A list of two rows a page that changes right before the calls that are named here. */
  const changing = (ids: readonly string[], changes: Readonly<Record<number, readonly string[]>>) => {
    let [calls, now] = [0, ids];
    const ask = async (page: number) => {
      calls += 1;
      now = changes[calls] ?? now;
      const result = now.slice((page - 1) * 2, page * 2).map((id) => ({ id }));
      return { result, result_info: { page, per_page: 2, count: result.length, total_count: now.length } };
    };
    return { ask, calls: () => calls };
  };

  it('is read again when somebody deletes a row of the first page meanwhile, so that none is missed', async () => {
    const list = changing(['a', 'b', 'c', 'd', 'e'], { 2: ['b', 'c', 'd', 'e'] });
    expect((await collectPages(2, list.ask)).rows.map(({ id }) => id)).toEqual(['b', 'c', 'd', 'e']);
    expect(list.calls()).toBe(4);
  });

  it('is read again when somebody deletes what the last page would have held', async () => {
    const list = changing(['a', 'b', 'c'], { 2: ['b', 'c'] });
    expect((await collectPages(2, list.ask)).rows.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('is read again when a row comes twice, though there are as many as before', async () => {
    const list = changing(['a', 'b', 'c', 'd'], { 2: ['x', 'a', 'b', 'c'] });
    expect((await collectPages(2, list.ask)).rows.map(({ id }) => id)).toEqual(['x', 'a', 'b', 'c']);
  });

  it('that changes whenever it is read is not taken for whole', async () => {
    const list = changing(['a', 'b', 'c'], {
      2: ['a', 'b'],
      3: ['a', 'b', 'c'],
      4: ['a', 'b'],
      5: ['a', 'b', 'c'],
      6: [],
    });
    await expect(collectPages(2, list.ask)).rejects.toMatchObject({
      code: 'upstream_unavailable',
      message: 'A Cloudflare list changed, or was not whole, each of the 3 times it was read.',
    });
    expect(list.calls()).toBe(6);
  });

  it('asks once where one page holds all', async () => {
    const list = pages([['a', 'b']], () => ({ page: 1, per_page: 2, count: 2, total_count: 2, total_pages: 1 }));
    await collectPages(2, list.ask);
    expect(list.calls()).toBe(1);
  });
});

describe('a refusal that says where more is written', () => {
  const refused = async (documentation_url: unknown) => {
    nock('https://api.cloudflare.test')
      .get('/client/v4/zones')
      .reply(403, { success: false, errors: [{ code: 9999, message: 'no', documentation_url }] });
    const client = createCloudflare({
      apiUrl: cloudflareUrl,
      credential: { token: 'cfut_test' },
      clock: manualClock(),
    });
    return client.listZones({ query: {} }).catch((error: unknown) => error);
  };

  it('shows that place', async () => {
    const url = 'https://developers.cloudflare.com/api/errors#9999';
    expect(await refused(url)).toMatchObject({ hint: expect.stringContaining(`See ${url}`) });
  });

  it.each(['javascript:alert(1)', 'https://x.test/|<!channel>', 7, null])('and not %s', async (url) => {
    expect(await refused(url)).toMatchObject({ hint: expect.not.stringContaining('See ') });
  });
});
