import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, sameSet } from '../../../../src/domain/dns/model/normalise.ts';
import type { RecordSet, ZonePlan } from '../../../../src/domain/dns/model/record.ts';
import { batches, batchSize, remaining, rowBatch } from '../../../../src/domain/dns/plan/batch.ts';
import { inverse } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { planAdd, planSet } from '../../../../src/domain/dns/plan/edit-records.ts';
import { drift } from '../../../../src/domain/dns/plan/reconcile.ts';
import { diff, isEmpty, overlay, restFingerprint } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { AppError } from '../../../../src/lib/errors.ts';
import { zoneOf } from '../arbitraries.ts';
import { SimulatedZone, set, zone } from '../simulated-zone.ts';

const two = fc.tuple(zoneOf(zone.name), zoneOf(zone.name));
const bare = (sets: readonly RecordSet[]): RecordSet[] =>
  sets.map((each) => ({ ...each, values: each.values.map(({ id: _, ...value }) => value) }));

const expectSameZone = (a: readonly RecordSet[], b: readonly RecordSet[]) => {
  const of = new Map(b.map((each) => [keyOf(each), each]));
  expect(a.map(keyOf).sort()).toEqual(b.map(keyOf).sort());
  for (const each of a) expect(sameSet(each, of.get(keyOf(each))), keyOf(each)).toBe(true);
};

describe('a plan between any two zones', () => {
  it('makes the one from the other, and then nothing is left to plan', () => {
    fc.assert(
      fc.property(two, ([from, to]) => {
        const cloudflare = new SimulatedZone(from);
        const plan = diff(zone, cloudflare.sets(), bare(to), { rest: 'delete' });
        cloudflare.write(rowBatch(plan));
        expectSameZone(cloudflare.sets(), to);
        expectSameZone(cloudflare.sets(), overlay(from, plan));
        expect(diff(zone, cloudflare.sets(), bare(to), { rest: 'delete' }).changes).toEqual([]);
        expect(drift(plan, cloudflare.sets()).alreadyApplied).toBe(true);
        expect(isEmpty(remaining(plan, cloudflare.sets()))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('is undone by its inverse, and the undo by its own', () => {
    fc.assert(
      fc.property(two, ([from, to]) => {
        const cloudflare = new SimulatedZone(from);
        const plan = diff(zone, cloudflare.sets(), bare(to), { rest: 'delete' });
        cloudflare.write(rowBatch(plan));
        const undo = inverse(plan);
        expect(drift(undo, cloudflare.sets()).conflicting).toEqual([]);
        cloudflare.write(rowBatch(remaining(undo, cloudflare.sets())));
        expectSameZone(cloudflare.sets(), from);
        cloudflare.write(rowBatch(remaining(inverse(undo), cloudflare.sets())));
        expectSameZone(cloudflare.sets(), to);
      }),
      { numRuns: 400 },
    );
  });

  it('finds no drift in the zone it was made for, whatever the order and the ids of its rows', () => {
    fc.assert(
      fc.property(two, ([from, to]) => {
        const plan = diff(zone, from, bare(to), { rest: 'delete' });
        const again = new SimulatedZone(bare(from).reverse());
        const found = drift({ ...plan, rest: restFingerprint(plan, from) }, again.sets());
        expect(found).toMatchObject({ conflicting: [], unrelated: false, alreadyApplied: isEmpty(plan) });
        again.write(rowBatch(remaining(plan, again.sets())));
        expectSameZone(again.sets(), to);
      }),
      { numRuns: 200 },
    );
  });

  it('is made of small batches as well, each name whole', () => {
    fc.assert(
      fc.property(two, fc.integer({ min: 30, max: 60 }), ([from, to], batchLimit) => {
        const cloudflare = new SimulatedZone(from);
        const plan = diff({ ...zone, batchLimit }, cloudflare.sets(), bare(to), { rest: 'delete' });
        const rows = (sets: readonly RecordSet[]) => sets.reduce((sum, { values }) => sum + values.length, 0);
        for (const batch of batches(plan)) {
          expect(batchSize(batch)).toBeLessThanOrEqual(batchLimit);
          cloudflare.write(batch);
          expect(cloudflare.rows.length).toBeLessThanOrEqual(Math.max(rows(from), rows(to)));
          expect(drift(plan, cloudflare.sets()).conflicting).toEqual([]);
        }
        expectSameZone(cloudflare.sets(), to);
      }),
      { numRuns: 200 },
    );
  });
});

describe('rows for the provider', () => {
  const a = set('www', 'A', { content: '192.0.2.1', comment: 'old', tags: ['a:b'], proxied: true, ttl: 1 });
  it('patches what goes on existing and names what goes away', () => {
    const plan = planSet([a], {
      zone,
      name: 'www',
      type: 'A',
      values: ['192.0.2.2'],
      comment: '',
      tags: [],
      proxied: false,
    });
    expect(rowBatch(plan)).toEqual({
      deletes: [],
      posts: [],
      patches: [
        {
          id: 'www-A-0',
          name: 'www.acme-mail.com',
          type: 'A',
          content: '192.0.2.2',
          ttl: 1,
          proxied: false,
          comment: '',
          tags: [],
        },
      ],
    });
  });

  it('swaps a CNAME for an address in one batch', () => {
    const shop = set('shop', 'CNAME', 'a.example.com');
    const batch = rowBatch(planSet([shop], { zone, name: 'shop', type: 'A', values: ['192.0.2.2'] }));
    expect([batch.deletes, batch.patches.length, batch.posts.length]).toEqual([[{ id: 'shop-CNAME-0' }], 0, 1]);
  });

  it('posts NS before DS and deletes DS before NS', () => {
    const ns = set('sub', 'NS', 'ns1.example.com');
    const ds = set('sub', 'DS', { data: { key_tag: 1, algorithm: 13, digest_type: 2, digest: 'ab' } });
    const made = rowBatch(diff(zone, [], bare([ds, ns])));
    expect(made.posts.map(({ type }) => type)).toEqual(['NS', 'DS']);
    const gone = rowBatch(diff(zone, [ns, ds], [], { rest: 'delete' }));
    expect(gone.deletes).toEqual([{ id: 'sub-DS-0' }, { id: 'sub-NS-0' }]);
  });

  it('never deletes or changes rows that the provider holds, and unknown types', () => {
    const held = set(
      '@',
      'MX',
      { content: 'route1.mx.cloudflare.net', priority: 1, readOnly: true },
      { content: 'b.example.com', priority: 2 },
    );
    const odd = set('@', 'WALLET', 'x');
    const plan = diff(zone, [held, odd], [], { rest: 'delete' });
    expect(rowBatch(plan)).toEqual({ deletes: [{ id: '@-MX-1' }], patches: [], posts: [] });
    const forged: ZonePlan = { zone, changes: [{ name: held.name, type: 'MX', before: held }] };
    expect(() => rowBatch(forged)).toThrow(AppError);
  });

  it('puts names that free rows before names that need rows', () => {
    const many = Array.from({ length: 150 }, (_, index) => set(`h${index}`, 'A', `192.0.2.${index}`));
    const old = many.map((each) => ({ ...each, name: `old-${each.name}` }));
    const plan = diff(zone, old, bare(many), { rest: 'delete' });
    const sent = batches(plan);
    expect(sent.map(batchSize)).toEqual([200, 100]);
    expect(sent[0]?.deletes).toHaveLength(150);
  });

  it('leaves no room in a batch that a name further on fits into', () => {
    const names = [6, 6, 4, 4, 5, 5].map((count, index) =>
      set(`h${index}`, 'TXT', ...Array.from({ length: count }, (_, at) => `text ${at}`)),
    );
    const sent = batches(diff({ ...zone, batchLimit: 10 }, [], bare(names)));
    expect(sent.map(batchSize)).toEqual([10, 10, 10]);
  });

  it('refuses a name that no batch can hold', () => {
    const values = Array.from({ length: 201 }, (_, index) => `text ${index}`);
    const plan = diff(zone, [], bare([set('@', 'TXT', ...values)]));
    expect(() => batches(plan)).toThrow('acme-mail.com alone needs 201 rows');
  });
});

describe('a zone that changed since the plan was made', () => {
  const spf = set('@', 'TXT', 'v=spf1 -all');
  const www = set('www', 'A', '192.0.2.1');
  const plan = planAdd([spf, www], { zone, name: '@', type: 'TXT', value: 'other' });
  const planned = { ...plan, rest: restFingerprint(plan, [spf, www]) };

  it('counts as drift when a record of the plan changed, and shows how', () => {
    const changed = set('@', 'TXT', 'v=spf1 ~all');
    expect(drift(planned, [changed, www])).toEqual({
      conflicting: [{ name: 'acme-mail.com', type: 'TXT', before: spf, after: changed }],
      unrelated: false,
      alreadyApplied: false,
    });
    expect(drift(planned, [www]).conflicting).toEqual([{ name: 'acme-mail.com', type: 'TXT', before: spf }]);
  });

  it('is told apart from changes elsewhere', () => {
    expect(drift(planned, [spf])).toEqual({ conflicting: [], unrelated: true, alreadyApplied: false });
    expect(drift(planned, [spf, set('www', 'A', '192.0.2.2')]).unrelated).toBe(true);
    expect(drift(plan, [spf]).unrelated).toBe(false);
  });

  it('notices a changed TTL, comment or proxy setting of a touched row', () => {
    const ttl = set('@', 'TXT', { content: 'v=spf1 -all', ttl: 60 });
    expect(drift(planned, [ttl, www]).conflicting).toHaveLength(1);
  });

  it('notices a CNAME that appeared where an address is to be made', () => {
    const wish = planAdd([], { zone, name: 'new', type: 'A', value: '192.0.2.1' });
    const cname = set('new', 'CNAME', 'a.example.com');
    expect(drift(wish, [cname]).conflicting).toEqual([{ name: 'new.acme-mail.com', type: 'CNAME', after: cname }]);
  });

  it('goes on where an interrupted apply stopped', () => {
    const both = diff(zone, [], bare([spf, www]));
    const left = remaining(both, [spf]);
    expect(drift(both, [spf])).toMatchObject({ conflicting: [], alreadyApplied: false });
    expect(left.changes.map(({ type }) => type)).toEqual(['A']);
  });
});
