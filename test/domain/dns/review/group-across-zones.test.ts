import { describe, expect, it } from 'vitest';
import type { Zone } from '../../../../src/domain/dns/model/record.ts';
import { proposal } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { planSet } from '../../../../src/domain/dns/plan/edit-records.ts';
import { plannedZone } from '../../../../src/domain/dns/plan/planned-zone.ts';
import { groupAcrossZones, maskZoneName } from '../../../../src/domain/dns/review/change-groups.ts';
import { zone } from '../simulated-zone.ts';

const named = (name: string): { zone: Zone } => ({ zone: { ...zone, id: name, name } });
const said = (name: string, text: string) => ({ planned: named(name), text });

describe('what is said of many zones', () => {
  it('is said once where only the zone’s name differs, with how many more it is true of', () => {
    expect(
      groupAcrossZones([
        said('a.com', 'Mail for a.com stops.'),
        said('b.com', 'www.b.com is new.'),
        said('b.com', 'Mail for b.com stops.'),
        said('c.com', 'Mail for c.com stops.'),
        said('c.com', 'www.c.com is new.'),
      ]),
    ).toEqual(['Mail for a.com stops. The same in b.com and c.com.', 'www.b.com is new. The same in c.com.']);
  });

  it('counts a zone once, however often it is said of it', () => {
    expect(groupAcrossZones([said('a.com', 'a.com is slow.'), said('a.com', 'a.com is slow.')])).toEqual([
      'a.com is slow.',
    ]);
  });

  it('takes out no part of another name', () => {
    const general = maskZoneName(named('acme.co'));
    expect(general('mx.acme.co, acme.com, my-acme.co and acme.co.uk')).toBe(
      'mx.{domain}, acme.com, my-acme.co and acme.co.uk',
    );
    expect(general('Mail for acme.co.')).toBe('Mail for {domain}.');
    expect(maskZoneName(named('xn--bcher-kva.de'))('bücher.de (xn--bcher-kva.de) and xn--bcher-kva.de')).toBe(
      '{domain} and {domain}',
    );
  });
});

describe('a plan for many zones', () => {
  const zones = ['a.com', 'b.com', 'c.com'].map((name) => {
    const target = { ...zone, id: name, name };
    const current = [{ name, type: 'MX', values: [{ id: 'r1', content: `mx.${name}`, priority: 10, ttl: 300 }] }];
    const reports = `v=DMARC1; p=reject; rua=mailto:dmarc@${name}`;
    return [
      plannedZone(planSet(current, { zone: target, name: '@', type: 'MX', values: ['10 mx.new.net'] }), current),
      plannedZone(planSet(current, { zone: target, name: '_dmarc', type: 'TXT', values: [reports] }), current),
    ] as const;
  });

  it('says what it means, and why it is risky, once for all that are alike', () => {
    const { meaning, risk } = proposal({ kind: 'dns', zones: zones.map(([mail]) => mail) });
    expect(meaning).toEqual(['Mail for a.com is delivered to mx.new.net from now on. The same in b.com and c.com.']);
    expect(risk).toEqual({
      level: 'high',
      reasons: [
        'It changes where mail for a.com is delivered. The same in b.com and c.com.',
        'Existing records of a.com are changed or deleted. The same in b.com and c.com.',
      ],
    });
  });

  it('shows one diff where the values hold the zone’s own name', () => {
    const { items } = proposal({ kind: 'dns', zones: zones.map(([, dmarc]) => dmarc) });
    expect(items.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '  3 zones get the same change: a.com, b.com, c.com',
      '+ _dmarc TXT v=DMARC1; p=reject; rua=mailto:dmarc@{domain} (TTL auto)',
    ]);
  });
});
