import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../../src/core/dns/check-plan.ts';
import { planAdd, planSet } from '../../../src/core/dns/intent.ts';
import { introduced, lint } from '../../../src/core/dns/lint/lint.ts';
import { zoneView } from '../../../src/core/dns/lint/zone-view.ts';
import { overlay } from '../../../src/core/dns/plan.ts';
import { set, zone } from './simulated-zone.ts';

const spf = 'v=spf1 include:_spf.google.com ~all';
const broken = [
  set('@', 'TXT', spf, 'v=spf1 -all'),
  set('@', 'MX', { content: 'www.acme-mail.com', priority: 10 }),
  set('www', 'CNAME', 'acme-mail.com'),
];

describe('checking a plan before any call', () => {
  it('tells what it brings about, and not what was so before', () => {
    const plan = planAdd(broken, { zone, name: '_dmarc', type: 'TXT', value: 'v=DMARC1; p=nonsense' });
    const findings = checkPlan(plan, broken, undefined);
    expect(findings.map(({ rule }) => rule)).toEqual(['dmarc-syntax']);
    const whole = introduced(
      lint(zoneView(zone.name, broken)),
      lint(zoneView(zone.name, overlay(broken, plan))),
    ).filter(({ severity }) => severity !== 'advice');
    expect(findings.map(({ text }) => text)).toEqual(whole.map(({ text }) => text));
  });

  it('says nothing of a plan that is well', () => {
    const current = [set('www', 'A', '192.0.2.1')];
    const plan = planSet(current, { zone, name: 'www', type: 'A', values: ['192.0.2.2'] });
    expect(checkPlan(plan, current, 200)).toEqual([]);
  });

  it('refuses what the provider would refuse, with what to do', () => {
    const plan = planAdd(broken, { zone, name: 'more', type: 'A', value: '192.0.2.1' });
    expect(() => checkPlan(plan, broken, 4)).toThrow(
      expect.objectContaining({ code: 'conflict', hint: expect.stringMatching(/^Delete .*\(Cloudflare 81045/) }),
    );
  });
});
