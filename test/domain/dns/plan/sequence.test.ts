import { describe, expect, it } from 'vitest';
import { planAdd, planDelete } from '../../../../src/domain/dns/plan/edit-records.ts';
import { changesBetween, sequence } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { set, zone } from '../simulated-zone.ts';

describe('several steps as one plan', () => {
  const a = set('a', 'A', '192.0.2.1');
  it('keep what is made and taken back out of it', () => {
    const plan = sequence(
      zone,
      [a],
      [
        (now) => planAdd(now, { zone, name: 'a', type: 'A', value: '192.0.2.2' }),
        (now) => planDelete(now, { zone, name: 'a', type: 'A', value: '192.0.2.2' }),
        (now) => planDelete(now, { zone, name: 'a', type: 'A' }),
        (now) => planAdd(now, { zone, name: 'a', type: 'CNAME', value: 'b.example.com' }),
      ],
    );
    expect(plan.changes.map(({ type, before, after }) => [type, !!before, !!after])).toEqual([
      ['A', true, false],
      ['CNAME', false, true],
    ]);
  });
});

describe('two readings of a zone', () => {
  it('are compared with everything in them', () => {
    const [odd, ttl] = [set('x', 'WALLET', 'y'), set('a', 'A', { content: '192.0.2.1', ttl: 60 })];
    expect(
      changesBetween(zone, [set('a', 'A', '192.0.2.1'), odd], [ttl]).map(({ type, after }) => [type, !!after]),
    ).toEqual([
      ['A', true],
      ['WALLET', false],
    ]);
  });
});
