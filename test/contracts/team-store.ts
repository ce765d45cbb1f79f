import { describe, expect, it } from 'vitest';
import { acme, aTeam, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeTeamStore(adapter: string, setUp: SetUp): void {
  describe(`TeamStore on ${adapter}`, () => {
    const stores = useStores(setUp);

    it('has nothing for a team that was never set up', async () => {
      expect(await stores.now().teams.get(acme)).toBeUndefined();
      expect(await stores.now().teams.all()).toEqual([]);
    });

    it('keeps the settings of each team apart, also when opened again', async () => {
      const ours = aTeam();
      const theirs = aTeam({ teamId: nova, secrets: {} });
      expect(await stores.now().teams.replace(ours)).toBe(true);
      expect(await stores.now().teams.replace(theirs)).toBe(true);
      const { teams } = await stores.reopen();
      expect(await teams.get(acme)).toEqual(ours);
      expect(await teams.get(nova)).toEqual(theirs);
      expect(await teams.all()).toHaveLength(2);
    });

    it('takes one of two admins who save at the same time', async () => {
      await stores.now().teams.replace(aTeam());
      const saves = await Promise.all(
        ['C0OPS', 'C0APPROVE'].map((approvals) =>
          stores.now().teams.replace(aTeam({ version: 2, policy: { channels: { approvals }, roles: {}, rules: [] } })),
        ),
      );
      expect(saves.filter(Boolean)).toHaveLength(1);
      expect((await stores.now().teams.get(acme))?.version).toBe(2);
    });

    it('refuses a version that does not follow the stored one', async () => {
      expect(await stores.now().teams.replace(aTeam({ version: 2 }))).toBe(false);
      await stores.now().teams.replace(aTeam());
      expect(await stores.now().teams.replace(aTeam())).toBe(false);
      expect(await stores.now().teams.replace(aTeam({ version: 3 }))).toBe(false);
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const given = aTeam();
      const saving = stores.now().teams.replace(given);
      scribbleOn(given);
      await saving;
      scribbleOn(await stores.now().teams.get(acme));
      for (const team of await stores.now().teams.all()) scribbleOn(team);
      expect(await stores.now().teams.get(acme)).toEqual(aTeam());
    });
  });
}
