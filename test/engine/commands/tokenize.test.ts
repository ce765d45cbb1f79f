import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../src/engine/commands/slack-text.ts';

const words = (text: string) => tokenize(text).map((token) => token.text);
const flags = (text: string) =>
  tokenize(text)
    .filter((token) => token.flag)
    .map((token) => token.text);

describe('the words of a slash command', () => {
  it.each([
    ['plain words', 'dns list acme.com', ['dns', 'list', 'acme.com']],
    ['straight quotes', 'a "b c" d', ['a', 'b c', 'd']],
    ['curly quotes', 'a “b c” „d e“ ‘f g’', ['a', 'b c', 'd e', 'f g']],
    ['a straight quote that a keyboard closed with a curly one', 'a "b c” d', ['a', 'b c', 'd']],
    ['curly quotes inside straight ones', 'a "he said “hi there” twice" b', ['a', 'he said “hi there” twice', 'b']],
    ['single quotes', 'a \'b "c" d\'', ['a', 'b "c" d']],
    ['an apostrophe', "it's ana’s", ["it's", 'ana’s']],
    ['escaped quotes', 'a "say \\"hi\\"" \\"b', ['a', 'say "hi"', '"b']],
    ['backslashes that DNS needs', '"v=DKIM1\\; k=rsa" \\032', ['v=DKIM1\\; k=rsa', '\\032']],
    ['an empty pair of quotes', 'a "" b', ['a', '', 'b']],
    ['non-breaking and zero-width spaces', 'a\u00a0b\u202fc\u200bd "e\u00a0f"', ['a', 'b', 'cd', 'e f']],
    [
      'a person, a channel, a usergroup',
      '<@U1|ana> <@U2> <#C1|ops> <#C2|> <!subteam^S1|@deliv>',
      ['U1', 'U2', 'C1', 'C2', 'S1'],
    ],
    [
      'a domain of which Slack made a link',
      '<http://acme.com|acme.com> <http://acme.com/|acme.com>',
      ['acme.com', 'acme.com'],
    ],
    [
      'an international domain of which Slack made a link',
      '<http://xn--bcher-post-9db.de|bücher-post.de>',
      ['bücher-post.de'],
    ],
    ['a link with a label that says something else', '<https://evil.example/x|acme.com>', ['https://evil.example/x']],
    ['a full link', '<https://example.com/style.css?a=1&amp;b=2>', ['https://example.com/style.css?a=1&b=2']],
    ['addresses', '<mailto:ana@acme.com|ana@acme.com>,<mailto:bo@acme.com|bo@acme.com>', ['ana@acme.com,bo@acme.com']],
    [
      'a link inside quotes',
      '"v=spf1 include:<http://_spf.google.com|_spf.google.com> ~all"',
      ['v=spf1 include:_spf.google.com ~all'],
    ],
    ['an address without a label, as typed', '"rua=<mailto:d@x.example>"', ['rua=mailto:d@x.example']],
    ['an address typed with its scheme', '<mailto:d@x.example|mailto:d@x.example>', ['mailto:d@x.example']],
    ['an address after its scheme', 'mailto:<mailto:d@x.example|d@x.example>!10m', ['mailto:d@x.example!10m']],
    ['an address with another label', '<mailto:d@x.example|Write to us>', ['d@x.example']],
    ['a link without a label', '<http://acme.com>', ['http://acme.com']],
    ['a domain in capitals', '<http://ACME.com|ACME.com>', ['ACME.com']],
    ['a telephone number', '<tel:+15551234567|+1 555 123-4567>', ['+1', '555', '123-4567']],
    ['numbers that Slack takes for a telephone number', '"<tel:2026112001|2026112001> 7200"', ['2026112001 7200']],
    ['a bar in a label', '<http://acme.com|a|b>', ['http://acme.com']],
    [
      'escapes in a link',
      '<https://a.example/?x=1&amp;y=2|https://a.example/?x=1&amp;y=2>',
      ['https://a.example/?x=1&y=2'],
    ],
    ['what calls everybody', '"<!here> <!channel|@channel> <!everyone|everyone>"', ['@here @channel @everyone']],
    ['a date', '"<!date^1392734382^{date}|18 February 2014>"', ['18 February 2014']],
    ['a wildcard before a link', '*.<http://acme.com|acme.com>', ['*.acme.com']],
    ['what Slack escapes', 'a&amp;b &lt;c&gt; &amp;lt;', ['a&b', '<c>', '&lt;']],
  ])('understand %s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('call people, channels and groups by their names where the text is for reading', () => {
    const named = tokenize('"ask <@U1|ana o\'hara>, <#C1|ops>, <!subteam^S1|@deliv>, <@U2>" --x=<#C2|>');
    expect(named.map((token) => token.named)).toEqual([`ask @ana o'hara, #ops, @deliv, <@U2>`, '--x=<#C2>']);
    expect(named.map((token) => token.text)).toEqual(['ask U1, C1, S1, U2', '--x=C2']);
  });

  it('take an em-dash or en-dash before a letter for the two dashes that were typed', () => {
    expect(flags('a —share –ttl 5 —no-proxied --x=“b c”')).toEqual(['--share', '--ttl', '--no-proxied', '--x=b c']);
  });

  it('leave dashes alone that are quoted, in a word, or before no letter', () => {
    expect(flags('"--ttl" "—share" x--y x—y — -5 --5')).toEqual([]);
  });

  it.each(['say "hello', 'say “hello', "a 'b c", 'a "b\\"'])(
    'refuse %s, where a quote is never closed, in plain words',
    (text) => {
      expect(() => tokenize(text)).toThrow('A quote is not closed.');
    },
  );

  it('come back as they were after any quoting', () => {
    const word = fc
      .string({ unit: 'grapheme' })
      .map((text) => text.replace(/[\u200b\u2060\ufeff]/g, '').replace(/\s/g, ' '));
    const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    const quote = (text: string) => `"${text.replace(/["\\“”„‟'‘’‚‛]/g, '\\$&')}"`;
    fc.assert(
      fc.property(fc.array(word), (list) => {
        expect(words(list.map((text) => escaped(quote(text))).join(' '))).toEqual(list);
      }),
    );
  });

  it('never fail in another way than by an open quote, whatever is typed', () => {
    const piece = fc.constantFrom(
      '"',
      "'",
      '“',
      '”',
      '\\',
      '<',
      '>',
      '|',
      '&amp;',
      '—',
      '--',
      '=',
      ' ',
      '@',
      '#',
      '!',
      'a',
      '\u00a0',
      'http://x.y',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          for (const { text, flag } of tokenize(pieces.join('')))
            expect([typeof text, typeof flag]).toEqual(['string', 'boolean']);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad_input', message: 'A quote is not closed.' });
        }
      }),
    );
  });
});
