import { describe, expect, it } from 'vitest';
import type { RecordSet, ZonePlan } from '../../../../src/domain/dns/model/record.ts';
import { planEdit, planIncludes } from '../../../../src/domain/dns/plan/edit-value.ts';
import { AppError } from '../../../../src/lib/errors.ts';
import { set, zone } from '../simulated-zone.ts';

const google = 'google-site-verification=abc';
const spf = 'v=spf1 include:_spf.google.com ip4:192.0.2.7 ~include:mail.zendesk.com -all';
const txt = set('@', 'TXT', google, { content: spf, ttl: 600, comment: 'ours' }, 'MS=ms123', 'hello world');

const edit = (from: string | undefined, to: string, sets: readonly RecordSet[] = [txt], type = 'TXT', name = '@') =>
  planEdit(sets, { zone, name, type, from, to });
const merge = (record: string | readonly string[], add: readonly string[], remove: readonly string[] = []) =>
  planIncludes([set('@', 'TXT', google, ...[record].flat())], { zone, name: '@', type: 'TXT', add, remove });
const valuesOf = ({ changes }: ZonePlan) => changes[0]?.after?.values.map(({ content }) => content);
const spfAfter = (plan: ZonePlan) => valuesOf(plan)?.find((content) => content?.startsWith('v=spf1'));
const problem = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, text: `${error.message} ${error.hint ?? ''}` };
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('replacing one value among several', () => {
  it.each([
    ['the whole old value', google],
    ['a part that only it has', 'verification=a'],
    ['its kind', 'verification'],
    ['nothing, where the new value says which proof it is', undefined],
  ])('is told by %s, and leaves the others', (_, from) =>
    expect(valuesOf(edit(from, 'google-site-verification=new'))).toEqual([
      'google-site-verification=new',
      spf,
      'MS=ms123',
      'hello world',
    ]),
  );

  it('keeps the TTL and the comment of the value', () =>
    expect(edit('spf', 'v=spf1 -all').changes[0]?.after?.values[1]).toEqual({
      id: '@-TXT-1',
      content: 'v=spf1 -all',
      ttl: 600,
      comment: 'ours',
    }));

  it('keeps the row, so that it is changed in place', () => {
    const rows = set(
      '@',
      'MX',
      { content: 'mx1.example.com', priority: 10, id: 'a' },
      { content: 'mx2.example.com', priority: 20, id: 'b' },
    );
    expect(edit('mx2.example.com', '5 mx3.example.com', [rows], 'MX').changes[0]?.after?.values).toEqual([
      { content: 'mx1.example.com', priority: 10, ttl: 300, id: 'a' },
      { content: 'mx3.example.com', priority: 5, ttl: 300, id: 'b' },
    ]);
  });

  it('changes nothing where it was done before', () => {
    expect(edit('google-site-verification=old', google).changes).toEqual([]);
    expect(edit(undefined, google).changes).toEqual([]);
  });

  it('asks which, where several fit or none does', () => {
    expect(problem(() => edit('m', 'x')).text).toContain('2 values that fit');
    expect(problem(() => edit('nonesuch', 'x')).text).toContain('has no such value. It has: ');
    expect(problem(() => edit(undefined, 'x')).text).toContain('Say which one with `--from`');
    expect(problem(() => edit('dmarc', 'v=DMARC1; p=none')).code).toBe('not_found');
  });

  it('does not take a part of the new record for all of it', () => {
    const { code, text } = problem(() => edit('include:_spf.google.com', 'include:_spf.other.com'));
    expect(code).toBe('conflict');
    expect(text).toContain('would lose its SPF record');
    expect(text).toContain('--include-add');
    const dmarc = set('_dmarc', 'TXT', 'v=DMARC1; p=none; rua=mailto:d@acme-mail.com');
    expect(problem(() => edit('p=none', 'p=reject', [dmarc], 'TXT', '_dmarc')).text).toContain('its DMARC record');
    expect(valuesOf(edit(undefined, 'v=DMARC1; p=reject', [dmarc], 'TXT', '_dmarc'))).toEqual(['v=DMARC1; p=reject']);
  });

  it('makes no value twice', () => expect(problem(() => edit('hello world', 'MS=ms123')).code).toBe('conflict'));

  it('does not touch what Cloudflare manages, nor a record that is not there', () => {
    const managed = set('@', 'MX', { content: 'route1.mx.cloudflare.net', priority: 10, readOnly: true });
    expect(problem(() => edit(undefined, '10 mx.example.com', [managed], 'MX')).text).toContain(
      'managed by Cloudflare',
    );
    expect(problem(() => edit(undefined, '192.0.2.1', [txt], 'A')).code).toBe('not_found');
  });
});

describe('changing single includes of SPF', () => {
  it.each([
    [
      'before all',
      'v=spf1 a include:_spf.google.com ?all',
      'v=spf1 a include:_spf.google.com include:spf.new.com ?all',
    ],
    ['at the end where there is no all', 'v=spf1 mx', 'v=spf1 mx include:spf.new.com'],
    ['before a redirect', 'v=spf1 mx redirect=_spf.x.com', 'v=spf1 mx include:spf.new.com redirect=_spf.x.com'],
    ['before an all in the middle', 'V=SPF1 -all mx', 'v=spf1 include:spf.new.com -all mx'],
    ['with qualifiers kept', spf, spf.replace(' -all', ' include:spf.new.com -all')],
  ])('adds one %s', (_, before, is) => expect(spfAfter(merge(before, ['spf.new.com']))).toBe(is));

  it.each(['spf.new.com', 'include:spf.new.com', 'SPF.New.com.', ' +include:spf.new.com '])(
    'takes “%s” as people write it',
    (typed) => expect(spfAfter(merge('v=spf1 -all', [typed]))).toBe('v=spf1 include:spf.new.com -all'),
  );

  it('takes one away and adds another in one go', () =>
    expect(spfAfter(merge(spf, ['spf.new.com'], ['mail.zendesk.com']))).toBe(
      'v=spf1 include:_spf.google.com ip4:192.0.2.7 include:spf.new.com -all',
    ));

  it('leaves every other text alone', () => expect(valuesOf(merge(spf, ['spf.new.com']))?.[0]).toBe(google));

  it('adds nothing twice, neither what is there nor what is given twice', () => {
    expect(merge(spf, ['_SPF.google.com']).changes).toEqual([]);
    expect(spfAfter(merge('v=spf1 -all', ['a.com', 'include:a.com']))).toBe('v=spf1 include:a.com -all');
  });

  it.each([
    [
      'an include that is not there',
      spf,
      [],
      ['spf.gone.com'],
      'not_found',
      'It includes: _spf.google.com, mail.zendesk.com',
    ],
    [
      'no SPF record',
      'v=DMARC1',
      ['a.com'],
      [],
      'not_found',
      'dns add acme-mail.com TXT @ "v=spf1 include:a.com ~all"',
    ],
    ['two SPF records', [spf, 'v=spf1 -all'], ['a.com'], [], 'conflict', 'two SPF records'],
    ['SPF that cannot be read', 'v=spf1 inclde:x.com -all', ['a.com'], [], 'conflict', 'inclde:x.com'],
    ['the same include added and removed', spf, ['a.com'], ['a.com'], 'bad_input', 'both added and removed'],
    ['an include that softens', spf, ['mail.zendesk.com'], [], 'conflict', '~include:mail.zendesk.com'],
    ['an address', spf, ['192.0.2.1'], [], 'bad_input', 'ip4:192.0.2.1'],
    ['two words', spf, ['a.com -all'], [], 'bad_input', 'cannot be included'],
    ['half a domain', spf, ['google'], [], 'bad_input', 'whole domain'],
  ] as const)('refuses %s', (_, record, add, remove, code, said) => {
    const refused = problem(() => merge(record, add, remove));
    expect(refused.code).toBe(code);
    expect(refused.text).toContain(said);
  });

  it('refuses an eleventh lookup, also through what the zone itself holds, but lets a long record become shorter', () => {
    const includes = (count: number) =>
      Array.from({ length: count }, (_, at) => `include:s${at}.example.com`).join(' ');
    expect(problem(() => merge(`v=spf1 ${includes(10)} -all`, ['a.com'])).text).toContain('at least 11 lookups');
    expect(merge(`v=spf1 ${includes(9)} -all`, ['a.com']).changes).toHaveLength(1);
    expect(merge(`v=spf1 ${includes(12)} -all`, [], ['s3.example.com']).changes).toHaveLength(1);
    const own = set('_spf', 'TXT', `v=spf1 ${includes(10)} -all`);
    const edited = () =>
      planIncludes([own, set('@', 'TXT', 'v=spf1 -all')], {
        zone,
        name: '@',
        type: 'TXT',
        add: ['_spf.acme-mail.com'],
        remove: [],
      });
    expect(problem(edited).text).toContain('at least 11 lookups');
  });

  it('is about TXT records only', () =>
    expect(problem(() => planIncludes([txt], { zone, name: '@', type: 'MX', add: ['a.com'], remove: [] })).code).toBe(
      'bad_input',
    ));
});
