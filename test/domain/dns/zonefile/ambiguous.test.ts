import { describe, expect, it } from 'vitest';
import { presentation } from '../../../../src/domain/dns/model/presentation.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';

const zone = 'acme-mail.com';
const parse = (...lines: string[]) => parseZoneFile(lines.join('\n'), zone);
const read = (line: string): string[] =>
  parse(line).sets.flatMap((set) => set.values.map((value) => presentation(set.type, value)));

describe('a line that says by the rules what nobody means', () => {
  it.each([
    [
      'a text of several words without quotes',
      '@ TXT v=spf1 include:_spf.google.com ~all',
      'Put the text in quotes: "v=spf1 include:_spf.google.com ~all".',
    ],
    ['a text whose first words lost their quotes', '@ TXT v=spf1 "-all"', 'Put the text in quotes'],
    [
      'a text that a semicolon cuts short',
      's1._domainkey TXT v=DKIM1; k=rsa; p=MIIB',
      'The ; after v=DKIM1 turns the rest into a comment. Put the text in quotes',
    ],
    ['a text cut short inside parentheses', 's1._domainkey TXT ( v=DKIM1; k=rsa\n )', 'The ; after v=DKIM1'],
    ['a CA cut short', '@ CAA 0 issue le.org; validationmethods=dns-01', 'The ; after le.org'],
    ['a parameter cut short', '@ HTTPS 1 . key667=a;b', 'The ; after key667=a'],
    ['curly quotes', '@ TXT “hello world”', '“hello has curly quotes; a zone file needs straight ones: "…".'],
    ['curly quotes around a word', '@ CAA 0 issue “le.org”', '“le.org” has curly quotes'],
    ['curly quotes around a parameter', '@ HTTPS 1 . alpn=“h2”', 'has curly quotes'],
    [
      'an asterisk as Route 53 writes it',
      '\\052.acme-mail.com. A 192.0.2.1',
      '\\052 is the character 4 by the rules of zone files; Route 53 writes * as \\052. Write the character itself.',
    ],
    ['such an escape in a target', 'a CNAME x\\100y.example.com.', 'Write the character itself'],
  ])('is refused for %s', (_, line, message) => {
    expect(() => parse('ok A 192.0.2.1', line)).toThrow(message);
    expect(() => parse('ok A 192.0.2.1', line)).toThrow(/^Line 2: /);
  });

  it.each([
    ['a word and a comment', '@ TXT hello ; world', ['hello']],
    ['a comment right behind quotes', '@ TXT "v=DKIM1; p=MIIB"; the key', ['v=DKIM1; p=MIIB']],
    ['a comment right behind a quoted parameter', '@ HTTPS 1 . alpn="h2";x', ['1 . alpn="h2"']],
    ['a comment right behind an address', '@ A 192.0.2.1;office', ['192.0.2.1']],
    ['an escaped semicolon', '@ TXT v=DKIM1\\;p=', ['v=DKIM1;p=']],
    ['curly quotes in straight ones', '@ TXT "“hello”"', ['“hello”']],
    ['curly quotes in a quoted parameter', '@ HTTPS 1 . key667="“a”"', ['1 . key667="“a”"']],
    ['an escape that stands for what must be escaped', '@ TXT "a\\059b\\\\052"', ['a;b\\052']],
    ['a space that is no plain one', '@\u00a0TXT\u00a0hello', ['hello']],
  ])('is none with %s', (_, line, values) => {
    expect(read(line)).toEqual(values);
    expect(parse(line).warnings).toEqual([]);
  });

  it('is quoted in part where it is very long', () => {
    expect(() => parse(`@ CNAME ${'x'.repeat(100_000)}.`)).toThrow(/^Line 1: "x{400,500}…$/);
    const huge = parse.bind(undefined, 'ok A 192.0.2.1', `www TXT "${'\\\\"'.repeat(200_000)}"`);
    expect(huge).toThrow('Line 2: this is longer than any record can be');
  });

  it('is read with a word about it where a text is spelled in escapes', () =>
    expect(parse('@ TXT "v=DKIM1\\073 p="').warnings).toEqual([
      { line: 1, text: '\\073 is the character I by the rules of zone files' },
    ]));
});
