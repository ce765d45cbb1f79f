import { describe, expect, it } from 'vitest';
import { diff, overlay } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { adding, cardOf, removing, setting, usual } from '../cards.ts';
import { set, zone } from '../simulated-zone.ts';

const dev = (name: string) => `${name}.dev.acme-mail.com`;
const address = set('@', 'A', '192.0.2.1');

describe('the risk', () => {
  it.each([
    ['a text', adding('x', 'TXT', 'hello'), 'low'],
    ['a proof of ownership for the domain itself', adding('@', 'TXT', 'google-site-verification=def'), 'low'],
    ['an address', adding('new', 'A', '192.0.2.7'), 'low'],
    [
      'the comment of the mail servers',
      setting('@', 'MX', ['10 mx1.example.com', '20 mx2.example.com'], { comment: 'x' }),
      'low',
    ],
    ['a wildcard', adding('*', 'A', '192.0.2.7'), 'medium'],
    ['a text replaced', setting('a.lab', 'TXT', 'z'), 'medium'],
    ['one of many texts deleted', removing('a.lab', 'TXT'), 'medium'],
    ['a certificate rule where none was', adding('www', 'CAA', '0 issue "digicert.com"'), 'medium'],
    ['a DS record', adding('lab', 'DS', '1 13 2 abcd'), 'medium'],
    ['a delegation of nothing', adding('empty', 'NS', 'ns1.example.com'), 'medium'],
    ['a longer TTL', setting('a.lab', 'TXT', 'a', { ttl: 86_400 }), 'medium'],
    ['another mail server of the domain itself', adding('@', 'MX', '30 mx3.example.com'), 'high'],
    ['a second address of the domain itself', adding('@', 'A', '192.0.2.7'), 'high'],
    ['a first IPv6 address of the domain itself beside the other', adding('@', 'AAAA', '2001:db8::1'), 'high'],
    ['another certificate authority for the domain itself', adding('@', 'CAA', '0 issue "digicert.com"'), 'high'],
    ['a second SPF', adding('@', 'TXT', 'v=spf1 -all'), 'high'],
    ['a second DMARC', adding('_dmarc', 'TXT', 'v=DMARC1; p=none'), 'high'],
    ['a second key at a selector', adding('s1._domainkey', 'TXT', 'v=DKIM1; p=BBBB'), 'high'],
    ['a delegation that hides a key', adding('s1._domainkey', 'NS', 'ns1.example.com'), 'high'],
    ['a delegation where a key may be', adding('s2._domainkey', 'NS', 'ns1.example.com'), 'medium'],
    ['SPF changed', setting('@', 'TXT', 'v=spf1 -all'), 'high'],
    ['DKIM deleted', removing('s1._domainkey', 'TXT'), 'high'],
    ['DMARC changed', setting('_dmarc', 'TXT', 'v=DMARC1; p=reject'), 'high'],
    ['the address of the domain itself', setting('@', 'A', '192.0.2.2'), 'high'],
    ['the CAA of the domain itself', removing('@', 'CAA'), 'high'],
    ['out of the proxy', setting('www', 'A', '192.0.2.1', { proxied: false }), 'high'],
    ['a delegation that hides records', adding('lab', 'NS', 'ns1.example.com'), 'high'],
    ['three deletions', () => diff(zone, usual, usual.slice(0, -3), { rest: 'delete' }), 'high'],
  ])('of %s', (_, step, level) => {
    const { risk } = cardOf(usual, step);
    expect(risk.level).toBe(level);
    expect(risk.reasons.length > 0).toBe(level !== 'low');
  });

  describe('where a wildcard answered until now', () => {
    const wild = [
      ...usual,
      set('*.dev', 'A', '198.51.100.80'),
      set('*.dev', 'MX', { content: 'mx1.example.com', priority: 10 }),
    ];
    const same = { ttl: 300 };
    it.each([
      ['another address, for the name', adding(dev('x'), 'A', '203.0.113.9'), [dev('x')]],
      ['an alias', adding(dev('x'), 'CNAME', 'elsewhere.example'), [dev('x')]],
      ['a delegation', adding(dev('x'), 'NS', 'ns1.elsewhere.example'), [dev('x')]],
      ['a text, which takes its addresses away', adding(dev('x'), 'TXT', 'hello'), [dev('x')]],
      ['a name two below it, and the one between', adding(dev('x.y'), 'A', '203.0.113.9'), [dev('x.y'), dev('y')]],
      [
        'a policy below it, for the name that it makes exist',
        adding(dev('_dmarc.x'), 'TXT', 'v=DMARC1; p=none'),
        [dev('x')],
      ],
    ])('%s: sends elsewhere who went there', (_, step, hosts) => {
      const { effect, risk } = cardOf(wild, step);
      expect({ effect, level: risk.level }).toEqual({ effect: 'destructive', level: 'medium' });
      for (const host of hosts)
        expect(risk.reasons.join()).toContain(`*.dev.acme-mail.com no longer answers for ${host}: `);
    });

    it.each([
      ['a name that no host has', [adding(dev('_acme-challenge'), 'TXT', 'abc')]],
      ['a name that it does not cover', [adding('x', 'A', '203.0.113.9')]],
      [
        'what it answers itself',
        [adding(dev('x'), 'A', '198.51.100.80', same), adding(dev('x'), 'MX', '10 mx1.example.com', same)],
      ],
    ])('nobody by %s', (_, steps) => {
      expect(cardOf(wild, ...steps)).toMatchObject({ effect: 'write', risk: { level: 'low' } });
    });
  });

  it.each([
    ['SRV', '10 5 443 sip.acme-mail.com', '0 5 443 sip.elsewhere.example'],
    ['URI', '10 1 "https://a.example"', '1 1 "https://b.example"'],
  ])('a %s record beside another sends some clients elsewhere; a first one nobody', (type, first, second) => {
    const one = adding('_sip._tls', type, first);
    expect(cardOf(usual, one)).toMatchObject({ effect: 'write', risk: { level: 'low' } });
    const there = overlay(usual, one(usual));
    expect(cardOf(there, adding('_sip._tls', type, second))).toMatchObject({
      effect: 'destructive',
      risk: { level: 'medium' },
    });
  });

  it.each([
    ['a first proof of ownership', adding('@', 'TXT', 'google-site-verification=def'), 'low'],
    ['a first SPF record', adding('@', 'TXT', 'v=spf1 include:_spf.google.com ~all'), 'low'],
    ['a first DMARC record that only reports', adding('_dmarc', 'TXT', 'v=DMARC1; p=none'), 'low'],
    ['a first DKIM key', adding('s1._domainkey', 'TXT', 'v=DKIM1; p=AAAA'), 'low'],
    ['a first mail server', adding('@', 'MX', '10 mx1.example.com'), 'medium'],
    ['a first address', adding('@', 'A', '192.0.2.1'), 'medium'],
    ['a first certificate rule', adding('@', 'CAA', '0 issue "digicert.com"'), 'medium'],
    ['a first address for reports about certificates', adding('@', 'CAA', '0 iodef "mailto:a@b.net"'), 'low'],
    ['a first SPF record that refuses others', adding('@', 'TXT', 'v=spf1 mx -all'), 'medium'],
    ['a first DMARC reject', adding('_dmarc', 'TXT', 'v=DMARC1; p=reject'), 'medium'],
    ['a first DMARC reject that is a test', adding('_dmarc', 'TXT', 'v=DMARC1; p=reject; t=y'), 'medium'],
    ['a first DMARC quarantine that is a test', adding('_dmarc', 'TXT', 'v=DMARC1; p=quarantine; t=y'), 'low'],
    ['a first DMARC for names below', adding('_dmarc', 'TXT', 'v=DMARC1; p=none; sp=reject'), 'medium'],
    ['a first SPF record that lets everybody send', adding('@', 'TXT', 'v=spf1 +all'), 'high'],
    ['a first name server', adding('@', 'NS', 'ns1.example.com'), 'high'],
  ])('of %s of an empty domain', (_, step, level) => expect(cardOf([], step).risk.level).toBe(level));

  it.each([
    ['a CNAME in its place', setting('www', 'CNAME', 'host.other.net', { proxied: false })],
    ['a new address', setting('www', 'A', '192.0.2.9', { proxied: false })],
  ])('is high for a proxied address that leaves the proxy with %s', (_, step) =>
    expect(cardOf(usual, step).risk.reasons).toContain(
      "www.acme-mail.com leaves Cloudflare's proxy: the address of its server becomes public.",
    ),
  );

  it.each([
    ['s1._domainkey', 'its key (DKIM)'],
    ['_dmarc', 'its policy (DMARC)'],
  ])('is high for a CNAME at %s that goes behind the proxy, new or not', (name, what) => {
    const proxy = { proxied: true };
    const reason = `${name}.acme-mail.com goes behind Cloudflare's proxy, where nobody finds ${what}.`;
    for (const before of [[], [set(name, 'CNAME', 'x.example.com')]]) {
      const { risk } = cardOf(before, setting(name, 'CNAME', 'x.example.com', proxy));
      expect(risk).toMatchObject({ level: 'high', reasons: expect.arrayContaining([reason]) });
    }
    const away = cardOf([set(name, 'CNAME', { content: 'x.example.com', ...proxy })], removing(name, 'CNAME'));
    expect(away.risk.reasons.join()).not.toContain('proxy');
  });

  it('does not speak of leaving the proxy while another address of the name stays behind it', () => {
    const two = [
      set('www', 'A', { content: '192.0.2.1', proxied: true }),
      set('www', 'AAAA', { content: '2001:db8::1', proxied: true }),
    ];
    const { risk } = cardOf(two, setting('www', 'A', '192.0.2.1', { proxied: false }));
    expect(risk.reasons.join()).not.toContain('proxy');
  });

  it('is high for a fifth of a small zone', () =>
    expect(cardOf(usual.slice(-4), removing('g.lab', 'TXT')).risk.level).toBe('high'));

  it('does not call it a deletion when something else takes the place', () =>
    expect(cardOf([address, ...usual.slice(-2)], setting('@', 'CNAME', 'host.other.net')).risk.reasons).toEqual([
      'acme-mail.com itself, the top of the zone, leads elsewhere or nowhere.',
      'Existing records of acme-mail.com are changed or deleted.',
    ]));

  it('is not the risk of the record when only its comment changes', () => {
    const wild = [...usual, set('*', 'A', '192.0.2.7')];
    expect(cardOf(wild, setting('*', 'A', '192.0.2.7', { comment: 'x' })).risk.level).toBe('low');
  });

  it('says why in sentences, the worst first', () => {
    const { reasons } = cardOf(usual, () => diff(zone, usual, [], { rest: 'delete' })).risk;
    expect(reasons[0]).toBe('17 records of acme-mail.com will be deleted (100 % of the zone).');
    expect(reasons.every((reason) => reason.endsWith('.'))).toBe(true);
  });
});
