import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/json.ts';
import { acme, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

const plan = () => ({ zone: { name: 'acme-mail.com' }, changes: [{ name: 'acme-mail.com', type: 'MX' }] });

export function describePlanStore(adapter: string, setUp: SetUp): void {
  describe(`PlanStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    it('gives a plan back under its fingerprint, also when opened again', async () => {
      const print = await stores.now().plans.put(acme, plan());
      expect(print).toBe(fingerprint(plan()));
      expect(await (await stores.reopen()).plans.get(acme, print)).toEqual(plan());
    });

    it('takes the same plan again, and at the same time', async () => {
      const prints = await Promise.all(Array.from({ length: 10 }, () => stores.now().plans.put(acme, plan())));
      expect(new Set(prints).size).toBe(1);
      expect(await stores.now().plans.put(acme, plan())).toBe(prints[0]);
    });

    it('shows another team nothing', async () => {
      const print = await stores.now().plans.put(acme, plan());
      expect(await stores.now().plans.get(nova, print)).toBeUndefined();
    });

    it('has nothing for what is no fingerprint or no team', async () => {
      const print = await stores.now().plans.put(acme, plan());
      for (const team of ['..', '', '../T0ACME', 'T0ACME/..', '__proto__']) {
        expect(await stores.now().plans.get(team, print)).toBeUndefined();
      }
      for (const text of ['', '..', `../${acme}/${print}`, `${print}.json`, '0'.repeat(64)]) {
        expect(await stores.now().plans.get(acme, text)).toBeUndefined();
      }
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const given = plan();
      const saving = stores.now().plans.put(acme, given);
      scribbleOn(given);
      const print = await saving;
      scribbleOn(await stores.now().plans.get(acme, print));
      expect(await stores.now().plans.get(acme, print)).toEqual(plan());
    });
  });
}
