import { afterEach, beforeEach } from 'vitest';
import type { Stores } from '../../src/ports/stores.ts';

/** One empty place to keep things. `open` opens it as it was left; one opening at a time. */
export interface Place {
  open(): Promise<Stores>;
  remove(): Promise<void>;
}

/** Gives a contract suite an adapter: a fresh place for each test. */
export type SetUp = () => Promise<Place>;

/** Opens a place before each test of the suite and removes it after. */
export function useStores(setUp: SetUp): { now(): Stores; reopen(): Promise<Stores> } {
  let place: Place;
  let stores: Stores;
  beforeEach(async () => {
    place = await setUp();
    stores = await place.open();
  });
  afterEach(async () => {
    await stores.close();
    await place.remove();
  });
  return {
    now: () => stores,
    async reopen() {
      await stores.close();
      stores = await place.open();
      return stores;
    },
  };
}
