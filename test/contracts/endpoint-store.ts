import { describe, expect, it } from 'vitest';
import { acme, anEndpoint, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeEndpointStore(adapter: string, setUp: SetUp): void {
  describe(`EndpointStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    it('finds an endpoint by its id alone, also when opened again', async () => {
      await stores.now().endpoints.put(anEndpoint());
      await stores.now().endpoints.put(anEndpoint({ litemailId: 'wh_1' }));
      const { endpoints } = await stores.reopen();
      expect(await endpoints.find('E1')).toEqual(anEndpoint({ litemailId: 'wh_1' }));
      expect(await endpoints.list(acme)).toHaveLength(1);
      for (const id of ['E2', '', '__proto__', 'constructor', 'length']) {
        expect(await endpoints.find(id)).toBeUndefined();
      }
    });

    it('forgets one that is deleted', async () => {
      await stores.now().endpoints.put(anEndpoint());
      expect(await stores.now().endpoints.delete(acme, 'E1')).toBe(true);
      expect(await stores.now().endpoints.delete(acme, 'E1')).toBe(false);
      expect(await (await stores.reopen()).endpoints.find('E1')).toBeUndefined();
    });

    it('shows another team nothing, lets it delete nothing, and keeps its id for itself', async () => {
      const { endpoints } = stores.now();
      await endpoints.put(anEndpoint());
      expect(await endpoints.list(nova)).toEqual([]);
      expect(await endpoints.delete(nova, 'E1')).toBe(false);
      await expect(endpoints.put(anEndpoint({ teamId: nova }))).rejects.toMatchObject({ code: 'conflict' });
      expect(await endpoints.find('E1')).toEqual(anEndpoint());
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const { endpoints } = stores.now();
      const given = anEndpoint();
      const putting = endpoints.put(given);
      scribbleOn(given);
      await putting;
      scribbleOn(await endpoints.find('E1'));
      for (const endpoint of await endpoints.list(acme)) scribbleOn(endpoint);
      expect(await endpoints.list(acme)).toEqual([anEndpoint()]);
    });
  });
}
