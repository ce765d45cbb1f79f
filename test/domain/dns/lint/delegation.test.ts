import { describe, expect, it } from 'vitest';
import { lint } from '../../../../src/domain/dns/lint/lint.ts';
import { zoneView } from '../../../../src/domain/dns/lint/zone-view.ts';
import type { RecordSet } from '../../../../src/domain/dns/model/record.ts';
import { findings, found, name } from './look.ts';

describe('a delegation', () => {
  it('hides what lies below it, but not the addresses of its own name servers', () => {
    const lines = ['sub NS ns1.sub', 'sub NS ns2.example.com.', 'ns1.sub A 192.0.2.1', 'ns1.sub AAAA 2001:db8::1'];
    expect(found(lines)).toEqual([]);
    expect(findings('ns-shadows', [...lines, 'ns1.sub TXT x', 'a.sub A 192.0.2.2'])).toMatchObject([
      { text: expect.stringContaining('so 2 records below it'), measure: 2 },
    ]);
  });

  it('below another hides and is hidden', () => {
    const lines = ['sub NS ns.example.com.', 'a.sub NS ns.example.com.', 'b.a.sub TXT x'];
    expect(findings('ns-shadows', lines).map(({ name: of, measure }) => [of, measure])).toEqual([
      ['sub.acme-mail.com', 2],
      ['a.sub.acme-mail.com', 1],
    ]);
  });

  it('cannot share its name, except with its DS; at the top of the zone it can', () => {
    const lines = ['sub NS ns.example.com.', `sub DS 1 13 2 ${'ab'.repeat(32)}`];
    expect(found(lines)).toEqual([]);
    expect(findings('ns-coexistence', [...lines, 'sub A 192.0.2.1', 'sub MX 0 .'])).toMatchObject([
      { refused: true, text: expect.stringContaining('its A, MX can') },
    ]);
    expect(findings('ns-coexistence', ['@ NS ns.example.com.', '@ A 192.0.2.1'])).toEqual([]);
  });
});

it('a zone with tens of thousands of delegations is looked at before people give up', () => {
  const one = (owner: string, type: string, content: string): RecordSet => ({
    name: `${owner}.${name}`,
    type,
    values: [{ content, ttl: 1 }],
  });
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  const sets = numbers.flatMap((index) => [
    one(`d${index}`, 'NS', 'ns.example.com'),
    one(`www${index}`, 'CNAME', `a.d${index}.${name}`),
  ]);
  // Comparing each name with each delegation would outlast this test's time by far.
  expect(Array.isArray(lint(zoneView(name, sets)))).toBe(true);
});
