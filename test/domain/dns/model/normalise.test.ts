import { describe, expect, it } from 'vitest';
import {
  normaliseValue,
  recordSets,
  sameRow,
  sameSet,
  sameValue,
  wireContent,
} from '../../../../src/domain/dns/model/normalise.ts';

const same = (type: string, a: object, b: object): boolean =>
  sameRow(normaliseValue(type, { ttl: 300, ...a }), normaliseValue(type, { ttl: 300, ...b }));

describe('what means the same is the same', () => {
  it.each([
    ['a trailing dot', 'CNAME', { content: 'www.example.com.' }, { content: 'www.example.com' }],
    ['upper case', 'MX', { content: 'MX1.Example.com', priority: 10 }, { content: 'mx1.example.com', priority: 10 }],
    ['Unicode', 'CNAME', { content: 'bücher-post.de' }, { content: 'xn--bcher-post-9db.de' }],
    ['IPv6 written long', 'AAAA', { content: 'FE80::0:0:1' }, { content: 'fe80::1' }],
    [
      'the TTL of a proxied record',
      'A',
      { content: '192.0.2.1', proxied: true, ttl: 3600 },
      { content: '192.0.2.1', proxied: true, ttl: 1 },
    ],
    ['proxied not said', 'A', { content: '192.0.2.1' }, { content: '192.0.2.1', proxied: false }],
    ['proxied where it cannot be', 'TXT', { content: 'x', proxied: false }, { content: 'x' }],
    [
      'tags in another order and case',
      'TXT',
      { content: 'x', tags: ['Team:Mail', 'a:1'] },
      { content: 'x', tags: ['a:1', 'team:Mail', 'TEAM:Mail'] },
    ],
    ['no tags and an empty comment', 'TXT', { content: 'x', tags: [], comment: '' }, { content: 'x' }],
    [
      'numbers as text',
      'CERT',
      { data: { type: '1', key_tag: 2, algorithm: 3, certificate: 'MIIC' } },
      { data: { type: 1, key_tag: 2, algorithm: 3, certificate: 'MI IC' } },
    ],
    [
      'digits of a digest',
      'DS',
      { data: { key_tag: 1, algorithm: 2, digest_type: 1, digest: 'ABCD' } },
      { data: { digest: 'abcd', key_tag: 1, algorithm: 2, digest_type: 1 } },
    ],
    [
      'content of a data type',
      'SRV',
      {
        content: '1 5 443 a.example.com',
        data: { priority: 1, weight: 5, port: 443, target: 'a.example.com' },
        priority: 1,
      },
      { data: { priority: 1, weight: 5, port: 443, target: 'a.example.com.' } },
    ],
    [
      'only the text of a data type',
      'CAA',
      { content: '0 issue "le.org"' },
      { data: { flags: 0, tag: 'issue', value: 'le.org' } },
    ],
    ...(['CAA', 'URI', 'NAPTR'] as const).map((type): [string, string, object, object] => {
      const field = { CAA: 'value', URI: 'target', NAPTR: 'service' }[type];
      return [
        `spaces around the text of a ${type}`,
        type,
        { data: { [field]: ' x y\t' } },
        { data: { [field]: 'x y' } },
      ];
    }),
    [
      'keys that are mandatory, in another order',
      'HTTPS',
      { data: { priority: 1, target: '.', value: 'port=443 alpn=h2 mandatory=port,alpn' } },
      { data: { priority: 1, target: '.', value: 'mandatory="alpn,port" alpn="h2" port="443"' } },
    ],
    [
      'escapes in a parameter',
      'SVCB',
      { data: { priority: 1, target: '.', value: 'alpn="\\104\\050,\\h3" key667=a\\032b' } },
      { data: { priority: 1, target: '.', value: 'alpn="h2,h3" key667="a b"' } },
    ],
    [
      'a priority in the data',
      'URI',
      { data: { weight: 1, target: 'x', priority: 5 } },
      { priority: 5, data: { weight: 1, target: 'x' } },
    ],
  ])('%s', (_, type, a, b) => expect(same(type, a, b)).toBe(true));

  it.each([
    ['another case in a tag value', 'TXT', { content: 'x', tags: ['a:Y'] }, { content: 'x', tags: ['a:y'] }],
    ['another comment', 'TXT', { content: 'x', comment: 'a' }, { content: 'x', comment: 'b' }],
    ['another TTL', 'TXT', { content: 'x', ttl: 60 }, { content: 'x' }],
    ['proxied', 'A', { content: '192.0.2.1', ttl: 1, proxied: true }, { content: '192.0.2.1', ttl: 1 }],
    ['another priority', 'MX', { content: 'a.example.com', priority: 1 }, { content: 'a.example.com', priority: 2 }],
    ['a space around a text that is a TXT', 'TXT', { content: 'x ' }, { content: 'x' }],
    ['another case in a text', 'TXT', { content: 'X' }, { content: 'x' }],
  ])('%s is a difference', (_, type, a, b) => expect(same(type, a, b)).toBe(false));

  it('leaves types alone that it does not know', () => {
    const value = { id: '1', content: 'Whatever.', data: { any: 'Thing' }, ttl: 300 };
    expect(normaliseValue('WALLET', value)).toEqual(value);
  });

  it('keeps what it cannot read as it came', () =>
    expect(normaliseValue('A', { content: 'not an address', ttl: 300 }).content).toBe('not an address'));
});

describe('what a provider lists', () => {
  it('becomes record sets in normal form', () => {
    const sets = recordSets([
      { id: '1', name: 'Acme-Mail.com', type: 'MX', content: 'mx2.example.com', priority: 20, ttl: 300 },
      { id: '2', name: 'acme-mail.com', type: 'TXT', content: '"v=DKIM1; p=MIIB" "IjAN"', ttl: 300 },
      { id: '3', name: 'acme-mail.com.', type: 'MX', content: 'mx1.example.com', priority: 10, ttl: 300 },
    ]);
    expect(sets).toEqual([
      {
        name: 'acme-mail.com',
        type: 'MX',
        values: [
          { id: '3', content: 'mx1.example.com', priority: 10, ttl: 300 },
          { id: '1', content: 'mx2.example.com', priority: 20, ttl: 300 },
        ],
      },
      { name: 'acme-mail.com', type: 'TXT', values: [{ id: '2', content: 'v=DKIM1; p=MIIBIjAN', ttl: 300 }] },
    ]);
  });

  it('sorts values by priority, then by text', () => {
    const mx = (id: string, priority: number, content: string) => ({
      id,
      name: 'a.com',
      type: 'MX',
      content,
      priority,
      ttl: 1,
    });
    const sets = recordSets([
      mx('1', 30, 'a.b'),
      mx('2', 10, 'c.b'),
      mx('3', 20, 'z.b'),
      mx('4', 10, 'b.b'),
      mx('5', 5, 'y.b'),
    ]);
    expect(sets[0]?.values.map(({ id }) => id)).toEqual(['5', '4', '2', '3', '1']);
  });

  it('is compared as a set: order and ids do not count', () => {
    const set = (ids: string[]) => ({
      name: 'a.com',
      type: 'A',
      values: ids.map((id) => ({ id, content: `192.0.2.${id.length}`, ttl: 1, proxied: true })),
    });
    expect(sameSet(set(['a', 'bb']), set(['yy', 'x']))).toBe(true);
    expect(sameSet(set(['a']), set(['a', 'bb']))).toBe(false);
    expect(sameSet(undefined, { name: 'a.com', type: 'A', values: [] })).toBe(true);
  });

  it('goes back with TXT quoted', () => {
    expect(wireContent('TXT', 'v=spf1 -all')).toBe('"v=spf1 -all"');
    expect(wireContent('CNAME', 'a.example.com')).toBe('a.example.com');
  });

  it('tells the value from its attributes', () => expect(sameValue({ content: 'a' }, { content: 'a' })).toBe(true));
});
