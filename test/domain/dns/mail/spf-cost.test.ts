import { describe, expect, it } from 'vitest';
import { parseSpf, spfCost } from '../../../../src/domain/dns/mail/spf.ts';

const own = 'acme-mail.com';
/** What the names hold, as `name TYPE`; a name that is not here holds nothing, and one with `undefined` is not known. */
type Live = Readonly<Record<string, readonly string[] | undefined>>;
const costOf = (record: string, live: Live = {}) =>
  spfCost(own, parseSpf(record), (name, type) => (`${name} ${type}` in live ? live[`${name} ${type}`] : []));
/** Of names that include one another, each the next, and the last one the one that is named. */
const chain = (length: number, last: string): Live =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `s${index}.example.com TXT`,
      [`v=spf1 include:${index + 1 < length ? `s${index + 1}.example.com` : last} -all`],
    ]),
  );

describe('an SPF record that comes back to itself', () => {
  it.each([
    ['includes itself', `v=spf1 include:${own} -all`, {}],
    ['redirects to itself', `v=spf1 redirect=${own}`, {}],
  ])('because it %s ends at once, costs the one lookup and is broken there', (_, record, live: Live) =>
    expect(costOf(record, { [`${own} TXT`]: [record], ...live })).toEqual({
      lookups: 1,
      voids: 0,
      broken: [own],
      crowded: [],
      complete: true,
    }),
  );

  it.each([1, 2, 5])('through %i others costs each of them once, and the way back', (others) => {
    const record = 'v=spf1 include:s0.example.com -all';
    expect(costOf(record, { [`${own} TXT`]: [record], ...chain(others, own) })).toMatchObject({
      lookups: others + 1,
      broken: [own],
    });
  });

  it('only in what it includes is broken there', () =>
    expect(costOf('v=spf1 include:s0.example.com -all', chain(2, 's0.example.com'))).toMatchObject({
      lookups: 3,
      broken: ['s0.example.com'],
    }));

  it('in two of its includes says both', () => {
    const record = 'v=spf1 include:a.example.com include:b.example.com -all';
    const back = [`v=spf1 include:${own} -all`];
    const live = { [`${own} TXT`]: [record], 'a.example.com TXT': back, 'b.example.com TXT': back };
    expect(costOf(record, live)).toMatchObject({ lookups: 4, broken: [own, own] });
  });

  it('a hundredfold ends all the same, past every limit that a receiver has', () => {
    const words = Array.from({ length: 20 }, (_, index) => `include:s${index}.example.com`).join(' ');
    const live = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`s${index}.example.com TXT`, [`v=spf1 ${words} -all`]]),
    );
    const { lookups, broken } = costOf(`v=spf1 ${words} -all`, live);
    expect(lookups).toBe(101);
    expect(broken).toContain('s0.example.com');
  });
});

describe('an SPF record that includes the same twice, which is no loop', () => {
  it('costs it twice and is not broken', () => {
    const live = { 's.example.com TXT': ['v=spf1 mx -all'], 's.example.com MX': ['mx.example.com'] };
    expect(costOf('v=spf1 include:s.example.com include:s.example.com -all', live)).toMatchObject({
      lookups: 4,
      voids: 0,
      broken: [],
    });
  });

  it('by two ways costs each of them', () => {
    const live = {
      'a.example.com TXT': ['v=spf1 include:s.example.com -all'],
      'b.example.com TXT': ['v=spf1 include:s.example.com -all'],
      's.example.com TXT': ['v=spf1 ip4:192.0.2.1 -all'],
    };
    expect(costOf('v=spf1 include:a.example.com include:b.example.com -all', live)).toMatchObject({
      lookups: 4,
      broken: [],
    });
  });
});

describe('what an SPF record costs', () => {
  const all = { 'x.net A': ['192.0.2.1'], 'x.net MX': ['mx.x.net'], 'x.net TXT': ['v=spf1 -all'] };
  const here = { [`${own} A`]: ['192.0.2.1'], [`${own} MX`]: ['mx.x.net'] };

  it.each([
    ['addresses', 'ip4:192.0.2.1 ip6:2001:db8::1', 0],
    ['each word that has to be looked up', 'a mx a:x.net mx:x.net include:x.net exists:x.net ptr', 7],
    ['nothing that stands behind all', 'a all include:x.net mx', 1],
    ['no redirect beside all', 'redirect=x.net -all', 0],
    ['a redirect alone', 'redirect=x.net', 1],
    ['no explanation', 'exp=x.net', 0],
  ])('counts %s', (_, words, lookups) =>
    expect(costOf(`v=spf1 ${words}`, { ...all, ...here })).toEqual({
      lookups,
      voids: 0,
      broken: [],
      crowded: [],
      complete: true,
    }),
  );

  it.each([
    ['exists:%{i}.x.net a:%{h}', true],
    ['mx:%{s}.x.net exists:%{l}.x.net', true],
    ['exists:%{i}.x.net include:%{l}.x.net', false],
    ['include:%{ir}.%{d}.x.net ptr', false],
    ['a:%{h} redirect=%{p}.x.net', false],
  ])(
    'is one lookup for a name that is made for each mail, and more where it leads to a record: %s',
    (words, complete) =>
      expect(costOf(`v=spf1 ${words}`)).toMatchObject({ lookups: 2, voids: 0, broken: [], complete }),
  );

  it.each([
    ['the domain itself', 'include:_spf.%{d}', `_spf.${own}`],
    ["the sender's domain", 'redirect=%{o}._spf.x.net', `${own}._spf.x.net`],
    ['its last label', 'include:%{d1}.x.net', 'com.x.net'],
    ['its labels the other way round', 'include:%{dr}.x.net', 'com.acme-mail.x.net'],
    ['other marks between', 'include:%{d2r-}.x.net', 'mail.com.acme.x.net'],
    ['a percent sign and a space', 'include:a%%b%_c%-d.x.net', 'a%b c%20d.x.net'],
    ['capital letters', 'include:_SPF.%{D}', `_spf.${own}`],
  ])('follows a name made of %s', (_, word, name) =>
    expect(costOf(`v=spf1 ${word}`, { [`${name} TXT`]: ['v=spf1 a:x.net mx:x.net -all'], ...all })).toMatchObject({
      lookups: 3,
      complete: true,
      broken: [],
    }),
  );

  it('expands a name in an included record for the domain that it includes', () =>
    expect(
      costOf('v=spf1 include:x.net -all', {
        'x.net TXT': ['v=spf1 include:%{d}.y.net include:%{o}.z.net -all'],
        'x.net.y.net TXT': ['v=spf1 -all'],
        [`${own}.z.net TXT`]: ['v=spf1 -all'],
      }),
    ).toMatchObject({ lookups: 3, complete: true, broken: [] }));

  it('is over the limit by a redirect to a name made of the domain', () => {
    const words = Array.from({ length: 11 }, (_, index) => `a:h${index}.x.net`).join(' ');
    expect(costOf('v=spf1 redirect=_spf.%{d}', { [`_spf.${own} TXT`]: [`v=spf1 ${words} -all`] }).lookups).toBe(12);
  });

  it.each([
    ['a name without addresses', 'a:no.net', {}, 1],
    ['a name with an IPv6 address only', 'a:x.net', { 'x.net AAAA': ['2001:db8::1'] }, 0],
    ['a name without mail servers, whatever address it has', 'mx:x.net', { 'x.net A': ['192.0.2.1'] }, 1],
    ['a name that is only looked for', 'exists:x.net', { 'x.net AAAA': ['2001:db8::1'] }, 1],
    ['no name that a receiver asks back', 'ptr:no.net', {}, 0],
    ['an include of a name without texts', 'include:no.net', {}, 1],
    ['an include of a name with other texts', 'include:x.net', { 'x.net TXT': ['hello'] }, 0],
  ])('counts what finds nothing: %s', (_, words, live: Live, voids) =>
    expect(costOf(`v=spf1 ${words} -all`, live)).toMatchObject({ lookups: 1, voids }),
  );

  it.each([
    ['has no SPF record', []],
    ['has other texts only', ['hello']],
    ['has two', ['v=spf1 -all', 'v=spf1 mx -all']],
    ['has one that receivers cannot read', ['v=spf1 ip4:300.1.1.1 -all']],
  ])('is broken by an include that %s', (_, texts) =>
    expect(costOf('v=spf1 include:x.net -all', { 'x.net TXT': texts }).broken).toEqual(['x.net']),
  );

  it.each(['a..net', `${'x'.repeat(64)}.net`])('is broken by an include of %s, for which nobody can ask', (name) =>
    expect(costOf(`v=spf1 include:${name} -all`)).toMatchObject({ lookups: 1, voids: 0, broken: [name] }),
  );

  it.each([
    ['an include', 'include:x.net', { 'x.net TXT': undefined }],
    ['mail servers', 'mx:x.net', { 'x.net MX': undefined }],
    ['one of two kinds of address', 'a:x.net', { 'x.net AAAA': undefined }],
  ])('is a lower bound while %s could not be looked up', (_, words, live: Live) =>
    expect(costOf(`v=spf1 ${words} -all`, live)).toMatchObject({ lookups: 1, voids: 0, broken: [], complete: false }),
  );

  it('is known as soon as one kind of address is found', () =>
    expect(costOf('v=spf1 a:x.net -all', { 'x.net A': ['192.0.2.1'], 'x.net AAAA': undefined })).toMatchObject({
      voids: 0,
      complete: true,
    }));

  it.each([
    [10, []],
    [11, ['x.net']],
  ])('with %i mail servers of one name', (count, crowded) => {
    const servers = Array.from({ length: count }, (_, index) => `mx${index}.x.net`);
    const live = { 'x.net MX': servers, 'x.net TXT': ['v=spf1 -all'], 'x.net A': servers };
    expect(costOf('v=spf1 mx:x.net -all', live).crowded).toEqual(crowded);
    expect(costOf('v=spf1 a:x.net include:x.net -all', live).crowded).toEqual([]);
  });
});
