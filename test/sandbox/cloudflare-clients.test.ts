import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acme, cloudflare, zoneId } from './cloudflare-helpers.ts';

/**
 * What other clients of Cloudflare send, by shape: read in the sources of octodns-cloudflare, lexicon, external-dns,
 * cloudflare-go (flarectl, Terraform), certbot and scripts for dynamic DNS, and written here in our own words.
 */
const zone = 'outbound-labs.io';
const paid = 'acme-mail.com';
let api: Awaited<ReturnType<typeof cloudflare>>;
beforeEach(async () => {
  api = await cloudflare();
});
afterEach(() => api.faults.off());
const records = `/zones/${zoneId(zone)}/dns_records`;
const post = (body: object, path = records) => api.call('POST', path, body);
const made = async (body: object) => {
  const answer = await post(body);
  expect(answer.json.errors).toEqual([]);
  return answer.result;
};

describe('octodns', () => {
  it('reads zones and records page by page, until a page is not full', async () => {
    const read = async (path: string, size: number): Promise<{ id: string; name: string }[]> => {
      const rows = [];
      for (let page = 1; ; page += 1) {
        const { json } = await api.call('GET', `${path}?page=${page}&per_page=${size}`);
        rows.push(...json.result);
        if (json.result_info.count === 0 || json.result_info.count !== json.result_info.per_page) return rows;
      }
    };
    expect((await read('/zones', 5)).map(({ name }) => name)).toContain(zone);
    const rows = await read(records, 5);
    expect([rows.length, new Set(rows.map(({ id }) => id)).size]).toEqual([5, 5]);
  });

  const named = (name: string, type: string, more: object) => ({ name: `${name}.${zone}`, type, ttl: 300, ...more });
  it.each([
    ['A', named('a', 'A', { content: '192.0.2.1', proxied: false }), '192.0.2.1'],
    ['AAAA', named('aaaa', 'AAAA', { content: '2001:db8::1', proxied: false }), '2001:db8::1'],
    ['CNAME with its dot', named('c', 'CNAME', { content: 'target.example.', proxied: false }), 'target.example'],
    ['MX with its dot', named('m', 'MX', { priority: 10, content: 'mx.example.' }), 'mx.example'],
    ['TXT', named('t', 'TXT', { content: 'v=spf1 ~all' }), 'v=spf1 ~all'],
    ['CAA', named('caa', 'CAA', { data: { flags: 0, tag: 'issue', value: 'ca.example' } }), '0 issue "ca.example"'],
    [
      'SRV, its owner in parts',
      named('_sip._tcp', 'SRV', {
        data: {
          service: '_sip',
          proto: '_tcp',
          name: `${zone}.`,
          priority: 1,
          weight: 2,
          port: 5060,
          target: 'sip.example',
        },
      }),
      '2 5060 sip.example',
    ],
    [
      'SSHFP',
      named('ssh', 'SSHFP', { data: { algorithm: 4, type: 2, fingerprint: 'ab'.repeat(32) } }),
      `4 2 ${'ab'.repeat(32)}`,
    ],
    [
      'HTTPS, a space before its parameters',
      named('h', 'HTTPS', { data: { priority: 1, target: '.', value: ' alpn="h2"' } }),
      '1 . alpn="h2"',
    ],
    [
      'TLSA',
      named('_443._tcp', 'TLSA', { data: { usage: 3, selector: 1, matching_type: 1, certificate: 'cd'.repeat(32) } }),
      `3 1 1 ${'cd'.repeat(32)}`,
    ],
    [
      'NAPTR',
      named('n', 'NAPTR', {
        data: {
          flags: 'S',
          order: 10,
          preference: 100,
          regex: '',
          replacement: '_sip._udp.example.com.',
          service: 'SIP+D2U',
        },
      }),
      '10 100 "S" "SIP+D2U" "" _sip._udp.example.com',
    ],
  ])('writes %s', async (_, body, content) => {
    const record = await made(body);
    expect(record.content.replace(/\.$/, '')).toBe(content.replace(/\.$/, ''));
    expect(record.name).toMatch(new RegExp(`${zone}$`));
  });

  it('puts a record in the place of another, and deletes it', async () => {
    const { id } = await made(named('p', 'A', { content: '192.0.2.1', proxied: false }));
    const put = await api.call('PUT', `${records}/${id}`, named('p', 'A', { content: '192.0.2.2', proxied: false }));
    expect([put.status, put.result.id, put.result.content]).toEqual([200, id, '192.0.2.2']);
    expect((await api.call('DELETE', `${records}/${id}`)).result).toEqual({ id });
  });
});

describe('lexicon', () => {
  it('sends data: null beside the content', async () => {
    expect(await made({ type: 'TXT', name: `_acme-challenge.${zone}`, content: 'token', data: null })).toMatchObject({
      content: 'token',
    });
  });

  it('sends content: null beside data', async () => {
    const data = { algorithm: 4, type: 2, fingerprint: 'ab'.repeat(32) };
    expect(await made({ type: 'SSHFP', name: `s.${zone}`, content: null, data })).toMatchObject({
      content: `4 2 ${'ab'.repeat(32)}`,
    });
  });

  it('sends numbers of data as texts, which Cloudflare documents as numbers: that is refused, naming the field', async () => {
    const data = { algorithm: '4', type: '2', fingerprint: 'ab'.repeat(32) };
    const { status, json } = await post({ type: 'SSHFP', name: `s.${zone}`, content: null, data });
    expect([status, JSON.stringify(json.errors)]).toEqual([400, expect.stringContaining('algorithm')]);
  });

  it('asks with a JSON body in its GET', async () => {
    const status = await new Promise((resolve, reject) => {
      const asking = request(
        `${api.url}/zones?name=${zone}`,
        {
          method: 'GET',
          headers: { authorization: `Bearer ${acme}`, 'content-type': 'application/json', 'content-length': '2' },
        },
        (answer) => resolve(answer.resume().statusCode),
      );
      asking.on('error', reject).end('{}');
    });
    expect(status).toBe(200);
  });

  it('lists by type, name and content, and pages by total_pages', async () => {
    await made({ type: 'TXT', name: `x.${zone}`, content: 'one' });
    await made({ type: 'TXT', name: `x.${zone}`, content: 'two' });
    const { json } = await api.call('GET', `${records}?per_page=100&type=TXT&name=x.${zone}&content=two`);
    expect([json.result.length, json.result_info.page, json.result_info.total_pages]).toEqual([1, 1, 1]);
  });

  it('takes a record that is there already for made by 81057, where Cloudflare says 81058 of an identical one', async () => {
    const twice = { type: 'TXT', name: `x.${zone}`, content: 'one' };
    await made(twice);
    expect((await post(twice)).codes).toEqual([81058]);
  });

  it('puts what it changes alone, without TTL', async () => {
    const { id } = await made({ type: 'TXT', name: `x.${zone}`, content: 'one', ttl: 300 });
    const put = await api.call('PUT', `${records}/${id}`, { type: 'TXT', name: `x.${zone}`, content: 'two' });
    expect([put.result.content, put.result.ttl]).toEqual(['two', 1]);
  });
});

describe('external-dns', () => {
  const row = (name: string, more: object) => ({
    name: `${name}.${zone}`,
    ttl: 1,
    proxied: false,
    comment: '',
    tags: null,
    ...more,
  });

  it('sends batches with a priority of 0, no comment and tags: null', async () => {
    const old = await made({ type: 'A', name: `old.${zone}`, content: '192.0.2.1' });
    const kept = await made({ type: 'CNAME', name: `kept.${zone}`, content: 'a.example' });
    const { status, result } = await post(
      {
        deletes: [{ id: old.id }],
        puts: [row('kept', { id: kept.id, type: 'CNAME', content: 'b.example' })],
        posts: [
          row('new', { type: 'A', content: '192.0.2.2', priority: 0 }),
          row('txt', { type: 'TXT', content: '"heritage=external-dns"', priority: 0 }),
        ],
      },
      `${records}/batch`,
    );
    expect([status, result.deletes.length, result.puts[0].content, result.posts.length]).toEqual([
      200,
      1,
      'b.example',
      2,
    ]);
    expect(result.posts[0]).toMatchObject({ comment: null, tags: [] });
  });

  it('is told of a batch with one wrong part, and nothing of it was done', async () => {
    const before = api.standIn.records(zone).length;
    const wrong = await post(
      { posts: [row('a', { type: 'A', content: '192.0.2.1' }), row('b', { type: 'A', content: 'nonsense' })] },
      `${records}/batch`,
    );
    expect([wrong.status, wrong.codes.length > 0, api.standIn.records(zone).length]).toEqual([400, true, before]);
  });
});

describe('cloudflare-go, flarectl and Terraform', () => {
  it('find a zone by name, with whatever size of page', async () => {
    for (const query of [
      `name=${zone}&per_page=50`,
      `name=${zone}&per_page=1`,
      `name=${zone}&status=active&account.name=Acme+Outbound`,
    ])
      expect((await api.call('GET', `/zones?${query}`)).result.map(({ name }: { name: string }) => name)).toEqual([
        zone,
      ]);
  });

  it('list with order, direction, match and filters with operators', async () => {
    const list = async (query: string) =>
      (await api.call('GET', `${records}?${query}`)).result as { type: string; name: string }[];
    expect((await list('order=type&direction=desc&match=all&page=1&per_page=100')).map(({ type }) => type)).toEqual([
      'TXT',
      'TXT',
      'MX',
      'CNAME',
      'A',
    ]);
    expect(await list(`name.exact=${zone}&type=MX`)).toHaveLength(1);
    expect(await list('name.startswith=_dmarc')).toHaveLength(
      await list(`name=_dmarc.${zone}`).then((rows) => rows.length),
    );
    expect(await list('content.contains=v%3Dspf1')).toHaveLength(1);
    expect(await list('tag=a%3Ab&tag-match=any')).toHaveLength(0);
  });

  it('send empty settings, tags and a comment of null, and data for types that have it', async () => {
    expect(
      await made({
        name: `s.${zone}`,
        type: 'A',
        content: '1.1.1.1',
        proxied: false,
        tags: [],
        ttl: 1,
        settings: {},
        comment: null,
      }),
    ).toMatchObject({ content: '1.1.1.1' });
    expect(
      await made({
        name: `c.${zone}`,
        type: 'CNAME',
        content: 'example.com',
        proxied: false,
        tags: [],
        ttl: 3600,
        settings: { flatten_cname: false },
      }),
    ).toMatchObject({ settings: { flatten_cname: false } });
    expect(
      await made({
        name: `h.${zone}`,
        type: 'HTTPS',
        proxied: false,
        ttl: 300,
        data: { priority: 1, target: '.', value: 'alpn="h2"' },
      }),
    ).toMatchObject({ content: '1 . alpn="h2"' });
  });

  it('clear a comment with an empty one', async () => {
    const { id } = await made({ name: `k.${zone}`, type: 'A', content: '192.0.2.1', comment: 'old' });
    expect((await api.call('PATCH', `${records}/${id}`, { comment: '', tags: [] })).result.comment).toBeNull();
  });

  it('are told in errors[] what is wrong, with a code for each', async () => {
    expect((await post({ name: zone, type: 'CNAME', content: 'a.example', ttl: 1 })).codes).toHaveLength(1);
    expect((await api.call('GET', `${records}/${'0'.repeat(32)}`)).codes).toEqual([81044]);
    expect((await api.call('GET', '/zones/nonsense/dns_records')).codes).toContain(7003);
    expect((await api.call('GET', records, undefined, { authorization: `Bearer ${'x'.repeat(40)}` })).status).toBe(403);
    expect(
      (await api.call('GET', records, undefined, { 'x-auth-email': 'a@b.example', 'x-auth-key': 'a'.repeat(37) }))
        .codes,
    ).toEqual([9103]);
  });
});

describe('certbot, acme.sh and scripts for dynamic DNS', () => {
  it('find the zone by a page of one, add a TXT, find it by its content and delete it', async () => {
    const [found] = (await api.call('GET', `/zones?name=${paid}&per_page=1`)).result;
    const path = `/zones/${found.id}/dns_records`;
    const { result } = await post({ type: 'TXT', name: `_acme-challenge.${paid}`, content: 'x-1_Y', ttl: 120 }, path);
    const rows = await api.call('GET', `${path}?type=TXT&name=_acme-challenge.${paid}&content=x-1_Y&per_page=1`);
    expect(rows.result).toMatchObject([{ id: result.id }]);
    expect((await api.call('DELETE', `${path}/${result.id}`)).status).toBe(200);
  });

  it('put an address with the id of the zone in the body', async () => {
    const { id } = await made({ type: 'A', name: 'home', content: '192.0.2.1', ttl: 1, proxied: false });
    const body = { id: zoneId(zone), type: 'A', name: `home.${zone}`, content: '192.0.2.9', ttl: 120, proxied: true };
    expect((await api.call('PUT', `${records}/${id}`, body)).result).toMatchObject({
      id,
      content: '192.0.2.9',
      ttl: 1,
    });
  });
});
