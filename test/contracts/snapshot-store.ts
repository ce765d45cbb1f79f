import { describe, expect, it } from 'vitest';
import type { RecordSet, Zone } from '../../src/domain/dns/model/record.ts';
import { type Snapshot, snapshot } from '../../src/domain/dns/model/snapshot.ts';
import { acme, nova, scribbleOn, start } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

const day = 86_400_000;
const zone: Zone = { home: 'cloudflare', id: 'z1', name: 'audit-acme.com', batchLimit: 200 };
const records = (...addresses: string[]): RecordSet[] => [
  {
    name: 'www.audit-acme.com',
    type: 'A',
    values: addresses.map((content, n) => ({ id: `id${n}`, content, ttl: 300 })),
  },
];
const taken = (at: number, sets: readonly RecordSet[], over: Partial<Snapshot> = {}): Snapshot => ({
  ...snapshot(acme, zone, sets, { at, cause: 'plan' }),
  ...over,
});
const ref = { teamId: acme, home: zone.home, zone: zone.name };

export function describeSnapshotStore(adapter: string, setUp: SetUp): void {
  describe(`SnapshotStore on ${adapter}`, () => {
    const stores = useStores(setUp);
    const put = (one: Snapshot) => stores.now().snapshots.put(one);
    const readings = async () => stores.now().snapshots.readings(ref);
    const addresses = async (at: number) => {
      const reading = (await readings()).find((one) => one.at === at);
      return (reading && (await stores.now().snapshots.sets(reading)))?.[0]?.values.map(({ content }) => content);
    };

    it('gives back what a zone was like, without ids, also when opened again', async () => {
      await put(taken(start, records('192.0.2.1')));
      await put(taken(start + 1, records('192.0.2.2'), { cause: 'after', request: 'r-1' }));
      await stores.reopen();
      const found = await readings();
      expect(found).toMatchObject([
        { at: start, cause: 'plan' },
        { at: start + 1, cause: 'after', request: 'r-1' },
      ]);
      expect(await stores.now().snapshots.sets(found[0] as Snapshot)).toEqual([
        { name: 'www.audit-acme.com', type: 'A', values: [{ content: '192.0.2.1', ttl: 300 }] },
      ]);
      expect(await addresses(start + 1)).toEqual(['192.0.2.2']);
    });

    it('keeps equal content once, whatever its order and ids, and tells each reading of it', async () => {
      await put(taken(start, records('192.0.2.1', '192.0.2.2')));
      await put(taken(start + 1, records('192.0.2.2', '192.0.2.1')));
      const found = await readings();
      expect(found).toHaveLength(2);
      expect(new Set(found.map(({ content }) => content)).size).toBe(1);
    });

    it('takes many at the same moment without losing one', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, n) => put(taken(start + n, records(`192.0.2.${n % 3}`)))));
      expect((await readings()).map(({ at }) => at - start)).toEqual(Array.from({ length: 20 }, (_, n) => n));
      expect(await addresses(start + 19)).toEqual(['192.0.2.1']);
    });

    it('forgets what is older than 90 days, except what the zone was like when they began', async () => {
      await put(taken(start, records('192.0.2.1')));
      await put(taken(start + day, records('192.0.2.2')));
      await put(taken(start + 60 * day, records('192.0.2.3')));
      await put(taken(start + 100 * day, records('192.0.2.4')));
      expect((await readings()).map(({ at }) => (at - start) / day)).toEqual([1, 60, 100]);
      expect(await addresses(start + day)).toEqual(['192.0.2.2']);
      const forgotten = taken(start, records('192.0.2.1'));
      expect(await stores.now().snapshots.sets(forgotten)).toBeUndefined();
    });

    it('has nothing for another team, another home or another zone', async () => {
      await put(taken(start, records('192.0.2.1')));
      for (const other of [{ teamId: nova }, { home: 'litemail' as const }, { zone: 'acme.com' }, { zone: '../x' }])
        expect(await stores.now().snapshots.readings({ ...ref, ...other })).toEqual([]);
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const given = taken(start, records('192.0.2.1'));
      const saving = put(given);
      scribbleOn(given);
      await saving;
      scribbleOn(await readings());
      expect(await addresses(start)).toEqual(['192.0.2.1']);
    });
  });
}
