import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTxt, encodeTxt, txtSize } from '../../../../src/domain/dns/model/txt.ts';

const key = `v=DKIM1; k=rsa; p=${'MIIBIjANBgkqhkiG9w0B'.repeat(20)}`;
const strings = (content: string): string[] => content.match(/"(?:[^"\\]|\\.)*"/g) ?? [];

describe('reading TXT content', () => {
  it.each([
    ['unquoted, as the dashboard took it', 'v=spf1 -all', 'v=spf1 -all'],
    ['quoted', '"v=spf1 -all"', 'v=spf1 -all'],
    ['a long key in strings', `"${key.slice(0, 255)}" "${key.slice(255)}"`, key],
    ['strings without a space between them', '"a""b"', 'ab'],
    ['strings at another border', '"v=DMARC1;" " p=none"', 'v=DMARC1; p=none'],
    ['escapes', '"say \\"hi\\" \\\\ \\059"', 'say "hi" \\ ;'],
    ['a backslash in unquoted content', 'a\\;b', 'a\\;b'],
    ['a quote that does not end', '"abc', '"abc'],
    ['a quote in the middle', '"a"b"', '"a"b"'],
    ['an escape at the end', '"abc\\"', '"abc\\"'],
    ['no text', '""', ''],
    ['UTF-8 given byte by byte, over two strings', '"b\\195" "\\188cher"', 'bücher'],
  ])('%s', (_, content, meaning) => {
    expect(decodeTxt(content)).toBe(meaning);
  });
});

describe('writing TXT content', () => {
  it('always quotes', () => expect(encodeTxt('v=spf1 -all')).toBe('"v=spf1 -all"'));
  it('escapes quotes and backslashes, never semicolons', () => expect(encodeTxt('a"b\\c;d')).toBe('"a\\"b\\\\c;d"'));
  it('writes control bytes as numbers', () => expect(encodeTxt('a\nb')).toBe('"a\\010b"'));
  it('counts 255 bytes a string, not characters', () => {
    const parts = strings(encodeTxt('ü'.repeat(200)));
    expect(parts.map((part) => part.length - 2)).toEqual([127, 73]);
  });
  it('splits a 2048-bit DKIM key in two strings', () => expect(strings(encodeTxt(key))).toHaveLength(2));

  it('never makes a string of more than 255 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        for (const part of strings(encodeTxt(text))) expect(txtSize(decodeTxt(part))).toBeLessThanOrEqual(255);
      }),
    );
  });
});

describe('what is written and read again', () => {
  it('means the same, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
        expect(decodeTxt(encodeTxt(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('means the same, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const content = `"${[...bytes].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
        const meaning = decodeTxt(content);
        expect(txtSize(meaning)).toBe(bytes.length);
        expect(decodeTxt(encodeTxt(meaning))).toBe(meaning);
        expect(JSON.parse(JSON.stringify(meaning))).toBe(meaning);
      }),
      { numRuns: 500 },
    );
  });
});
