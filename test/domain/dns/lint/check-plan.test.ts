import { describe, expect, it } from 'vitest';
import { checkPlan, introduced, lint } from '../../../../src/domain/dns/lint/lint.ts';
import { zoneView } from '../../../../src/domain/dns/lint/zone-view.ts';
import { planMerge } from '../../../../src/domain/dns/plan/desired.ts';
import { planAdd, planDelete, planSet } from '../../../../src/domain/dns/plan/edit-records.ts';
import { diff, overlay } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { set, zone } from '../simulated-zone.ts';

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

describe('cleaning up a zone that is not well', () => {
  const texts = (count: number, length: number) =>
    set('long', 'TXT', ...Array.from({ length: count }, (_, index) => `${index} ${'x'.repeat(length)}`));
  const includes = (count: number) =>
    `v=spf1 ${Array.from({ length: count }, (_, index) => `include:s${index}.example.com`).join(' ')} -all`;
  const spfs = (count: number) =>
    set('@', 'TXT', ...Array.from({ length: count }, (_, at) => `v=spf1 ip4:192.0.2.${at} -all`));

  it('takes away one of 210 records where 200 are allowed', () => {
    const current = Array.from({ length: 210 }, (_, index) => set(`h${index}`, 'A', '192.0.2.1'));
    expect(checkPlan(planDelete(current, { zone, name: 'h7', type: 'A' }), current, 200)).toEqual([]);
    const other = planSet(current, { zone, name: 'h7', type: 'A', values: ['192.0.2.2'] });
    expect(checkPlan(other, current, 200)).toEqual([]);
    const swapped = planSet(current, { zone, name: 'h7', type: 'CNAME', values: ['a.example.com'] });
    expect(() => checkPlan(swapped, current, 200)).toThrow('would have 210 records');
  });

  it('takes away one of 40 texts that are too long together, but writes none of them', () => {
    const current = [texts(40, 230)];
    const [first, second] = current[0]?.values ?? [];
    const wish = { zone, name: 'long', type: 'TXT' };
    expect(checkPlan(planDelete(current, { ...wish, value: first?.content }), current, 200)).toEqual([]);
    const values = current[0]?.values.map(({ content = '' }) => ({ content })).slice(1) ?? [];
    const rewritten = planSet(current, { ...wish, values: [...values.slice(1), { content: `${second?.content}!` }] });
    expect(() => checkPlan(rewritten, current, 200)).toThrow('characters together');
  });

  it('goes from 13 lookups to 12 and from 3 SPF records to 2 without being told of new mistakes', () => {
    const lookups = [set('@', 'TXT', includes(13))];
    const fewer = planSet(lookups, { zone, name: '@', type: 'TXT', values: [{ content: includes(12) }] });
    expect(checkPlan(fewer, lookups, 200)).toEqual([]);
    const records = [spfs(3)];
    const one = planDelete(records, { zone, name: '@', type: 'TXT', value: 'v=spf1 ip4:192.0.2.0 -all' });
    expect(checkPlan(one, records, 200)).toEqual([]);
  });

  it('is still told of what gets worse', () => {
    const current = [set('@', 'TXT', includes(11))];
    const more = planSet(current, { zone, name: '@', type: 'TXT', values: [{ content: includes(12) }] });
    expect(checkPlan(more, current, 200).map(({ rule }) => rule)).toEqual(['spf-lookups']);
    const two = planAdd([spfs(2)], { zone, name: '@', type: 'TXT', value: 'v=spf1 -all' });
    expect(checkPlan(two, [spfs(2)], 200).map(({ rule }) => rule)).toEqual(['spf-duplicate']);
  });
});

describe('rows that were there before', () => {
  const odd = [
    set('sub', 'NS', 'ns1.example.com'),
    set('sub', 'A', '192.0.2.1'),
    set('in', 'A', { content: '10.0.0.1', proxied: true, ttl: 1 }, { content: '192.0.2.7', proxied: true, ttl: 1 }),
    set('old', 'TXT', { content: 'x', comment: 'x'.repeat(501) }),
  ];
  const wish = { zone, name: 'in', type: 'A' };

  it('are not held against a plan that leaves them alone', () => {
    const elsewhere = planAdd(odd, { zone, name: 'www', type: 'A', value: '192.0.2.2' });
    expect(checkPlan(elsewhere, odd, 200)).toEqual([]);
    expect(checkPlan(planDelete(odd, { ...wish, value: '192.0.2.7' }), odd, 200)).toEqual([]);
    expect(checkPlan(planDelete(odd, { zone, name: 'sub', type: 'A' }), odd, 200)).toEqual([]);
  });

  it('stand in its way when Cloudflare would have to take them again', () => {
    const touched = planSet(odd, { ...wish, values: ['10.0.0.1'], comment: 'mine' });
    expect(() => checkPlan(touched, odd, 200)).toThrow('10.0.0.1');
    const more = planMerge(zone, odd, [set('sub', 'TXT', 'x')]);
    expect(() => checkPlan(more, odd, 200)).toThrow('delegated to other name servers');
    const ttl = planSet(odd, { zone, name: 'old', type: 'TXT', values: ['x'], ttl: 600 });
    expect(() => checkPlan(ttl, odd, 200)).toThrow('501 characters');
  });
});

describe('what depends on what is paid for the zone', () => {
  const added = (plan: 'free' | 'paid' | undefined, value: object) =>
    checkPlan(
      diff(plan ? { ...zone, plan } : zone, [], [set('www', 'A', { content: '192.0.2.1', ...value })]),
      [],
      200,
    ).map(({ rule, severity }) => `${severity} ${rule}`);

  it('is refused only where that is known', () => {
    expect(() => added('free', { tags: ['team:mail'] })).toThrow('only in paid zones');
    expect(added(undefined, { tags: ['team:mail'] })).toEqual([]);
    expect(() => added('free', { ttl: 45 })).toThrow('45 seconds');
    for (const plan of ['paid', undefined] as const) expect(added(plan, { ttl: 45 })).toEqual(['warning ttl']);
  });

  it('is told of a comment that may be too long for Free, which nobody has verified', () => {
    const value = { comment: 'x'.repeat(101) };
    expect([added('free', value), added('paid', value), added(undefined, value)]).toEqual([
      ['warning comment'],
      [],
      [],
    ]);
  });

  it('is nothing to LiteMail, which keeps no such things', () => {
    const home = { ...zone, home: 'litemail' as const };
    const plan = diff(home, [], [set('www', 'A', { content: '192.0.2.1', ttl: 5 })]);
    expect(checkPlan(plan, [], undefined)).toEqual([]);
  });
});
