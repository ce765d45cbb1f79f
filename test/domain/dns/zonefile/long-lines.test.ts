import { describe, expect, it } from 'vitest';
import { parseValue } from '../../../../src/domain/dns/model/presentation.ts';
import { fillTemplate } from '../../../../src/domain/dns/plan/template.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';
import { AppError } from '../../../../src/lib/errors.ts';

const zone = 'acme-mail.com';
/** So long that a reading which looks at everything for each character outlasts these tests' time by far. */
const many = 300_000;
const of = (text: string): string => text.repeat(Math.ceil(many / text.length));
/** Read, or refused in words. */
function settles(work: () => unknown): boolean {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return true;
}

describe('a zone file with a line that was made to be slow', () => {
  it.each([
    ['digits that are no TTL', `www ${of('0123456789')}ab A 192.0.2.1`],
    ['units that are no TTL', `www ${of('1h')}x A 192.0.2.1`],
    ['spaces in a tag', `www A 192.0.2.1 ; cf_tags=a:${of(' ')}"x`],
    ['spaces after a tag', `www A 192.0.2.1 ; cf_tags=a${of(' ')}"x`],
    ['spaces after a quoted tag', `www A 192.0.2.1 ; cf_tags=a:"b"${of(' ')}x`],
    ['tags and spaces at its end', `www A 192.0.2.1 ; cf_tags=${of('a,')}${of(' ')}`],
    ['marks of tags', `www A 192.0.2.1 ;${of(' cf_tags=a:1')}"`],
    ['marks of tags in quotes', `www A 192.0.2.1 ;${of(' cf_tags=a:"')}`],
    ['marks of tags and commas in quotes', `www A 192.0.2.1 ;${of(' cf_tags=a:",')}`],
    ['marks of tags and escaped quotes', `www A 192.0.2.1 ; cf_tags=a:"${of(' cf_tags=a:\\"')}`],
    ['words and spaces at its end', `www TXT ${of('"a" ')}${of(' ')}`],
    ['a long run of quotes', `www CAA 0 issue ${of('"')}x`],
    ['escaped quotes that never close', `www CAA 0 issue "${of('\\"')}`],
    ['parentheses', of('(')],
    ['a long word', `www CAA 0 issue ${of('a"b"')}\\`],
    ['dots in its name', `ü${of('.')}a A 192.0.2.1`],
    ['dots in its target', `www CNAME ü${of('.')}b`],
    ['a long label in its name', `${of('a-')}a A 192.0.2.1`],
    [
      'Unicode in its name',
      `${Array.from({ length: many }, (_, at) => String.fromCodePoint(0x4e00 + (at % 20_000))).join('')} A 192.0.2.1`,
    ],
    ['many parameters', `www HTTPS 1 . ${of('alpn="h2" ')}`],
    ['a parameter that does not end', `www HTTPS 1 . alpn="h2${of('\\"')}`],
    ['many addresses', `www HTTPS 1 . ipv6hint="${of('2001:db8::1,')}2001:db8::1"`],
    ['digits of a certificate', `www TLSA 3 1 1 ${of('ab ')}x`],
    ['a key that is not Base64', `www OPENPGPKEY ${of('abcd')}-`],
    ['tabs between strings', `www TXT "a"${of('\t')}x`],
    ['brackets of a template', `www TXT "${of('{ ')}"`],
  ])('%s: is read or refused all the same', (_, line) => {
    expect(settles(() => parseZoneFile(line, zone))).toBe(true);
  });

  it.each([
    ['many texts of one name', (at: number) => `@ TXT "text ${at}"`],
    ['many names', (at: number) => `h${at} A 192.0.2.1 ; number ${at} cf_tags=a:${at}`],
    ['many lines that are left out', () => '@ NS ns1.example.com.'],
  ])('%s: is read all the same', (_, line) => {
    const text = Array.from({ length: 80_000 }, (__, at) => line(at)).join('\n');
    expect(settles(() => parseZoneFile(text, zone))).toBe(true);
  });

  it.each([
    ['CAA', `0 issue "${of('\\"')}`],
    ['CAA', `0 issue ${of('"')}a`],
    ['HTTPS', `1 . alpn=${of('"\\')}`],
    ['MX', `10 ü${of('.')}b`],
  ])('a value of type %s as typed: is read or refused all the same', (type, typed) => {
    expect(settles(() => parseValue(type, typed))).toBe(true);
  });

  it('a template with many gaps in one line is filled all the same', () => {
    const text = `@ TXT "${of('{{a}}\\"')}"`;
    expect(settles(() => fillTemplate({ name: 'x', text }, zone, { a: 'b' }))).toBe(true);
  });
});
