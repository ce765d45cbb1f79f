import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentation } from '../../../../src/domain/dns/model/presentation.ts';
import { checkTemplate, fillTemplate, placeholders } from '../../../../src/domain/dns/plan/template.ts';
import { AppError } from '../../../../src/lib/errors.ts';

const zone = 'acme-mail.com';
const template = {
  name: 'mail',
  text: [
    '@ MX 10 {{server=mx.example.com.}}',
    '{{selector}}._domainkey TXT "v=DKIM1; p={{key}}"',
    '_dmarc {{ttl=3600}} TXT "v=DMARC1; p=none; rua=mailto:dmarc@{{domain}}"',
  ].join('\n'),
};
const filled = (values: Record<string, string>, text = template.text): string[] =>
  fillTemplate({ name: 'mail', text }, zone, values).sets.flatMap((set) =>
    set.values.map((value) => `${set.name} ${set.type} ${value.ttl ?? '-'} ${presentation(set.type, value)}`),
  );
const problem = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a template', () => {
  it('says what it needs', () =>
    expect(checkTemplate(template)).toEqual([
      { name: 'server', fallback: 'mx.example.com.' },
      { name: 'selector' },
      { name: 'key' },
      { name: 'ttl', fallback: '3600' },
    ]));

  it('is filled for a zone', () =>
    expect(filled({ selector: 's1', key: 'MIIB/+=', ttl: '600' })).toEqual([
      'acme-mail.com MX - 10 mx.example.com',
      's1._domainkey.acme-mail.com TXT - v=DKIM1; p=MIIB/+=',
      '_dmarc.acme-mail.com TXT 600 v=DMARC1; p=none; rua=mailto:dmarc@acme-mail.com',
    ]));

  it('takes several values in one, at commas before the name of a gap that has none yet', () => {
    const text = '{{a}} TXT "{{b=default}}, {{c=x}}"';
    expect(filled({ a: 'one, B = two,c=three,four' }, text)).toEqual(['one.acme-mail.com TXT - two, three,four']);
    expect(filled({ a: 'one', b: 'k=1,c=2', c: '3' }, text)).toEqual(['one.acme-mail.com TXT - k=1,c=2, 3']);
  });

  it('has no use for a value without a gap, and says which gaps there are', () => {
    const { message, hint } = problem(() => filled({ selector: 's1', key: 'x', sever: 'mx.other.net.' }));
    expect([message, hint]).toEqual([
      'The template "mail" has no placeholder called sever.',
      'Its placeholders are server, selector, key, ttl.',
    ]);
  });

  it('asks for what is missing', () => {
    const { message, fields } = problem(() => filled({ selector: 's1' }));
    expect(message).toBe('The template "mail" needs a value for key.');
    expect(fields).toEqual({ key: 'Give a value.' });
  });

  it('names the line that a value spoils', () =>
    expect(problem(() => filled({ selector: 's1', key: 'x', server: '192.0.2.1' })).message).toContain(
      'Line 1: "192.0.2.1',
    ));

  it('refuses half a placeholder', () =>
    expect(problem(() => checkTemplate({ name: 'x', text: '{{key} A 192.0.2.1' })).message).toContain('"{{"'));

  it('asks for a gap named like something that every object has', () =>
    expect(problem(() => filled({}, '@ TXT "{{constructor}} {{hasOwnProperty}}"')).message).toBe(
      'The template "mail" needs a value for constructor, hasownproperty.',
    ));

  it('knows after many gaps and quotes of one line whether the next one stands in quotes', () => {
    const text = '{{a}} TXT "{{b=x "}}\\"{{b}}\\\\" {{c}} "{{b}}"';
    expect(() => filled({ a: 'a', b: 'x', c: 'not in quotes' }, text)).toThrow('The value of c may contain only');
  });

  it('cannot be given another zone', () =>
    expect(filled({ domain: 'evil.com' }, '@ TXT "{{domain}}"')).toEqual(['acme-mail.com TXT - acme-mail.com']));

  it('never lets a value become more than a part of its record', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', '\\', ';', '(', ')', '\n', ' ', '$', '{{key}}', 'ü') }),
        (value) => {
          try {
            const { sets } = fillTemplate(
              { name: 'x', text: '@ TXT "p={{key}}"\nb TXT "end"\n{{key}} TXT "x"' },
              zone,
              { key: value },
            );
            const all = sets.flatMap((set) => set.values.map((each) => each.content));
            expect(all).toHaveLength(3);
            expect(all).toContain(`p=${value.trim()}`);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
          expect(
            fillTemplate({ name: 'x', text: '@ TXT "p={{key}}"' }, zone, { key: `a${value.replace(/\n/g, '')}b` })
              .sets[0]?.values[0]?.content,
          ).toBe(`p=a${value.replace(/\n/g, '')}b`);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes the first fallback that is written', () =>
    expect(placeholders('{{a}} {{a=1}} {{ A = 2 }}')).toEqual([{ name: 'a', fallback: '1' }]));
});
