import { describe, expect, it } from 'vitest';
import { acme, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeJournalStore(adapter: string, setUp: SetUp): void {
  describe(`JournalStore on ${adapter}`, () => {
    const stores = useStores(setUp);
    const progress = { zones: { 'cloudflare/z1': { begun: 1, answered: 0, already: [] } } };

    it('keeps the latest journal of each request, also when opened again', async () => {
      const { journals } = stores.now();
      expect(await journals.get(acme, 'R1')).toBeUndefined();
      await journals.put(acme, 'R1', 'begun');
      await journals.put(acme, 'R1', progress);
      await journals.put(acme, 'R2', null);
      for (const opened of [journals, (await stores.reopen()).journals, (await stores.reopen()).journals]) {
        expect(await opened.get(acme, 'R1')).toEqual(progress);
        expect(await opened.get(acme, 'R2')).toBeNull();
      }
    });

    it('shows at once what was written lazily, and keeps it when it is closed', async () => {
      const { journals } = stores.now();
      await journals.put(acme, 'R1', 'begun');
      await journals.put(acme, 'R1', progress, { lazily: true });
      expect(await journals.get(acme, 'R1')).toEqual(progress);
      expect(await (await stores.reopen()).journals.get(acme, 'R1')).toEqual(progress);
    });

    it('takes many at the same time, each request its own last one', async () => {
      const { journals } = stores.now();
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          journals.put(acme, `R${index % 10}`, index, { lazily: index % 3 === 0 }),
        ),
      );
      for (const opened of [journals, (await stores.reopen()).journals])
        for (let request = 0; request < 10; request += 1)
          expect(await opened.get(acme, `R${request}`)).toBe(90 + request);
    });

    it('deletes the journal of one request, and does not mind when there is none', async () => {
      const { journals } = stores.now();
      await journals.put(acme, 'R1', progress);
      await journals.put(acme, 'R2', progress);
      await journals.delete(acme, 'R1');
      await journals.delete(acme, 'R9');
      for (const opened of [journals, (await stores.reopen()).journals]) {
        expect(await opened.get(acme, 'R1')).toBeUndefined();
        expect(await opened.get(acme, 'R2')).toEqual(progress);
      }
    });

    it('shows another team nothing and lets it delete nothing', async () => {
      const { journals } = stores.now();
      await journals.put(acme, 'R1', progress);
      expect(await journals.get(nova, 'R1')).toBeUndefined();
      await journals.delete(nova, 'R1');
      await journals.put(nova, 'R1', 'theirs');
      expect(await journals.get(acme, 'R1')).toEqual(progress);
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const { journals } = stores.now();
      const given = structuredClone(progress);
      const putting = journals.put(acme, 'R1', given);
      scribbleOn(given);
      await putting;
      scribbleOn((await journals.get(acme, 'R1')) as object);
      expect(await journals.get(acme, 'R1')).toEqual(progress);
    });
  });
}
