import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, rowKey } from '../../../../src/domain/dns/model/normalise.ts';
import { presentation } from '../../../../src/domain/dns/model/presentation.ts';
import type { RecordSet } from '../../../../src/domain/dns/model/record.ts';
import type { DesiredSet } from '../../../../src/domain/dns/plan/desired.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';
import {
  formatZoneFile,
  readAttributes,
  writeAttributes,
} from '../../../../src/domain/dns/zonefile/write-zone-file.ts';
import { AppError } from '../../../../src/lib/errors.ts';
import { zoneOf } from '../arbitraries.ts';
import { setsOf } from '../sets-of.ts';

const zone = 'acme-mail.com';
const parse = (...lines: string[]) => parseZoneFile(lines.join('\n'), zone);
/** `-` where the file says no TTL. */
const shown = (sets: readonly DesiredSet[]): string[] =>
  sets.flatMap((set) =>
    set.values.map((value) => `${keyOf(set)} ${value.ttl ?? '-'} ${presentation(set.type, value)}`),
  );
const read = (...lines: string[]): string[] => shown(parse(...lines).sets);

describe('a zone file', () => {
  it('comes back as it was exported, whatever the zone holds', () => {
    fc.assert(
      fc.property(zoneOf(zone, 12), (sets) => {
        // Name servers of the zone itself are left out on import.
        const expected = sets.filter((set) => keyOf(set) !== `${zone} NS`);
        const file = formatZoneFile(zone, sets);
        const found = setsOf(zone, [file]);
        const rows = (all: readonly RecordSet[]) =>
          all.flatMap((set) => set.values.map((v) => `${keyOf(set)} ${rowKey(v)}`)).sort();
        expect(rows(found)).toEqual(rows(expected));
        expect(parseZoneFile(file, zone).warnings).toEqual([]);
        expect(setsOf(zone, [file.replaceAll('\n', '\r\n')])).toEqual(found);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['lower case', ['www in a 192.0.2.1'], ['www.acme-mail.com A - 192.0.2.1']],
    ['TLSA', ['_25._tcp 3600 IN TLSA 3 1 1 0D6F CE3C'], ['_25._tcp.acme-mail.com TLSA 3600 3 1 1 0d6fce3c']],
    [
      'HTTPS',
      ['@ HTTPS 1 . alpn="h3,h2" ipv4hint=192.0.2.1'],
      ['acme-mail.com HTTPS - 1 . alpn="h3,h2" ipv4hint="192.0.2.1"'],
    ],
    [
      'SVCB with a semicolon in a value',
      ['_x SVCB 1 a.example.com. key667="a;b"'],
      ['_x.acme-mail.com SVCB - 1 a.example.com key667="a;b"'],
    ],
    [
      'a TXT in parentheses',
      ['k._domainkey IN TXT ( "v=DKIM1; p="', '  "MIIB"   ; first half', '  "IjAN" )  ; the key'],
      ['k._domainkey.acme-mail.com TXT - v=DKIM1; p=MIIBIjAN'],
    ],
    [
      'a SOA in parentheses, left out',
      ['@ SOA ns1 admin ( 1', ' 2 3 ; x', ' 4 5 )', 'a A 192.0.2.1'],
      ['a.acme-mail.com A - 192.0.2.1'],
    ],
    ['a TXT without quotes', ['a TXT hello\\;world'], ['a.acme-mail.com TXT - hello;world']],
    [
      '$TTL and units',
      ['$TTL 1h', 'a A 192.0.2.1', 'b 1d12h A 192.0.2.1', 'c A 192.0.2.1'],
      ['a.acme-mail.com A 3600 192.0.2.1', 'b.acme-mail.com A 86400 192.0.2.1', 'c.acme-mail.com A 3600 192.0.2.1'],
    ],
    [
      'the last TTL stays without $TTL',
      ['a 600 A 192.0.2.1', 'b A 192.0.2.1'],
      ['a.acme-mail.com A 600 192.0.2.1', 'b.acme-mail.com A 600 192.0.2.1'],
    ],
    [
      '$ORIGIN',
      ['$ORIGIN mail.acme-mail.com.', '@ A 192.0.2.1', 'x CNAME @', '$ORIGIN sub', 'y A 192.0.2.2'],
      [
        'mail.acme-mail.com A - 192.0.2.1',
        'x.mail.acme-mail.com CNAME - mail.acme-mail.com',
        'y.sub.mail.acme-mail.com A - 192.0.2.2',
      ],
    ],
    [
      'an owner left out',
      ['a A 192.0.2.1', '\tIN MX 10 mx', '  60 TXT "x"'],
      ['a.acme-mail.com A - 192.0.2.1', 'a.acme-mail.com MX - 10 mx.acme-mail.com', 'a.acme-mail.com TXT 60 x'],
    ],
    ['class before TTL', ['a IN 60 A 192.0.2.1'], ['a.acme-mail.com A 60 192.0.2.1']],
    ['a null MX', ['@ MX 0 .'], ['acme-mail.com MX - 0 .']],
    ['international names', ['bücher CNAME bücher.de.'], ['xn--bcher-kva.acme-mail.com CNAME - xn--bcher-kva.de']],
    [
      'blank lines, a mark at the start and comments',
      ['\uFEFF; hello', '', '   ; nothing', 'a A 192.0.2.1'],
      ['a.acme-mail.com A - 192.0.2.1'],
    ],
    ['the same line twice', ['a A 192.0.2.1', 'a A 192.0.2.1'], ['a.acme-mail.com A - 192.0.2.1']],
    [
      'CAA, SRV, NAPTR, URI, LOC, CERT',
      [
        '@ CAA 0 issue "le.org; x=y"',
        '_sip._tcp SRV 1 2 443 sip',
        'n NAPTR 1 2 "u" "E2U+sip" "!^.*$!sip:a@b!" .',
        'u URI 1 2 "https://a.example/;x"',
        'l LOC 42 N 71 W -24m',
        'c CERT PKIX 0 0 MIIC',
      ],
      [
        'acme-mail.com CAA - 0 issue "le.org; x=y"',
        '_sip._tcp.acme-mail.com SRV - 1 2 443 sip.acme-mail.com',
        'n.acme-mail.com NAPTR - 1 2 "u" "E2U+sip" "!^.*$!sip:a@b!" .',
        'u.acme-mail.com URI - 1 2 "https://a.example/;x"',
        'l.acme-mail.com LOC - 42 0 0 N 71 0 0 W -24m 1m 10000m 10m',
        'c.acme-mail.com CERT - 1 0 0 MIIC',
      ],
    ],
  ])('is read with %s', (_, lines, records) => expect(read(...lines)).toEqual(records));

  it('says what it left out and what it read by the rules', () => {
    const { skipped, warnings } = parse(
      '@ IN SOA ns1 admin 1 2 3 4 5',
      '@ NS ns1.example.com.',
      'www CNAME shops.example.com',
      'mail.acme-mail.com A 192.0.2.1',
      'x 5 A 192.0.2.1',
      'y 60 CNAME z. ; cf_tags=cf-flatten-cname',
    );
    expect(skipped.map(({ line }) => line)).toEqual([1, 2]);
    expect(warnings).toEqual([
      { line: 3, text: 'shops.example.com has no dot at its end, so it means shops.example.com.acme-mail.com' },
      { line: 4, text: 'mail.acme-mail.com has no dot at its end, so it means mail.acme-mail.com.acme-mail.com' },
      { line: 5, text: 'a TTL of 5 becomes 60, the nearest that Cloudflare allows' },
      { line: 6, text: 'the setting cf-flatten-cname is ignored' },
    ]);
  });
});

describe('a zone file that cannot be read', () => {
  it.each([
    [
      'a type that is not known',
      ['a A 192.0.2.1', 'b WKS "v=spf1"'],
      'Line 2: Records of type WKS are not supported here.',
    ],
    ['a value that is wrong', ['', 'a A 192.0.2.256'], 'Line 2: "192.0.2.256" cannot be the address'],
    [
      'a value over several lines',
      ['a A 192.0.2.1', 'b TLSA ( 3', '1 1', 'xyz )'],
      'Line 2: "xyz" cannot be the certificate',
    ],
    ['a quote that does not end', ['a TXT "abc', 'b A 192.0.2.1'], 'Line 1: A quote is not closed'],
    [
      'a parenthesis that does not end',
      ['x A 192.0.2.1', 'a TXT ( "abc"', 'b'],
      'Line 2: An opening parenthesis is never closed.',
    ],
    ['a parenthesis that does not begin', ['a TXT "abc" )'], 'Line 1: A closing parenthesis'],
    ['$INCLUDE', ['$INCLUDE other.zone'], 'Line 1: $INCLUDE cannot be read here.'],
    ['$GENERATE', ['$GENERATE 1-9 h$ A 192.0.2.$'], 'Line 1: $GENERATE cannot be read here.'],
    ['$TTL without a value', ['$TTL soon'], 'Line 1: $TTL has no usable value.'],
    [
      'a name of another zone',
      ['a.example.com. A 192.0.2.1'],
      'Line 1: a.example.com does not belong to the zone acme-mail.com.',
    ],
    ['another class', ['a CH TXT "x"'], 'Line 1: The class CH'],
    ['no type', ['a 60 IN'], 'Line 1: The record has no type.'],
    ['no owner', ['  A 192.0.2.1'], 'Line 1: The first record has no name.'],
    ['an empty TXT', ['a TXT ""'], 'Line 1: A TXT record needs a text.'],
    [
      'an owner that is no name',
      ['a\\.b A 192.0.2.1', ''],
      'Line 1: "a\\.b.acme-mail.com" is not a valid record name.',
    ],
  ])('is refused for %s, naming the line', (_, lines, message) => {
    try {
      parse(...lines);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).message).toContain(message);
      return;
    }
    throw new Error('it was read');
  });

  it('never fails in another way', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            'a',
            '@',
            ' ',
            '\n',
            '\t',
            '"',
            '(',
            ')',
            ';',
            '\\',
            '$',
            'A',
            'TXT',
            'IN',
            '1',
            '.',
            'ü',
          ),
        }),
        (text) => {
          try {
            parseZoneFile(text, zone);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('what Cloudflare writes behind a record', () => {
  it.each([
    ['   cf_tags=awesome', { tags: ['awesome:'] }],
    [
      '   cf_tags=tag1,tag2:value2,tag3:"value,with,commas",tag4:"value with \\"escaped\\" quotation marks"',
      { tags: ['tag1:', 'tag2:value2', 'tag3:value,with,commas', 'tag4:value with "escaped" quotation marks'] },
    ],
    [' just a comment without tags', { comment: 'just a comment without tags' }],
    [' this comment contains cf_tags= as text cf_tags=', { comment: 'this comment contains cf_tags= as text' }],
    [
      ' simple example cf_tags=important,ticket:THIS-12345',
      { comment: 'simple example', tags: ['important:', 'ticket:THIS-12345'] },
    ],
    [
      ' comment cf_tags=a:1,b,q:"because of the comma, quotes are needed"',
      { comment: 'comment', tags: ['a:1', 'b:', 'q:because of the comma, quotes are needed'] },
    ],
    ['', {}],
    [' cf_tags=cf-proxied:false', { proxied: false }],
    [' cf_tags=tag-without-value,cf-proxied:true', { tags: ['tag-without-value:'], proxied: true }],
    [' see cf_tags= for, what?', { comment: 'see cf_tags= for, what?' }],
  ])('%j is understood', (text, attributes) => {
    const { ignored: _, ...found } = readAttributes(text);
    expect(found).toEqual(attributes);
  });

  it('is understood when we wrote it', () => {
    const word = fc.string({ minLength: 1 }).map((text) => text.replace(/[\r\n]/g, ' ').trim());
    const marked = word.map((text) => `${text} cf_tags=x:"y" cf_tags=z`.trim());
    const tag = fc
      .tuple(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), fc.oneof(word, marked))
      .filter(([name]) => !name.startsWith('cf-'));
    fc.assert(
      fc.property(
        fc.oneof(word, marked),
        fc.array(tag, { maxLength: 3 }),
        fc.option(fc.boolean(), { nil: undefined }),
        (comment, tags, proxied) => {
          const given = {
            ...(comment ? { comment } : {}),
            ...(tags.length ? { tags: tags.map(([name, value]) => `${name}:${value}`) } : {}),
            ...(proxied === undefined ? {} : { proxied }),
          };
          const { ignored: _, ...found } = readAttributes(writeAttributes(given).replace(/^ ;/, ''));
          expect(found).toEqual(given);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
