import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DnsPlan, dnsPlan, proposal } from '../../../src/core/dns/dns-plan.ts';
import { planAdd, planDelete, planSet } from '../../../src/core/dns/intent.ts';
import { diff } from '../../../src/core/dns/plan.ts';
import type { RecordSet, ZonePlan } from '../../../src/core/dns/record.ts';
import { inverse } from '../../../src/core/dns/undo.ts';
import { fingerprint } from '../../../src/core/json.ts';
import { zoneOf } from './arbitraries.ts';
import { set, zone } from './simulated-zone.ts';

const spf = 'v=spf1 include:_spf.google.com ~all';
const current: RecordSet[] = [
  set('@', 'MX', { content: 'mx1.example.com', priority: 10 }, { content: 'mx2.example.com', priority: 20 }),
  set('@', 'TXT', spf, 'google-site-verification=abc'),
  set('@', 'A', { content: '192.0.2.1', proxied: true, ttl: 1 }),
  set('www', 'A', { content: '192.0.2.1', proxied: true, ttl: 1 }),
  set('shop', 'CNAME', 'shops.example.com'),
  set('_dmarc', 'TXT', 'v=DMARC1; p=none; rua=mailto:d@acme-mail.com'),
  set('s1._domainkey', 'TXT', `v=DKIM1; k=rsa; p=${'A'.repeat(392)}`),
  set('@', 'CAA', { data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } }),
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => set(`${name}.lab`, 'TXT', name)),
];
const at = (name: string, type: string) => ({ zone, name, type });
const card = (plan: ZonePlan) => proposal(dnsPlan(plan, current));
const add = (name: string, type: string, value: string, rest = {}) =>
  card(planAdd(current, { ...at(name, type), value, ...rest }));
const setTo = (name: string, type: string, value: string, rest = {}) =>
  card(planSet(current, { ...at(name, type), values: [value], ...rest }));
const remove = (name: string, type: string, value?: string) => card(planDelete(current, { ...at(name, type), value }));

describe('a card for a change of DNS', () => {
  it('shows an addition', () =>
    expect(add('x', 'TXT', 'hello', { ttl: 3600 })).toEqual({
      title: 'Add TXT of x.acme-mail.com',
      effect: 'write',
      risk: { level: 'low', reasons: [] },
      items: [{ sign: '+', text: 'x.acme-mail.com TXT hello (TTL 3600)' }],
      meaning: ['A text record of x.acme-mail.com is added.'],
      undo: 'Undo, for 30 days: deletes what is added, through a request of its own. Resolvers may keep the changed answer for up to 1 hour.',
      calls: 3,
      dns: true,
      zones: ['acme-mail.com'],
    }));

  it('shows the removal of the mail servers', () => {
    const { title, effect, risk, items, meaning } = remove('@', 'MX');
    expect(title).toBe('Delete MX of acme-mail.com');
    expect(effect).toBe('destructive');
    expect(risk.level).toBe('high');
    expect(risk.reasons).toContain('It changes where mail for acme-mail.com is delivered.');
    expect(items).toEqual([
      { sign: '-', text: 'acme-mail.com MX 10 mx1.example.com (TTL 300)' },
      { sign: '-', text: 'acme-mail.com MX 20 mx2.example.com (TTL 300)' },
    ]);
    expect(meaning).toEqual(['Mail for acme-mail.com stops being delivered.']);
  });

  it('shows what stays beside what changes', () =>
    expect(remove('@', 'TXT', spf).items.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '  acme-mail.com TXT google-site-verification=abc (TTL 300)',
      `- acme-mail.com TXT ${spf} (TTL 300)`,
    ]));

  it('is the same whatever way the plan took through the store', () => {
    fc.assert(
      fc.property(fc.tuple(zoneOf(zone.name), zoneOf(zone.name)), ([from, to]) => {
        const plan = dnsPlan(diff(zone, from, to, { rest: 'delete' }), from);
        const stored = DnsPlan.parse(JSON.parse(JSON.stringify(plan)));
        expect(fingerprint(stored)).toBe(fingerprint(plan));
        expect(proposal(stored)).toEqual(proposal(plan));
        expect(proposal(dnsPlan(inverse(diff(zone, from, to)), to)).dns).toBe(true);
      }),
    );
  });

  it('is refused by the schema when it was damaged', () => {
    expect(DnsPlan.safeParse({ kind: 'dns', zones: [{ zone, changes: [{ name: 'a', type: 'A' }] }] }).success).toBe(
      false,
    );
    expect(DnsPlan.safeParse({ kind: 'wallet', zones: [] }).success).toBe(false);
  });
});

describe('what it means, in words', () => {
  it.each([
    [
      'a first MX elsewhere',
      () => add('sub', 'MX', '10 mx1.example.com'),
      'Mail for sub.acme-mail.com is delivered to mx1.example.com.',
    ],
    [
      'another MX',
      () => add('@', 'MX', '5 mx0.example.com'),
      'Mail for acme-mail.com is delivered to mx0.example.com, mx1.example.com, mx2.example.com from now on.',
    ],
    [
      'a null MX',
      () => setTo('@', 'MX', '0 .'),
      'acme-mail.com says that it takes no mail: whoever writes to it gets an error at once.',
    ],
    [
      'SPF deleted',
      () => remove('@', 'TXT', spf),
      'Nothing says any more who may send mail for acme-mail.com: SPF stops passing, and more of its mail lands in spam.',
    ],
    [
      'a second SPF',
      () => add('@', 'TXT', 'v=spf1 -all'),
      'acme-mail.com then has 2 SPF records; receivers take that as an error, so SPF fails for all its mail.',
    ],
    [
      'SPF changed',
      () =>
        card(
          planSet(current, {
            ...at('@', 'TXT'),
            values: ['v=spf1 include:spf.x.com ~all', 'google-site-verification=abc'],
          }),
        ),
      'The list of servers that may send mail for acme-mail.com gains include:spf.x.com and loses include:_spf.google.com.',
    ],
    [
      'a DKIM key deleted',
      () => remove('s1._domainkey', 'TXT'),
      'Mail from acme-mail.com can no longer be signed with selector s1: signatures made with it fail.',
    ],
    [
      'a DKIM key revoked',
      () => setTo('s1._domainkey', 'TXT', 'v=DKIM1; p='),
      'Mail from acme-mail.com can no longer be signed with selector s1: signatures made with it fail.',
    ],
    [
      'a DKIM key added',
      () => add('s2._domainkey', 'CNAME', 's2.example.com'),
      'Mail from acme-mail.com can be signed with selector s2.',
    ],
    [
      'DMARC tightened',
      () => setTo('_dmarc', 'TXT', 'v=DMARC1; p=reject'),
      'Receivers are asked to reject mail of acme-mail.com that passes neither SPF nor DKIM (so far the policy was none).',
    ],
    [
      'DMARC deleted',
      () => remove('_dmarc', 'TXT'),
      'Receivers are no longer told what to do with forged mail of acme-mail.com, and reports about it stop.',
    ],
    [
      'CNAME to A',
      () => setTo('shop', 'A', '192.0.2.9'),
      'shop.acme-mail.com leads to 192.0.2.9 instead of shops.example.com.',
    ],
    [
      'an address changed',
      () => setTo('www', 'A', '192.0.2.2'),
      "www.acme-mail.com leads to 192.0.2.2 instead of 192.0.2.1 through Cloudflare's proxy.",
    ],
    [
      'out of the proxy',
      () => setTo('www', 'A', '192.0.2.1', { proxied: false }),
      "www.acme-mail.com no longer goes through Cloudflare: visitors see 192.0.2.1, and Cloudflare's protection ends.",
    ],
    [
      'a TTL',
      () => setTo('shop', 'CNAME', 'shops.example.com', { ttl: 7200 }),
      'Resolvers keep the CNAME record of shop.acme-mail.com for 7200 seconds instead of 300 seconds.',
    ],
    [
      'a comment',
      () => setTo('shop', 'CNAME', 'shops.example.com', { comment: 'x' }),
      'Only the comment or tags of the CNAME record of shop.acme-mail.com change; nobody outside notices.',
    ],
    [
      'a delegation',
      () => add('lab', 'NS', 'ns1.example.com'),
      'lab.acme-mail.com and everything below it is answered by ns1.example.com. 7 records here can then no longer be seen.',
    ],
    ['no CAA', () => remove('@', 'CAA'), 'Any certificate authority may issue certificates for acme-mail.com.'],
    [
      'a proof deleted',
      () => remove('@', 'TXT', 'google-site-verification=abc'),
      'The proof of ownership "google-site-verification" of acme-mail.com is deleted.',
    ],
  ])('%s', (_, made, sentence) => expect(made().meaning).toEqual([sentence]));
});

describe('risk', () => {
  it.each([
    ['a text', () => add('x', 'TXT', 'hello'), 'low'],
    ['an address', () => add('new', 'A', '192.0.2.7'), 'low'],
    [
      'the comment of the mail servers',
      () =>
        card(
          planSet(current, { ...at('@', 'MX'), values: ['10 mx1.example.com', '20 mx2.example.com'], comment: 'x' }),
        ),
      'low',
    ],
    [
      'the comment of a wildcard',
      () => {
        const wild = [...current, set('*', 'A', '192.0.2.7')];
        return proposal(dnsPlan(planSet(wild, { ...at('*', 'A'), values: ['192.0.2.7'], comment: 'x' }), wild));
      },
      'low',
    ],
    ['a wildcard', () => add('*', 'A', '192.0.2.7'), 'medium'],
    ['another mail server', () => add('@', 'MX', '30 mx3.example.com'), 'medium'],
    ['a text replaced', () => setTo('a.lab', 'TXT', 'z'), 'medium'],
    ['one of many texts deleted', () => remove('a.lab', 'TXT'), 'medium'],
    ['a certificate rule where none was', () => add('www', 'CAA', '0 issue "digicert.com"'), 'medium'],
    ['a DS record', () => add('lab', 'DS', '1 13 2 abcd'), 'medium'],
    ['a delegation of nothing', () => add('empty', 'NS', 'ns1.example.com'), 'medium'],
    ['a longer TTL', () => setTo('a.lab', 'TXT', 'a', { ttl: 86_400 }), 'medium'],
    ['DMARC reject', () => card(planAdd([], { ...at('_dmarc', 'TXT'), value: 'v=DMARC1; p=reject' })), 'medium'],
    ['a second SPF', () => add('@', 'TXT', 'v=spf1 -all'), 'high'],
    ['a second DMARC', () => add('_dmarc', 'TXT', 'v=DMARC1; p=none'), 'high'],
    ['SPF changed', () => setTo('@', 'TXT', 'v=spf1 -all'), 'high'],
    ['DKIM deleted', () => remove('s1._domainkey', 'TXT'), 'high'],
    ['DMARC changed', () => setTo('_dmarc', 'TXT', 'v=DMARC1; p=reject'), 'high'],
    ['the address of the domain itself', () => setTo('@', 'A', '192.0.2.2'), 'high'],
    ['the CAA of the domain itself', () => remove('@', 'CAA'), 'high'],
    ['out of the proxy', () => setTo('www', 'A', '192.0.2.1', { proxied: false }), 'high'],
    ['a delegation that hides records', () => add('lab', 'NS', 'ns1.example.com'), 'high'],
    ['three deletions', () => card(diff(zone, current, current.slice(0, -3), { rest: 'delete' })), 'high'],
    [
      'a fifth of a small zone',
      () => proposal(dnsPlan(planDelete(current.slice(-4), at('g.lab', 'TXT')), current.slice(-4))),
      'high',
    ],
  ])('of %s', (_, made, level) => {
    const { risk } = made();
    expect(risk.level).toBe(level);
    expect(risk.reasons.length > 0).toBe(level !== 'low');
  });

  it('says why in sentences, the worst first', () => {
    const { reasons } = card(diff(zone, current, [], { rest: 'delete' })).risk;
    expect(reasons[0]).toBe('17 records of acme-mail.com will be deleted (100 % of the zone).');
    expect(reasons.every((reason) => reason.endsWith('.'))).toBe(true);
  });
});

describe('long plans', () => {
  const many = (name: string, ip = '192.0.2.1'): DnsPlan => {
    const of = { ...zone, name, id: name };
    return dnsPlan(planAdd([], { zone: of, name: 'www', type: 'A', value: ip }), []);
  };

  it('show a diff that is the same in many zones once', () => {
    const zones = Array.from({ length: 200 }, (_, index) =>
      many(`z${index}.com`, index < 187 ? '192.0.2.1' : '192.0.2.2'),
    );
    const { items, calls, title } = proposal({ kind: 'dns', zones: zones.flatMap((plan) => plan.zones) });
    expect(items.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '  187 zones get the same change: z0.com, z1.com, z2.com, z3.com, z4.com and 182 more',
      '+ www A 192.0.2.1 (TTL auto)',
      '  13 zones get the same change: z187.com, z188.com, z189.com, z190.com, z191.com and 8 more',
      '+ www A 192.0.2.2 (TTL auto)',
    ]);
    expect(title).toBe('Add DNS records of 200 zones');
    expect(calls).toBe(600);
  });

  it('end with how much more there is', () => {
    const sets = Array.from({ length: 150 }, (_, index) => set(`h${index}`, 'TXT', 'x'));
    const { items, calls, title } = card(diff(zone, current, sets));
    expect(items).toHaveLength(40);
    expect(items.at(-1)).toEqual({ sign: ' ', text: 'and 111 more lines' });
    expect(calls).toBe(3);
    expect(title).toBe('Add 150 record sets of acme-mail.com');
  });

  it('show where two long values differ', () => {
    const key = `v=DKIM1; k=rsa; p=${'A'.repeat(200)}B${'A'.repeat(191)}`;
    const [old, now] = setTo('s1._domainkey', 'TXT', key).items;
    expect(old?.text).not.toBe(now?.text);
    expect(now?.text).toContain('AAAB');
    expect(now?.text.length).toBeLessThan(300);
  });

  it('count every row for LiteMail, which takes one at a time', () => {
    const of = { ...zone, home: 'litemail' as const };
    expect(
      proposal(
        dnsPlan(
          diff(
            of,
            [],
            [set('@', 'TXT', 'a', 'b')].map((s) => ({ ...s, values: s.values.map(({ id: _, ...v }) => v) })),
          ),
          [],
        ),
      ).calls,
    ).toBe(4);
  });
});
