import { describe, expect, it } from 'vitest';
import { type AuditEntry, firstTampered, genesis } from '../../src/domain/audit/audit-chain.ts';
import { acme, aFact, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeAuditStore(adapter: string, setUp: SetUp): void {
  describe(`AuditStore on ${adapter}`, () => {
    const stores = useStores(setUp);
    const entries = async (teamId?: string): Promise<AuditEntry[]> => {
      const all: AuditEntry[] = [];
      for await (const entry of stores.now().audit.entries(teamId)) all.push(entry);
      return all;
    };

    it('chains from the first entry on', async () => {
      expect(await entries()).toEqual([]);
      const first = await stores.now().audit.append(aFact());
      expect(first).toMatchObject({ ...aFact(), sequence: 1, previous: genesis });
      expect(await entries()).toEqual([first]);
    });

    it('goes on with the chain when opened again', async () => {
      const written: AuditEntry[] = [];
      for (const action of ['request.created', 'request.decided', 'apply.applied']) {
        written.push(await stores.now().audit.append(aFact({ action })));
        await stores.reopen();
      }
      expect(await entries()).toEqual(written);
      expect(firstTampered(written)).toBeUndefined();
    });

    it('is one unbroken chain after 50 appends at the same time', async () => {
      const told = await Promise.all(
        Array.from({ length: 50 }, (_, index) => stores.now().audit.append(aFact({ request: `R${index}` }))),
      );
      const kept = await entries();
      expect(kept.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      expect(firstTampered(kept)).toBeUndefined();
      expect(kept).toEqual(told.sort((a, b) => a.sequence - b.sequence));
    });

    it('appends a fact with a key once, also at the same time and when opened again', async () => {
      const { audit } = stores.now();
      const fact = aFact({ key: 'R1:1:request.created' });
      const [first, ...same] = await Promise.all(Array.from({ length: 5 }, () => audit.append(fact)));
      await audit.append(aFact());
      await audit.append(aFact());
      for (const entry of [...same, await audit.append(fact), await (await stores.reopen()).audit.append(fact)]) {
        expect(entry).toEqual(first);
      }
      expect(await entries()).toHaveLength(3);
      expect(firstTampered(await entries())).toBeUndefined();
    });

    it('shows each team its own, and keeps one chain over all of them', async () => {
      const key = 'the same key';
      const ours = await stores.now().audit.append(aFact({ key }));
      const theirs = await stores.now().audit.append(aFact({ key, teamId: nova }));
      expect(theirs.sequence).toBe(2);
      expect(await entries(acme)).toEqual([ours]);
      expect(await entries(nova)).toEqual([theirs]);
      expect(await entries('T0OTHER')).toEqual([]);
      expect(firstTampered(await entries())).toBeUndefined();
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const given = aFact();
      const appending = stores.now().audit.append(given);
      scribbleOn(given);
      scribbleOn(await appending);
      for (const entry of await entries()) scribbleOn(entry);
      expect(await entries()).toMatchObject([aFact()]);
      await stores.now().audit.append(aFact());
      expect(firstTampered(await entries())).toBeUndefined();
    });

    it('has for each channel what it has still to get, also when opened again, and tells who listens of each new entry', async () => {
      const heard: string[] = [];
      const { audit } = stores.now();
      audit.listen((teamId) => heard.push(teamId));
      const first = await audit.append(aFact({ key: 'one' }));
      await audit.append(aFact({ key: 'one' }));
      const second = await audit.append(aFact());
      const theirs = await audit.append(aFact({ teamId: nova }));
      expect(heard).toEqual([acme, acme, nova]);
      expect(await audit.owing()).toEqual([acme, nova]);
      expect(await audit.untold(acme, 1)).toEqual([first]);
      await audit.markTold(acme, first.sequence);
      const again = await stores.reopen();
      expect(await again.audit.untold(acme, 9)).toEqual([second]);
      expect(await again.audit.untold(nova, 9)).toEqual([theirs]);
      await again.audit.markTold(acme, second.sequence);
      expect(await again.audit.owing()).toEqual([nova]);
    });

    it('finds nothing altered in what it wrote, however often it is opened', async () => {
      for (const action of ['request.created', 'apply.applied']) {
        await stores.now().audit.append(aFact({ action }));
        const { audit } = await stores.reopen();
        expect(await audit.check()).toMatchObject({ alteration: undefined, isHeadKnown: true });
      }
    });
  });
}
