import { AppError } from '../../../lib/errors.ts';
import type { EndpointStore } from '../../../ports/stores.ts';
import type { Database } from './database.ts';
import { isRow, withoutRow, withRow } from './store-state.ts';

export function createEndpointStore(database: Database): EndpointStore {
  return {
    put(endpoint) {
      const row = structuredClone(endpoint);
      return database.update((state) => {
        // Ids are looked up without a team, so they are unique over all of them.
        if (state.endpoints.some(({ id, teamId }) => id === row.id && teamId !== row.teamId)) {
          throw new AppError('conflict', `An endpoint with the id ${row.id} already exists.`);
        }
        return [{ ...state, endpoints: withRow(state.endpoints, row) }, undefined];
      });
    },

    find: async (id) => structuredClone(database.state.endpoints.find((row) => row.id === id)),

    list: async (teamId) => structuredClone(database.state.endpoints.filter((row) => row.teamId === teamId)),

    delete: (teamId, id) =>
      database.update((state) => {
        if (!state.endpoints.some(isRow({ teamId, id }))) return [state, false];
        return [{ ...state, endpoints: withoutRow(state.endpoints, { teamId, id }) }, true];
      }),
  };
}
