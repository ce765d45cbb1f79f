import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZonePlan } from '../../../../src/domain/dns/model/record.ts';
import { DnsPlan, dnsPlan, inverse, proposal } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { planAdd } from '../../../../src/domain/dns/plan/edit-records.ts';
import { diff } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { fingerprint } from '../../../../src/lib/json.ts';
import { zoneOf } from '../arbitraries.ts';
import { adding, cardOf, removing, setting, spf, usual } from '../cards.ts';
import { set, zone } from '../simulated-zone.ts';

const card = (plan: ZonePlan) => proposal(dnsPlan(plan, usual));

describe('a card for a change of DNS', () => {
  it('shows an addition', () =>
    expect(cardOf(usual, adding('x', 'TXT', 'hello', { ttl: 3600 }))).toEqual({
      title: 'Add TXT of x.acme-mail.com',
      effect: 'write',
      risk: { level: 'low', reasons: [] },
      items: [{ sign: '+', text: 'x.acme-mail.com TXT hello (TTL 3600)' }],
      meaning: ['A text record of x.acme-mail.com is added.'],
      undo: 'Undo, for 30 days: deletes what is added, by a new request. Resolvers may keep the changed answer for up to 1 hour.',
      calls: 3,
      confirm: true,
      subjects: ['acme-mail.com'],
      noun: 'zones',
    }));

  it('shows the removal of the mail servers', () => {
    const { title, effect, risk, items, meaning } = cardOf(usual, removing('@', 'MX'));
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
    expect(cardOf(usual, removing('@', 'TXT', spf)).items.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
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
        expect(proposal(dnsPlan(inverse(diff(zone, from, to)), to)).confirm).toBe(true);
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
    const { items, omittedCount, truncated, calls, title } = card(diff(zone, usual, sets));
    expect([items.length, omittedCount, truncated]).toEqual([40, 110, true]);
    expect(calls).toBe(3);
    expect(title).toBe('Add 150 record sets of acme-mail.com');
  });

  it('begin with what can do most harm where not all of it has room', () => {
    const sets = Array.from({ length: 20 }, (_, index) => set(`h${index}`, 'TXT', 'x'));
    const { items, omittedCount } = card(diff(zone, usual, [...sets, { ...set('@', 'MX'), values: [] }]));
    expect(items.slice(0, 3).map(({ sign, text }) => `${sign} ${text.replace(/ \(.*/, '')}`)).toEqual([
      '- acme-mail.com MX 10 mx1.example.com',
      '- acme-mail.com MX 20 mx2.example.com',
      '+ h0.acme-mail.com TXT x',
    ]);
    expect([items.length, omittedCount]).toEqual([22, undefined]);
  });

  it('show where two long values differ', () => {
    const key = `v=DKIM1; k=rsa; p=${'A'.repeat(200)}B${'A'.repeat(191)}`;
    const [old, now] = cardOf(usual, setting('s1._domainkey', 'TXT', key)).items;
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
