import type { RecordSet, ZonePlan } from '../../../src/domain/dns/model/record.ts';
import { dnsPlan, proposal } from '../../../src/domain/dns/plan/dns-plan.ts';
import { planAdd, planDelete, planSet } from '../../../src/domain/dns/plan/edit-records.ts';
import { sequence } from '../../../src/domain/dns/plan/zone-plan.ts';
import { set, zone } from './simulated-zone.ts';

export const spf = 'v=spf1 include:_spf.google.com ~all';
/** A usual zone. */
export const usual: readonly RecordSet[] = [
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
type Step = (now: readonly RecordSet[]) => ZonePlan;
export const adding =
  (name: string, type: string, value: string, rest = {}): Step =>
  (now) =>
    planAdd(now, { ...at(name, type), value, ...rest });
export const setting =
  (name: string, type: string, values: string | string[], rest = {}): Step =>
  (now) =>
    planSet(now, { ...at(name, type), values: [values].flat(), ...rest });
export const removing =
  (name: string, type: string, value?: string): Step =>
  (now) =>
    planDelete(now, { ...at(name, type), value });

/** The card of what these steps do to a zone, as one plan. */
export const cardOf = (current: readonly RecordSet[], ...steps: Step[]) => {
  const [only] = steps;
  const plan = only && steps.length === 1 ? only(current) : sequence(zone, current, steps);
  return proposal(dnsPlan(plan, current));
};
