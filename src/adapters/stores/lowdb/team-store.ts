import type { TeamStore } from '../../../ports/stores.ts';
import type { Database } from './database.ts';

export function createTeamStore(database: Database): TeamStore {
  return {
    get: async (teamId) => structuredClone(database.state.teams.find((team) => team.teamId === teamId)),

    replace(next) {
      const row = structuredClone(next);
      return database.update((state) => {
        const stored = state.teams.find(({ teamId }) => teamId === row.teamId);
        if ((stored?.version ?? 0) !== row.version - 1) return [state, false];
        return [{ ...state, teams: [...state.teams.filter((team) => team !== stored), row] }, true];
      });
    },

    all: async () => structuredClone([...database.state.teams]),
  };
}
