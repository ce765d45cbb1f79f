import { describe, expect, it } from 'vitest';
import { parseValue } from '../../../../src/domain/dns/model/presentation.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';

const zone = 'acme-mail.com';
const read = (...lines: string[]) => parseZoneFile(lines.join('\n'), zone);
const texts = (...lines: string[]) =>
  read(...lines).sets.map(({ name, values }) => [name, ...values.map(({ content }) => content)]);

describe('a text of several strings, as panels write it', () => {
  it.each([
    [
      'of cPanel, the last one without quotes',
      'x 14400 IN TXT "v=DKIM1; k=rsa; p=MIIB" QIDAQAB\\;',
      'v=DKIM1; k=rsa; p=MIIBQIDAQAB;',
    ],
    ['with several words without quotes behind', 'x TXT "p=MII" BIj AN', 'p=MIIBIjAN'],
    ['in parentheses over lines', 'x TXT ( "v=DKIM1; "\n "p=MII"\n BIj )', 'v=DKIM1; p=MIIBIj'],
    ['that Slack’s text cut', 'x TXT "v=spf1 include:a.example" " ~all"', 'v=spf1 include:a.example ~all'],
  ])('%s is one record', (_, line, text) => expect(texts(line)).toEqual([[`x.${zone}`, text]]));

  it('is one record when it is typed as a value, too', () => {
    expect(parseValue('TXT', '"v=DKIM1; p=MIIB" QIDAQAB\\;')).toEqual({ content: 'v=DKIM1; p=MIIBQIDAQAB;' });
    expect(parseValue('TXT', '"v=DKIM1; p=MIIB" "QIDAQAB"')).toEqual({ content: 'v=DKIM1; p=MIIBQIDAQAB' });
  });

  it('is taken letter by letter where it is a sentence with a quoted word', () =>
    expect(parseValue('TXT', '"Hello" said the fox')).toEqual({ content: '"Hello" said the fox' }));
});

describe('a record of type SPF, which was withdrawn', () => {
  it('is left out where the same text stands as TXT, before or behind it, and that is said', () => {
    for (const lines of [
      ['@ SPF "v=spf1 mx -all"', '@ TXT "v=spf1 mx -all"'],
      ['@ TXT "v=spf1 mx -all"', '@ TXT "site=1"', '@ SPF "v=spf1 mx -all"'],
    ]) {
      const { sets, skipped } = read(...lines);
      expect(sets.flatMap(({ values }) => values).filter(({ content }) => content?.startsWith('v=spf1'))).toHaveLength(
        1,
      );
      expect(skipped).toEqual([
        {
          line: lines.findIndex((line) => line.includes('SPF')) + 1,
          text: 'an SPF record, beside which the same one stands as TXT',
        },
      ]);
    }
  });

  it('is left out beside another SPF record that stands as TXT, so that there are never two', () =>
    expect(read('@ SPF "v=spf1 a -all"', '@ TXT "v=spf1 mx -all"')).toMatchObject({
      sets: [{ values: [{ content: 'v=spf1 mx -all' }] }],
      skipped: [{ line: 1, text: 'an SPF record, beside which another one stands as TXT' }],
    }));

  it('is read as TXT where there is none, at each name by itself', () =>
    expect(read('@ TXT "v=spf1 mx -all"', 'go 300 IN SPF "v=spf1 -all"')).toMatchObject({
      sets: [{ name: zone }, { name: `go.${zone}`, type: 'TXT', values: [{ content: 'v=spf1 -all', ttl: 300 }] }],
      warnings: [{ line: 2, text: 'SPF is read as TXT' }],
    }));

  it.each(['DKIM', 'DMARC', 'BIMI', 'text', 'Spf'])('and a panel’s own name for TXT, %s, is read as TXT', (word) =>
    expect(texts(`x 300 IN ${word} "v=1"`)).toEqual([[`x.${zone}`, 'v=1']]),
  );
});

describe('a file with lines that cannot be read', () => {
  it('names all of them at once, each with its number', () =>
    expect(() => read('a A 192.0.2.1', 'b WKS 1', 'c A 1.2.3', 'd A 192.0.2.2', 'e MX mail')).toThrow(
      /^Line 2: .*WKS.*\nLine 3: "1\.2\.3".*\nLine 5: /,
    ));

  it('names twenty and counts the rest, in a text that a form can show', () => {
    const lines = Array.from({ length: 500 }, (_, index) => `n${index} WKS ${'x'.repeat(900)}`);
    const said = (() => {
      try {
        return String(read(...lines));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(said.split('\n')).toHaveLength(21);
    expect(said).toContain('480 more lines cannot be read.');
    expect(said.length).toBeLessThan(3000);
  });

  it('says what came before a quote that is never closed', () =>
    expect(() => read('a WKS 1', 'b TXT "abc', 'c A 192.0.2.1')).toThrow(/^Line 1: .*\nLine 2: A quote is not closed/));
});
