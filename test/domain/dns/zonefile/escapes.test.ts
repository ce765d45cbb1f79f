import { describe, expect, it } from 'vitest';
import { fqdn } from '../../../../src/domain/dns/model/name.ts';
import { parseValue, presentation } from '../../../../src/domain/dns/model/presentation.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';

const zone = 'example.com';
const read = (line: string) => {
  const [set] = parseZoneFile(line, zone).sets;
  return `${set?.name} ${presentation(set?.type ?? '', set?.values[0] ?? {})}`;
};
const refused = (line: string): string => {
  try {
    parseZoneFile(`ok A 192.0.2.1\n${line}`, zone);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was read');
};

describe('a backslash before a digit, which is only an escape with three digits up to 255', () => {
  it.each([
    ['a back-reference of NAPTR', 'x NAPTR 100 10 "u" "E2U+sip" "!^(.*)$!sip:\\1@example.org!" .', '\\1'],
    ['one digit in a text', 'x TXT "a\\1b"', '\\1'],
    ['two digits in a text', 'x TXT "a\\12"', '\\12'],
    ['a number over 255', 'x TXT "\\256"', '\\256'],
    ['a text without quotes', 'x TXT a\\9', '\\9'],
    ['the second string of a text', 'x TXT "a" "\\999"', '\\999'],
    ['a name', 'a\\3b A 192.0.2.1', '\\3'],
    ['a target', 'x CNAME a\\300b.example.net.', '\\300'],
    ['the target of MX', 'x MX 10 a\\1.example.net.', '\\1'],
    ['a certificate authority', 'x CAA 0 issue "a\\2b.example.org"', '\\2'],
    ['a web address', 'x URI 1 1 "https://a.example/\\7"', '\\7'],
    ['a service parameter', 'x HTTPS 1 . alpn="h\\2"', '\\2'],
    ['a service parameter without quotes', 'x SVCB 1 . key667=a\\260', '\\260'],
    ['$ORIGIN', '$ORIGIN a\\1.example.com.', '\\1'],
    ['a record that is left out', '@ SOA ns1 a\\1 1 2 3 4 5', '\\1'],
  ])('is refused in %s, naming the line and what to write', (_, line, written) => {
    expect(refused(line)).toMatch(/^Line 2: /);
    expect(refused(line)).toContain(`Write \\${written} for a backslash`);
  });

  it.each([
    ['NAPTR', '100 10 "u" "E2U+sip" "!^(.*)$!sip:\\1@example.org!" .'],
    ['TXT', '"a\\1b"'],
    ['TXT', '"a" "\\400"'],
    ['CAA', '0 issue a\\2b'],
    ['URI', '1 1 https://a.example/\\25'],
    ['MX', '10 a\\1.example.net'],
    ['HTTPS', '1 . alpn=h\\2'],
  ])('is refused when it is typed as %s %s', (type, typed) =>
    expect(() => parseValue(type, typed, zone)).toThrow(/^\\\d+ means nothing: .* Write \\\\\d+ for a backslash/),
  );

  it('is a back-reference when it is written with two backslashes, and two words when it is not quoted', () => {
    const line = 'x NAPTR 100 10 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@example.org!" .';
    expect(parseZoneFile(line, zone).sets[0]?.values[0]?.data?.regex).toBe('!^(.*)$!sip:\\1@example.org!');
    expect(parseValue('TXT', 'a\\1b')).toEqual({ content: 'a\\1b' });
  });
});

describe('an escape in a word without quotes', () => {
  it.each([
    ['a quote in a text', 'x TXT a\\"b', 'a"b'],
    ['two texts', 'x TXT a\\;b', 'a;b'],
    ['a dot in a text', 'x TXT a\\.b', 'a.b'],
    ['a space in a text', 'x TXT a\\032b', 'a b'],
    ['a quote for an authority', 'x CAA 0 issue a\\"b', '0 issue "a\\"b"'],
    ['a dot for an authority', 'x CAA 0 issue a\\.b', '0 issue "a.b"'],
    ['a web address', 'x URI 1 1 https://a\\.example/', '1 1 "https://a.example/"'],
    ['flags of NAPTR', 'x NAPTR 1 1 \\S a\\+b "" y.example.net.', '1 1 "S" "a+b" "" y.example.net'],
    ['a service parameter', 'x HTTPS 1 . key667=a\\"b', '1 . key667="a\\"b"'],
    ['an underscore in a name', 'x CNAME \\_a.example.net.', '_a.example.net'],
  ])('is undone: %s', (_, line, shown) => expect(read(line)).toBe(`x.example.com ${shown}`));

  it.each([
    ['CAA', '0 issue a\\"b', '0 issue "a\\"b"'],
    ['CAA', '0 issue a\\.b', '0 issue "a.b"'],
    ['URI', '1 1 https://a\\.example/', '1 1 "https://a.example/"'],
    ['NAPTR', '1 1 S a\\ b "" y.example.net', '1 1 "S" "a b" "" y.example.net'],
  ])('is undone when it is typed: %s %s', (type, typed, shown) =>
    expect(presentation(type, parseValue(type, typed, zone))).toBe(shown),
  );
});

describe('an escape in a name, which stands for what no name at Cloudflare can hold', () => {
  it.each([
    ['a tab', 'a\\009b A 192.0.2.1'],
    ['an @, which is not the top of the zone', '\\@ A 192.0.2.1'],
    ['an @ by its number', '\\064 A 192.0.2.1'],
    ['a space at the end', 'x\\032 A 192.0.2.1'],
    ['a space at the start', '\\032x A 192.0.2.1'],
    ['a space at the end of a target', 'x CNAME y.example.net\\032'],
    ['an @ at the end of a target', 'x CNAME y.\\@'],
    ['a dot inside a label', 'a\\.b A 192.0.2.1'],
    ['a dot by its number', 'a\\046b A 192.0.2.1'],
    ['a dot in a target', 'x MX 10 a\\.b.example.net.'],
    ['a letter with an accent, byte by byte', 'b\\195\\188cher A 192.0.2.1'],
    ['a backslash', 'a\\\\b A 192.0.2.1'],
    ['a dollar sign', '\\$x A 192.0.2.1'],
    ['a space in a name in quotes', '"x " A 192.0.2.1'],
    ['a space in $ORIGIN', '$ORIGIN a\\032.example.com.'],
    ['a target of SRV', '_a._tcp SRV 0 0 1 a\\009b'],
  ])('is refused: %s', (_, line) => {
    expect(refused(line)).toMatch(/^Line 2: ".*" is not a valid (record|host) name\. /);
    expect(refused(line)).toContain('Write names with letters, digits, hyphens and underscores');
  });

  it.each(['mail\tserver', 'ma\til.example.com', 'bü\tcher', 'bü/cher', 'bü@cher', 'bü\ncher', 'a\\009b'])(
    'is refused when it is typed: %j',
    (typed) => expect(() => fqdn(typed, zone)).toThrow('is not a valid record name'),
  );
});

describe('a name with an empty label', () => {
  it.each([
    'x CNAME a.example.net..',
    'x CNAME ..',
    'x MX 10 mx1.example.net...',
    'sub NS ns1..',
    'x HTTPS 1 a.example.net..',
    'x.. A 192.0.2.1',
    'x.example.com.. A 192.0.2.1',
    '.x A 192.0.2.1',
    '$ORIGIN sub.example.com..\nx A 192.0.2.1',
  ])('is refused in a file: %s', (line) => expect(refused(line)).toMatch(/^Line [23]: /));

  it.each([
    ['MX', '10 mx1.example.net..'],
    ['CNAME', 'a.example.net..'],
    ['CNAME', 'a.example.net。。'],
    ['SRV', '0 0 1 a.example.net..'],
    ['MX', '0 ..'],
  ])('is refused when it is typed: %s %s', (type, typed) =>
    expect(() => parseValue(type, typed, zone)).toThrow('it must be a host name'),
  );

  it.each(['www..', 'www.example.com..', 'www。。', '..', '.www', 'a..b.example.com'])(
    'is refused as the name of a record: %s',
    (typed) => expect(() => fqdn(typed, zone)).toThrow('is not a valid record name'),
  );

  it('is none where one dot ends a name', () => {
    expect(read('x CNAME a.example.net.')).toBe('x.example.com a.example.net');
    expect(fqdn('www.example.com。', zone)).toBe('www.example.com');
  });
});
