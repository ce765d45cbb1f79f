import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCharacters, readText, showHidden, showHiddenInLine } from '../../src/lib/text.ts';

const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\u2800]|(?![\t\n])\p{Cc}|(?! )\p{Zs}/u;

describe('a text with characters that nobody can see', () => {
  it.each([
    ['zero-width spaces and byte order marks', 'a\u200bb\u2060c\ufeff', 'abc'],
    ['odd spaces', 'a\u00a0b\u202fc\u3000d\u2003e\u1680f', 'a b c d e f'],
    ['line ends of other systems', 'a\r\nb\rc\u2028d\u2029e\u0085f', 'a\nb\nc\nd\ne\nf'],
    ['tabs and line ends of a table', 'a\tb\nc', 'a\tb\nc'],
    ['bidi marks, which it keeps', '\u202aa\u202c\u202e', '\u202aa\u202c\u202e'],
  ])('is read with %s', (_, typed, read) => {
    expect(readText(typed)).toBe(read);
  });

  it.each([
    ['\u202eevil', '⟨U+202E⟩evil', 'U+202E (right-to-left override)'],
    ['a\u2800b', 'a⟨U+2800⟩b', 'U+2800 (blank braille pattern)'],
    ['a\u3164b', 'a⟨U+3164⟩b', 'U+3164 (Hangul filler)'],
    ['a\u{e0041}b', 'a⟨U+E0041⟩b', 'U+E0041 (invisible character)'],
    ['a\u2009b', 'a⟨U+2009⟩b', 'U+2009 (unusual space)'],
    ['a\u0007b', 'a⟨U+0007⟩b', 'U+0007 (control character)'],
    ['a\udc80b', 'a⟨U+DC80⟩b', 'U+DC80 (part of a character)'],
  ])('is shown escaped, and its characters are named: %j', (text, shown, named) => {
    expect(showHidden(text)).toBe(shown);
    expect(hiddenCharacters({ zones: [{ value: text }] })).toEqual([named]);
  });

  it('of several lines cannot look like a list of its own', () => {
    expect(showHiddenInLine('note\n+ acme.com A 192.0.2.1')).toBe('note⟨U+000A⟩+ acme.com A 192.0.2.1');
  });

  it('is never drawn with one of them raw, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(showHidden(text)).not.toMatch(unseen);
        expect(showHidden(readText(text))).not.toMatch(unseen);
        expect(hiddenCharacters([text]).length > 0).toBe(unseen.test(text) || !text.isWellFormed());
      }),
    );
  });

  it('and one without any is left alone', () => {
    expect(showHidden('bücher-post.de 日本 “v=spf1” 🎉 a\tb\nc')).toBe('bücher-post.de 日本 “v=spf1” 🎉 a\tb\nc');
    expect(hiddenCharacters({ text: 'bücher\n"quoted" \\ back' })).toEqual([]);
  });
});
