import type { ChannelSubscriptionStore } from '../../../ports/stores.ts';
import type { Database } from './database.ts';
import { isRow, withoutRow, withRow } from './store-state.ts';

export function createChannelSubscriptionStore(database: Database): ChannelSubscriptionStore {
  return {
    put(subscription) {
      const row = structuredClone(subscription);
      return database.update((state) => [{ ...state, subscriptions: withRow(state.subscriptions, row) }, undefined]);
    },

    get: async (teamId, id) => structuredClone(database.state.subscriptions.find(isRow({ teamId, id }))),

    list: async (teamId) => structuredClone(database.state.subscriptions.filter((row) => row.teamId === teamId)),

    delete: (teamId, id) =>
      database.update((state) => {
        if (!state.subscriptions.some(isRow({ teamId, id }))) return [state, false];
        return [{ ...state, subscriptions: withoutRow(state.subscriptions, { teamId, id }) }, true];
      }),
  };
}
