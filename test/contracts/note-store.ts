import { describe, expect, it } from 'vitest';
import { acme, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeNoteStore(adapter: string, setUp: SetUp): void {
  describe(`NoteStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    it('gives back what was put last under a name, also when opened again', async () => {
      expect(await stores.now().notes.get(acme, 'fleet')).toBeUndefined();
      await stores.now().notes.put(acme, 'fleet', { at: 1 });
      await stores.now().notes.put(acme, 'fleet', { at: 2, domains: ['a.example'] });
      expect(await (await stores.reopen()).notes.get(acme, 'fleet')).toEqual({ at: 2, domains: ['a.example'] });
    });

    it('shows no team another’s, and nothing under another name', async () => {
      await stores.now().notes.put(acme, '../fleet', { at: 1 });
      expect(await stores.now().notes.get(nova, '../fleet')).toBeUndefined();
      expect(await stores.now().notes.get(acme, 'fleet')).toBeUndefined();
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const given = { at: 1, domains: ['a.example'] };
      const saving = stores.now().notes.put(acme, 'fleet', given);
      scribbleOn(given);
      await saving;
      scribbleOn(Object(await stores.now().notes.get(acme, 'fleet')));
      expect(await stores.now().notes.get(acme, 'fleet')).toEqual({ at: 1, domains: ['a.example'] });
    });
  });
}
