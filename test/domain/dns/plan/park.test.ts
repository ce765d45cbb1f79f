import { describe, expect, it } from 'vitest';
import { rowBatch } from '../../../../src/domain/dns/plan/batch.ts';
import { planPark } from '../../../../src/domain/dns/plan/edit-records.ts';
import { isEmpty, overlay } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { SimulatedZone, set, zone } from '../simulated-zone.ts';

const contents = (sets: ReturnType<typeof overlay>, name: string, type: string) =>
  sets.find((each) => each.name === name && each.type === type)?.values.map(({ content }) => content);

describe('parking a domain', () => {
  const current = [
    set('@', 'MX', { content: 'mx1.example.com', priority: 10 }, { content: 'mx2.example.com', priority: 20 }),
    set('@', 'TXT', 'v=spf1 include:a.example.com ~all', 'google-site-verification=abc'),
    set('_dmarc', 'TXT', 'v=DMARC1; p=none; rua=mailto:d@acme-mail.com'),
    set('www', 'A', '192.0.2.1'),
  ];

  it('says that it takes and sends no mail, and leaves the rest', () => {
    const plan = planPark(zone, current);
    const after = overlay(current, plan);
    expect(contents(after, zone.name, 'MX')).toEqual(['.']);
    expect(contents(after, zone.name, 'TXT')?.sort()).toEqual(['google-site-verification=abc', 'v=spf1 -all']);
    expect(contents(after, `_dmarc.${zone.name}`, 'TXT')).toEqual([
      'v=DMARC1; p=reject; sp=reject; np=reject; rua=mailto:d@acme-mail.com',
    ]);
    expect(after).toContain(current[3]);
    expect(isEmpty(planPark(zone, after))).toBe(true);
    const cloudflare = new SimulatedZone(current);
    cloudflare.write(rowBatch(plan));
    expect(isEmpty(planPark(zone, cloudflare.sets()))).toBe(true);
  });

  it('works for an empty zone', () =>
    expect(planPark(zone, []).changes.map(({ type }) => type)).toEqual(['TXT', 'MX', 'TXT']));
  it('takes the place of an alias to a DMARC service, in one batch', () => {
    const service = set('_dmarc', 'CNAME', 'acme.dmarc-service.example');
    const cloudflare = new SimulatedZone([service]);
    const plan = planPark(zone, [service]);
    const batch = rowBatch(plan);
    expect(batch.deletes).toEqual([{ id: service.values[0]?.id }]);
    cloudflare.write(batch);
    expect(contents(cloudflare.sets(), service.name, 'TXT')).toEqual(['v=DMARC1; p=reject; sp=reject; np=reject']);
    expect(contents(cloudflare.sets(), service.name, 'CNAME')).toBeUndefined();
    expect(isEmpty(planPark(zone, cloudflare.sets()))).toBe(true);
  });

  it('says why it cannot where DMARC is handed over to other name servers', () =>
    expect(() => planPark(zone, [set('_dmarc', 'NS', 'ns1.dmarc-service.example')])).toThrow(
      '_dmarc.acme-mail.com is delegated to the name servers ns1.dmarc-service.example',
    ));
  it('minds no name servers of the zone itself', () =>
    expect(planPark(zone, [set('@', 'NS', 'ns1.example.com')]).changes).toHaveLength(3));
  it('refuses an alias', () =>
    expect(() => planPark(zone, [set('@', 'CNAME', 'a.example.com')])).toThrow('is an alias'));
});
