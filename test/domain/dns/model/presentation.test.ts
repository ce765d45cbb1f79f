import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseValue, valueKey } from '../../../../src/domain/dns/model/normalise.ts';
import { parseValue, presentation } from '../../../../src/domain/dns/model/presentation.ts';
import { recordType, recordTypes } from '../../../../src/domain/dns/model/types.ts';
import { AppError } from '../../../../src/lib/errors.ts';
import { contents, rowOf, types } from '../arbitraries.ts';

const refusal = (type: string, typed: string, zone?: string): AppError => {
  try {
    parseValue(type, typed, zone);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`${type} ${typed} was taken`);
};

describe('every writable type', () => {
  it('is declared', () => {
    expect([...recordTypes.keys()]).toEqual(types);
    expect(types).toHaveLength(21);
  });

  it.each(types)('%s: its example is read and shown again as it is written', (type) => {
    const example = recordType(type)?.example ?? '';
    expect(presentation(type, parseValue(type, example))).toBe(example);
  });

  it.each(types)('%s: what is shown is read as the same value', (type) => {
    fc.assert(
      fc.property(rowOf(type), (value) => {
        const read = parseValue(type, presentation(type, value));
        expect(valueKey(read)).toBe(valueKey(value));
      }),
    );
  });

  it.each(types)('%s: the normal form of a normal form is itself', (type) => {
    fc.assert(
      fc.property(contents[type] ?? fc.constant({}), (content) => {
        const once = normaliseValue(type, { ...content, ttl: 300, tags: ['B:x', 'a:Y'] });
        expect(normaliseValue(type, once)).toEqual(once);
      }),
    );
  });
});

describe('values as people type them', () => {
  it.each([
    ['MX', '10 MX1.Example.com.', { priority: 10, content: 'mx1.example.com' }],
    ['MX', '0 .', { priority: 0, content: '.' }],
    ['MX', '10 mail.bücher-post.de', { priority: 10, content: 'mail.xn--bcher-post-9db.de' }],
    ['AAAA', '2001:0DB8:0:0::0001', { content: '2001:db8::1' }],
    ['TXT', '"v=DKIM1; p=MIIB" "IjAN"', { content: 'v=DKIM1; p=MIIBIjAN' }],
    ['TXT', 'v=spf1 include:_spf.google.com ~all', { content: 'v=spf1 include:_spf.google.com ~all' }],
    [
      'CAA',
      '0 issue letsencrypt.org; validationmethods=dns-01',
      { data: { flags: 0, tag: 'issue', value: 'letsencrypt.org; validationmethods=dns-01' } },
    ],
    ['CAA', '0 ISSUE ";"', { data: { flags: 0, tag: 'issue', value: ';' } }],
    ['SRV', '10 5 443 sip.example.com.', { data: { priority: 10, weight: 5, port: 443, target: 'sip.example.com' } }],
    [
      'HTTPS',
      '1 . ipv4hint=192.0.2.1 alpn=h3,h2',
      { data: { priority: 1, target: '.', value: 'alpn="h3,h2" ipv4hint="192.0.2.1"' } },
    ],
    ['HTTPS', '0 other.example.com', { data: { priority: 0, target: 'other.example.com', value: '' } }],
    ['TLSA', '3 1 1 0D6F CE3C', { data: { usage: 3, selector: 1, matching_type: 1, certificate: '0d6fce3c' } }],
    ['CERT', 'PGP 0 0 MIIC', { data: { type: 3, key_tag: 0, algorithm: 0, certificate: 'MIIC' } }],
    ['URI', '10 1 "https://a.example/x y"', { priority: 10, data: { weight: 1, target: 'https://a.example/x y' } }],
  ] as const)('%s %s', (type, typed, value) => expect(parseValue(type, typed)).toEqual(value));

  it('takes a LOC without minutes, seconds and sizes', () =>
    expect(presentation('LOC', parseValue('LOC', '42 N 71.0 W -24m'))).toBe('42 0 0 N 71 0 0 W -24m 1m 10000m 10m'));

  it.each(['a" "b', '\\', 'x'.repeat(300)])('keeps %j between quotes as it is', (value) => {
    const data = { flags: 0, tag: 'issue', value };
    expect(parseValue('CAA', presentation('CAA', { data }))).toEqual({ data });
  });

  it('knows what @ means in a target when it knows the zone', () =>
    expect(parseValue('CNAME', '@', 'acme-mail.com')).toEqual({ content: 'acme-mail.com' }));
});

describe('values that cannot be', () => {
  it.each([
    ['A', '192.0.2', '"192.0.2" cannot be the address in a record of type A', 'looks like this: 192.0.2.1'],
    ['A', '192.0.2.256', 'an IPv4 address such as 192.0.2.1', ''],
    ['A', '010.0.0.1', 'an IPv4 address', ''],
    ['A', '2001:db8::1', 'an IPv4 address', 'use a record of type AAAA'],
    ['A', 'host.example.com', 'an IPv4 address', 'use a record of type CNAME'],
    ['AAAA', '192.0.2.1', 'an IPv6 address', 'use a record of type A.'],
    ['AAAA', 'fe80::1%eth0', 'an IPv6 address', ''],
    ['CNAME', '192.0.2.1', 'a host name', 'use a record of type A.'],
    ['MX', 'mx1.example.com', 'a whole number from 0 to 65535', 'Write the priority first'],
    ['MX', '10', 'it needs priority, mail server', '10 mx1.example.com'],
    ['MX', '10 192.0.2.1', 'a host name', ''],
    ['MX', '10 mx1.example.com mx2.example.com', '"mx2.example.com" is more than', ''],
    ['MX', '65536 mx1.example.com', 'from 0 to 65535', ''],
    ['TXT', '""', 'needs a text', ''],
    ['SRV', '10 5 sip.example.com', 'cannot be the port in a record of type SRV', '10 5 443'],
    ['DS', '2371 13 2 1f987', 'an even number of the digits', ''],
    ['HTTPS', '1 . alpn="h3" alpn="h2"', 'parameters such as', ''],
    ['HTTPS', '1 . nonsense=1', 'parameters such as', ''],
    ['HTTPS', '1 . mandatory=alpn,alpn', 'parameters such as', ''],
    ['HTTPS', '1 . mandatory=nonsense', 'parameters such as', ''],
    ['HTTPS', '1 . alpn=h2\\', 'parameters such as', ''],
    ['LOC', '51.5 N 0 W 0m', '"51.5" cannot be the degrees of latitude', 'looks like this: 51 30'],
    ['LOC', '51 30.5 0 N 0 W 0m', 'it must be a whole number from 0 to 59', ''],
    ['CNAME', '.', '"." cannot be the target in a record of type CNAME: it must be a host name such as', ''],
    ['NS', '.', '"." cannot be the name server', ''],
    ['PTR', '.', '"." cannot be the host', ''],
    ['CNAME', '*.example.com', '"*.example.com" cannot be the target', ''],
    ['MX', '10 *.example.com', '"*.example.com" cannot be the mail server', ''],
    ['SRV', '1 1 1 *.example.com', '"*.example.com" cannot be the target', ''],
    ['HTTPS', '1 *.example.com', '"*.example.com" cannot be the target', ''],
    ['NAPTR', '1 1 "" "" "" *.example.com', '"*.example.com" cannot be the replacement', ''],
    ['HTTPS', '1 . alpn="h3', 'parameters such as', ''],
    ['LOC', '91 0 0 N 0 0 0 E 0m', 'a whole number from 0 to 90', ''],
    ['LOC', 'somewhere', 'somewhere', ''],
    ['CNAME', '', 'needs a value', ''],
    ['SOA', 'x', 'Records of type SOA cannot be changed here.', 'Known types: A, AAAA'],
  ])('%s %j', (type, typed, message, hint) => {
    const error = refusal(type, typed);
    expect(error.code).toBe('bad_input');
    expect(error.message).toContain(message);
    expect(error.hint ?? '').toContain(hint);
  });

  it('asks for the whole name where only a label was typed', () =>
    expect(refusal('CNAME', 'www', 'acme-mail.com').hint).toBe('Write it in full, such as www.acme-mail.com.'));

  it('never fails in another way, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: 'grapheme' }), (type, typed) => {
        try {
          parseValue(type, typed);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
