import { describe, expect, it } from 'vitest';
import { overlayResolver } from '../../../../src/domain/dns/mail/evaluate-mail.ts';
import { delegatedAway } from '../../../../src/domain/dns/mail/mail-status.ts';
import { recordSets } from '../../../../src/domain/dns/model/normalise.ts';
import type { Lookup, RecordSet, RecordValue } from '../../../../src/domain/dns/model/record.ts';

const rows = (...list: [type: string, name: string, content: string][]): RecordSet[] =>
  recordSets(list.map(([type, name, content]) => ({ type, name, content, ttl: 300 })));

/** Live DNS that only says that it was asked. */
const live = async (name: string, type: string): Promise<Lookup> => ({ kind: 'unknown', why: `${type} ${name}` });
const zone = {
  zone: 'acme.com',
  sets: rows(
    ['A', 'www.acme.com', '192.0.2.1'],
    ['A', 'a.deep.acme.com', '192.0.2.2'],
    ['A', '*.acme.com', '192.0.2.3'],
    ['CNAME', 'blog.acme.com', 'www.acme.com'],
    ['CNAME', 'shop.acme.com', 'shops.example.net'],
    ['CNAME', 'one.acme.com', 'two.acme.com'],
    ['CNAME', 'two.acme.com', 'one.acme.com'],
    ['CNAME', 'other.acme.com', 'www.acme.org'],
    ['NS', 'lab.acme.com', 'ns1.lab.net'],
  ),
};
const other = { zone: 'acme.org', sets: rows(['A', 'www.acme.org', '192.0.2.9'], ['TXT', 'acme.org', 'hello']) };
const resolve = overlayResolver([other, zone], live);
const address = async (name: string, type = 'A') => {
  const found = await resolve(name, type);
  return found.kind === 'found' ? found.values.map(({ content }) => content) : found;
};

describe('DNS with zones laid over it', () => {
  it('answers from the zones that are known, and follows aliases inside, across and out of them', async () => {
    expect(await address('www.acme.com')).toEqual(['192.0.2.1']);
    expect(await address('blog.acme.com')).toEqual(['192.0.2.1']);
    expect(await address('other.acme.com')).toEqual(['192.0.2.9']);
    expect(await address('shop.acme.com')).toEqual({ kind: 'unknown', why: 'A shops.example.net' });
    expect(await address('blog.acme.com', 'CNAME')).toEqual(['www.acme.com']);
  });

  it('tells what does not exist from what exists with other records, wildcards included', async () => {
    expect(await address('www.acme.com', 'MX')).toEqual({ kind: 'missing', exists: true });
    expect(await address('deep.acme.com')).toEqual({ kind: 'missing', exists: true });
    expect(await address('anything.acme.com')).toEqual(['192.0.2.3']);
    expect(await address('b.deep.acme.com')).toEqual({ kind: 'missing', exists: false });
    expect(await address('www.acme.org', 'TXT')).toEqual({ kind: 'missing', exists: true });
    expect(await address('nowhere.acme.org')).toEqual({ kind: 'missing', exists: false });
  });

  it('leaves to live DNS what other servers answer', async () => {
    expect(await address('x.lab.acme.com')).toEqual({ kind: 'unknown', why: 'A x.lab.acme.com' });
    expect(await address('acme.com', 'NS')).toEqual({ kind: 'unknown', why: 'NS acme.com' });
    expect(await address('notacme.com')).toEqual({ kind: 'unknown', why: 'A notacme.com' });
  });

  it('leads nowhere but to addresses from a CNAME that Cloudflare flattens', async () => {
    const set = (name: string, more: Partial<RecordValue>): RecordSet => ({
      name,
      type: 'CNAME',
      values: [{ content: 'www.acme.com', ttl: 300, ...more }],
    });
    const flat = [
      set('acme.com', {}),
      set('proxied.acme.com', { proxied: true }),
      set('flat.acme.com', { settings: { flatten_cname: true } }),
    ];
    const host = rows(['A', 'www.acme.com', '192.0.2.1'], ['MX', 'www.acme.com', 'mx.acme.com']);
    const answer = overlayResolver([{ zone: 'acme.com', sets: [...flat, ...host] }], live);
    for (const { name } of flat) {
      expect(await answer(name, 'A')).toMatchObject({ kind: 'found' });
      for (const type of ['MX', 'CNAME']) expect(await answer(name, type)).toEqual({ kind: 'missing', exists: true });
    }
  });

  it('does not ask live DNS below a delegation that it does not know yet', async () => {
    const cut = (...servers: string[]) =>
      rows(...servers.map((host): [string, string, string] => ['NS', 'lab.acme.com', host]));
    const asked = (sets: RecordSet[], now: RecordSet[]) =>
      overlayResolver([{ zone: 'acme.com', sets, live: now }], live)('x.lab.acme.com', 'A');
    const other = { kind: 'unknown', why: delegatedAway };
    expect(await asked(cut('ns1.lab.net'), [])).toEqual(other);
    expect(await asked(cut('ns1.lab.net'), cut('ns2.lab.net'))).toEqual(other);
    expect(await asked(cut('b.lab.net', 'a.lab.net'), cut('a.lab.net', 'b.lab.net'))).toMatchObject({
      why: 'A x.lab.acme.com',
    });
    expect(await asked([], cut('ns1.lab.net'))).toEqual({ kind: 'missing', exists: false });
  });

  it('ends where aliases lead in a circle', async () => {
    expect(await resolve('one.acme.com', 'A')).toMatchObject({ kind: 'unknown' });
  });
});
