import { describe, expect, it } from 'vitest';
import type { SavedTemplate } from '../../src/ports/stores.ts';
import { acme, nova, scribbleOn, start } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

const aTemplate = (over: Partial<SavedTemplate> = {}): SavedTemplate => ({
  teamId: acme,
  name: 'cold-mail',
  text: '@ MX 10 {{server}}',
  savedBy: 'U0ANA',
  savedAt: start,
  ...over,
});

export function describeTemplateStore(adapter: string, setUp: SetUp): void {
  describe(`TemplateStore on ${adapter}`, () => {
    const stores = useStores(setUp);
    const put = (template: SavedTemplate) => stores.now().templates.put(template);

    it('gives a template back by its name, also when opened again', async () => {
      await put(aTemplate());
      expect(await (await stores.reopen()).templates.get(acme, 'cold-mail')).toEqual(aTemplate());
    });

    it('lists a team’s own by name, and replaces one of the same name', async () => {
      await Promise.all([put(aTemplate({ name: 'warm' })), put(aTemplate()), put(aTemplate({ teamId: nova }))]);
      await put(aTemplate({ text: '@ MX 10 mx.example.net' }));
      expect(await stores.now().templates.list(acme)).toEqual([
        aTemplate({ text: '@ MX 10 mx.example.net' }),
        aTemplate({ name: 'warm' }),
      ]);
      expect(await stores.now().templates.list('T0NOBODY')).toEqual([]);
    });

    it('deletes one, of its team only, and tells whether it was there', async () => {
      await put(aTemplate());
      expect(await stores.now().templates.delete(nova, 'cold-mail')).toBe(false);
      expect(await stores.now().templates.delete(acme, 'cold-mail')).toBe(true);
      expect(await stores.now().templates.delete(acme, 'cold-mail')).toBe(false);
      expect(await stores.now().templates.get(acme, 'cold-mail')).toBeUndefined();
    });

    it('takes any name and is not changed by what callers do with what they gave or got', async () => {
      const given = aTemplate({ name: '../audit' });
      const saving = put(given);
      scribbleOn(given);
      await saving;
      scribbleOn(await stores.now().templates.get(acme, '../audit'));
      expect(await stores.now().templates.get(acme, '../audit')).toEqual(aTemplate({ name: '../audit' }));
    });
  });
}
