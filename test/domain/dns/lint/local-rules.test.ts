import { describe, expect, it } from 'vitest';
import { lint, rules } from '../../../../src/domain/dns/lint/lint.ts';
import { attributeRules } from '../../../../src/domain/dns/lint/provider-rules.ts';
import { zoneView } from '../../../../src/domain/dns/lint/zone-view.ts';
import { set, zone } from '../simulated-zone.ts';

const sets = [
  set('@', 'TXT', 'v=spf1 +all ptr', 'v=spf1 -all x'),
  set('@', 'MX', { content: '.', priority: 10 }, { content: 'www.acme-mail.com', priority: 10 }),
  set('@', 'NS', 'ns1.example.com'),
  set('@', 'DS', { data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: 'aa' } }),
  set('_dmarc', 'TXT', 'v=DMARC1; p=nonsense; pct=5; sp=none', 'v=DMARC1; p=none'),
  set('s1._domainkey', 'TXT', 'v=DKIM1; p=AAAA', 'v=DKIM1; p=; t=y'),
  set('s2._domainkey', 'CNAME', { content: 'a.example.com', proxied: true }),
  set('www', 'CNAME', 'acme-mail.com', 'www.acme-mail.com'),
  set('www', 'A', '10.0.0.1', '104.16.0.1'),
  set('www', 'TXT', 'v=DMARC1; p=none', 'v = spf1'),
  set('lab', 'NS', 'ns1.lab.acme-mail.com'),
  set('lab', 'A', '192.0.2.1', '240.0.0.1'),
  set('ds', 'DS', { data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: 'aa' } }),
  set('mail', 'MX', { content: 'mx.example.com', priority: 5 }),
  set(
    'caa',
    'CAA',
    { data: { flags: 3, tag: 'issue', value: 'nobody' } },
    { data: { flags: 128, tag: 'x', value: '' } },
  ),
  set('web', 'HTTPS', { data: { priority: 0, target: '.', value: 'alpn="h2,,h3"' } }),
  set(
    'web',
    'SVCB',
    { data: { priority: 1, target: '.', value: 'port="1"' } },
    { data: { priority: 0, target: '.', value: '' } },
  ),
  set('plain', 'SRV', { data: { priority: 1, weight: 1, port: 1, target: 'a.example.com' } }),
  set('n', 'NAPTR', { data: { order: 1, preference: 1, flags: 'U', service: '', regex: '', replacement: '.' } }),
  set('long', 'TXT', 'x'.repeat(5000)),
  set('odd', 'A', { content: '192.0.2.1', ttl: 5, comment: 'a\nb', tags: ['cf-x'] }, { content: '192.0.2.2', ttl: 60 }),
];
const local = [...rules, ...attributeRules].filter((rule) => rule.local);

describe('a rule that is said to look at one name only', () => {
  it.each(local.map((rule) => [rule.id, rule] as const))(
    '%s finds the same with the rest of the zone and without',
    (_, rule) => {
      const whole = lint(zoneView(zone.name, sets), [rule]);
      const byName = Map.groupBy(sets, ({ name }) => name);
      const apart = [...byName.values()].flatMap((some) => lint(zoneView(zone.name, some), [rule]));
      const inOrder = (found: typeof whole) => found.map((finding) => JSON.stringify(finding)).sort();
      expect(whole).not.toEqual([]);
      expect(inOrder(apart)).toEqual(inOrder(whole));
    },
  );
});
