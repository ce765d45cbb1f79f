import { describe, expect, it } from 'vitest';
import { acme, aSubscription, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeChannelSubscriptionStore(adapter: string, setUp: SetUp): void {
  describe(`ChannelSubscriptionStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    it('keeps, changes and forgets them, also when opened again', async () => {
      const failing = aSubscription({ state: 'failing', problem: 'The app is not in #ops.' });
      await stores.now().subscriptions.put(aSubscription());
      await stores.now().subscriptions.put(aSubscription({ id: 'S2' }));
      await stores.now().subscriptions.put(failing);
      await stores.reopen();
      expect(await stores.now().subscriptions.get(acme, 'S1')).toEqual(failing);
      expect(await stores.now().subscriptions.list(acme)).toEqual([failing, aSubscription({ id: 'S2' })]);
      expect(await stores.now().subscriptions.delete(acme, 'S1')).toBe(true);
      expect(await stores.now().subscriptions.delete(acme, 'S1')).toBe(false);
      await stores.reopen();
      expect(await stores.now().subscriptions.get(acme, 'S1')).toBeUndefined();
      expect(await stores.now().subscriptions.list(acme)).toEqual([aSubscription({ id: 'S2' })]);
    });

    it('shows another team nothing, lets it delete nothing, and keeps its own of the same id', async () => {
      const { subscriptions } = stores.now();
      await subscriptions.put(aSubscription());
      expect(await subscriptions.get(nova, 'S1')).toBeUndefined();
      expect(await subscriptions.list(nova)).toEqual([]);
      expect(await subscriptions.delete(nova, 'S1')).toBe(false);
      await subscriptions.put(aSubscription({ teamId: nova, channel: 'C1OPS' }));
      expect(await subscriptions.get(acme, 'S1')).toEqual(aSubscription());
      expect(await subscriptions.delete(nova, 'S1')).toBe(true);
      expect(await subscriptions.list(acme)).toEqual([aSubscription()]);
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const { subscriptions } = stores.now();
      const given = aSubscription();
      const putting = subscriptions.put(given);
      scribbleOn(given);
      await putting;
      scribbleOn(await subscriptions.get(acme, 'S1'));
      for (const subscription of await subscriptions.list(acme)) scribbleOn(subscription);
      expect(await subscriptions.list(acme)).toEqual([aSubscription()]);
    });
  });
}
