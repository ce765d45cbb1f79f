import { describe, expect, it } from 'vitest';
import { planAdd, planDelete, planSet } from '../../../../src/domain/dns/plan/edit-records.ts';
import { isEmpty } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { AppError } from '../../../../src/lib/errors.ts';
import { set, zone } from '../simulated-zone.ts';

const spf = 'v=spf1 include:_spf.google.com ~all';
const mx = set('@', 'MX', { content: 'mx1.example.com', priority: 10 }, { content: 'mx2.example.com', priority: 20 });
const www = set('www', 'A', { content: '192.0.2.1', proxied: true, ttl: 1, comment: 'web', tags: ['env:prod'] });
const current = [
  mx,
  www,
  set('@', 'TXT', spf, 'google-site-verification=abc'),
  set('shop', 'CNAME', 'shops.example.com'),
];

const problem = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};

describe('adding a value', () => {
  it('keeps what the record set holds', () => {
    const plan = planAdd(current, { zone, name: '@', type: 'mx', value: '30 mx3.example.com' });
    const change = only(plan.changes);
    expect(change.before).toBe(mx);
    expect(change.after?.values).toEqual([...mx.values, { content: 'mx3.example.com', priority: 30, ttl: 300 }]);
  });

  it('creates a record set with automatic TTL', () =>
    expect(
      only(planAdd(current, { zone, name: 's1._domainkey', type: 'TXT', value: 'v=DKIM1; p=MIIB' }).changes),
    ).toEqual({
      name: 's1._domainkey.acme-mail.com',
      type: 'TXT',
      after: { name: 's1._domainkey.acme-mail.com', type: 'TXT', values: [{ content: 'v=DKIM1; p=MIIB', ttl: 1 }] },
    }));

  it('plans nothing when the value is there', () => {
    expect(isEmpty(planAdd(current, { zone, name: '@', type: 'TXT', value: `"${spf}"` }))).toBe(true);
    expect(isEmpty(planAdd(current, { zone, name: 'www', type: 'A', value: '192.0.2.1', proxied: true }))).toBe(true);
  });

  it('takes on the proxy setting of the other addresses', () =>
    expect(
      only(planAdd(current, { zone, name: 'www', type: 'A', value: '192.0.2.2' }).changes).after?.values[1],
    ).toEqual({
      content: '192.0.2.2',
      proxied: true,
      ttl: 1,
    }));

  it.each([
    [
      'the value has another TTL',
      { name: '@', type: 'TXT', value: spf, ttl: 60 },
      'conflict',
      'already has this value',
    ],
    ['a second CNAME', { name: 'shop', type: 'CNAME', value: 'b.example.com' }, 'conflict', 'there can be only one'],
    [
      'an address beside a CNAME',
      { name: 'shop', type: 'A', value: '192.0.2.1' },
      'conflict',
      'The CNAME record of shop.acme-mail.com exists',
    ],
    [
      'a CNAME beside an address',
      { name: 'www', type: 'CNAME', value: 'b.example.com' },
      'conflict',
      'a CNAME record cannot stand beside it',
    ],
    [
      'a name of another zone',
      { name: 'www.example.com', type: 'A', value: '192.0.2.1' },
      'bad_input',
      'does not belong',
    ],
    ['a type that we do not know', { name: 'x', type: 'SOA', value: 'x' }, 'bad_input', 'type SOA'],
    [
      'proxying mail',
      { name: '@', type: 'MX', value: '1 a.example.com', proxied: true },
      'bad_input',
      'cannot be proxied',
    ],
    ['a TTL of 5 seconds', { name: 'x', type: 'A', value: '192.0.2.1', ttl: 5 }, 'bad_input', 'A TTL is'],
    ['half a second', { name: 'x', type: 'A', value: '192.0.2.1', ttl: 300.5 }, 'bad_input', 'A TTL is'],
    [
      'a comment of two lines',
      { name: 'x', type: 'A', value: '192.0.2.1', comment: 'a\nb' },
      'bad_input',
      'single line',
    ],
    ['a tag without a name', { name: 'x', type: 'A', value: '192.0.2.1', tags: [':prod'] }, 'bad_input', 'name:value'],
    ['a reserved tag', { name: 'x', type: 'A', value: '192.0.2.1', tags: ['CF-x:1'] }, 'bad_input', 'name:value'],
  ])('refuses %s', (_, wish, code, text) => {
    const error = problem(() => planAdd(current, { zone, ...wish }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  it('refuses what LiteMail cannot hold', () =>
    expect(
      problem(() =>
        planAdd([], { zone: { ...zone, home: 'litemail' }, name: 'x', type: 'A', value: '192.0.2.1', proxied: true }),
      ).message,
    ).toContain('LiteMail has no proxy setting'));
});

describe('setting a record', () => {
  it('changes the one value in place and keeps everything else about it', () =>
    expect(
      only(planSet(current, { zone, name: 'www', type: 'A', values: ['192.0.2.2'] }).changes).after?.values,
    ).toEqual([{ ...www.values[0], content: '192.0.2.2' }]));

  it('takes what is given', () =>
    expect(
      only(
        planSet(current, {
          zone,
          name: 'www',
          type: 'A',
          values: ['192.0.2.1'],
          proxied: false,
          ttl: 600,
          comment: '',
          tags: [],
        }).changes,
      ).after?.values,
    ).toEqual([{ id: 'www-A-0', content: '192.0.2.1', proxied: false, ttl: 600 }]));

  it('plans nothing when it is so already, in any order', () =>
    expect(
      isEmpty(planSet(current, { zone, name: '@', type: 'MX', values: ['20 mx2.example.com', '10 MX1.example.com.'] })),
    ).toBe(true));

  it('gives rows new priorities rather than new ids', () =>
    expect(
      only(
        planSet(current, { zone, name: '@', type: 'MX', values: ['10 mx2.example.com', '20 mx1.example.com'] }).changes,
      ).after?.values,
    ).toEqual([
      { id: '@-MX-1', content: 'mx2.example.com', priority: 10, ttl: 300 },
      { id: '@-MX-0', content: 'mx1.example.com', priority: 20, ttl: 300 },
    ]));

  it('keeps the row that says the same, not one with another priority', () => {
    const twice = set(
      '@',
      'MX',
      { content: 'a.example.com', priority: 10 },
      { content: 'a.example.com', priority: 20 },
    );
    const plan = planSet([twice], { zone, name: '@', type: 'MX', values: ['20 a.example.com'] });
    expect(only(plan.changes).after?.values).toEqual([twice.values[1]]);
  });

  it('replaces a CNAME by an address in one plan', () =>
    expect(planSet(current, { zone, name: 'shop', type: 'A', values: ['192.0.2.9'] }).changes).toEqual([
      { name: 'shop.acme-mail.com', type: 'CNAME', before: current[3] },
      { name: 'shop.acme-mail.com', type: 'A', after: expect.objectContaining({ type: 'A' }) },
    ]));

  it('replaces addresses by a CNAME', () =>
    expect(
      planSet(current, { zone, name: 'www', type: 'CNAME', values: ['@'] }).changes.map(({ type }) => type),
    ).toEqual(['A', 'CNAME']));

  const kept = { proxied: true, ttl: 1, comment: 'web', tags: ['env:prod'] };
  it.each([
    ['address by an alias', 'A', '192.0.2.1', 'CNAME', 'x.example.com'],
    ['alias by an address', 'CNAME', 'x.example.com', 'AAAA', '2001:db8::1'],
  ])('keeps everything about an %s that takes its place', (_, was, content, type, value) => {
    const there = set('www', was, { content, ...kept });
    const { changes } = planSet([there], { zone, name: 'www', type, values: [value] });
    expect(changes).toEqual([
      { name: there.name, type: was, before: there },
      { name: there.name, type, after: { name: there.name, type, values: [{ content: value, ...kept }] } },
    ]);
  });

  it('leaves the proxy on where an alias takes the place of several addresses, and lets their comments go', () => {
    const [four, six] = [
      set('www', 'A', { content: '192.0.2.1', ...kept }),
      set('www', 'AAAA', { content: '::1', ...kept }),
    ];
    const { changes } = planSet([four, six], { zone, name: 'www', type: 'CNAME', values: ['x.example.com'] });
    expect(changes.at(-1)?.after?.values).toEqual([{ content: 'x.example.com', proxied: true, ttl: 1 }]);
    const half = [four, set('www', 'AAAA', '::1')];
    const one = planSet(half, { zone, name: 'www', type: 'CNAME', values: ['x.example.com'] });
    expect(one.changes.at(-1)?.after?.values[0]?.proxied).toBe(false);
  });

  it('keeps a TTL that only some zones may have, and gives none', () => {
    const there = set('fast', 'A', { content: '192.0.2.1', ttl: 30 });
    expect(
      only(planSet([there], { zone, name: 'fast', type: 'A', values: ['192.0.2.2'] }).changes).after?.values[0]?.ttl,
    ).toBe(30);
    const error = problem(() => planSet([there], { zone, name: 'x', type: 'A', values: ['192.0.2.2'], ttl: 59 }));
    expect([error.message, error.hint]).toEqual([
      'A TTL is a number of seconds from 60 to 86400, or 1 for automatic.',
      'Only zones on Cloudflare’s Enterprise plan allow less, down to 30; set that at Cloudflare.',
    ]);
  });

  it('refuses two CNAMEs and no value', () => {
    expect(problem(() => planSet(current, { zone, name: 'x', type: 'CNAME', values: ['a.b.c', 'd.e.f'] })).code).toBe(
      'bad_input',
    );
    expect(problem(() => planSet(current, { zone, name: 'x', type: 'A', values: [] })).code).toBe('bad_input');
  });
});

describe('deleting', () => {
  it('deletes the whole set', () =>
    expect(planDelete(current, { zone, name: '@', type: 'MX' }).changes).toEqual([
      { name: 'acme-mail.com', type: 'MX', before: mx },
    ]));

  it.each(['10 mx1.example.com', 'MX1.example.com.', '10 mx1.example.com.'])('deletes one value, named %j', (value) =>
    expect(only(planDelete(current, { zone, name: '@', type: 'MX', value }).changes).after?.values).toEqual([
      mx.values[1],
    ]),
  );

  it('names what comes near when nothing matches', () => {
    const name = problem(() => planDelete(current, { zone, name: 'www', type: 'MX' }));
    expect(name.code).toBe('not_found');
    expect(name.hint).toBe('www.acme-mail.com has: A. MX records exist for: acme-mail.com.');
    const value = problem(() => planDelete(current, { zone, name: '@', type: 'MX', value: 'mx9' }));
    expect(value.code).toBe('not_found');
    expect(value.hint).toBe('It has: 10 mx1.example.com · 20 mx2.example.com.');
  });

  it.each([
    [5, 'It has: 1 · 2 · 3 · 4 · 5.'],
    [7, 'It has: 1 · 2 · 3 · 4 · 5 and 2 more.'],
  ])('names five of %i values', (count, hint) => {
    const texts = set('t', 'TXT', ...Array.from({ length: count }, (_, index) => `${index + 1}`));
    expect(problem(() => planDelete([texts], { zone, name: 't', type: 'TXT', value: 'x' })).hint).toBe(hint);
  });

  it('leaves types alone that it does not know', () =>
    expect(problem(() => planDelete([{ ...mx, type: 'WALLET' }], { zone, name: '@', type: 'WALLET' })).code).toBe(
      'bad_input',
    ));
});

describe('rows that the provider holds', () => {
  const routed = set(
    '@',
    'MX',
    { content: 'route1.mx.cloudflare.net', priority: 10, readOnly: true },
    { content: 'mx9.example.com', priority: 90 },
  );

  it.each([
    ['deleting the set', () => planDelete([routed], { zone, name: '@', type: 'MX' })],
    [
      'deleting the row',
      () => planDelete([routed], { zone, name: '@', type: 'MX', value: 'route1.mx.cloudflare.net' }),
    ],
    ['replacing the set', () => planSet([routed], { zone, name: '@', type: 'MX', values: ['10 mx1.example.com'] })],
    [
      'another TTL',
      () => planSet([routed], { zone, name: '@', type: 'MX', values: ['10 route1.mx.cloudflare.net'], ttl: 60 }),
    ],
  ])('refuses %s', (_, run) => {
    expect(problem(run).code).toBe('conflict');
    expect(problem(run).message).toContain('managed by Cloudflare');
  });

  it('lets others beside them be added and deleted', () => {
    expect(
      only(planAdd([routed], { zone, name: '@', type: 'MX', value: '5 a.example.com' }).changes).after?.values,
    ).toHaveLength(3);
    expect(
      only(planDelete([routed], { zone, name: '@', type: 'MX', value: 'mx9.example.com' }).changes).after?.values,
    ).toEqual([routed.values[0]]);
  });
});
