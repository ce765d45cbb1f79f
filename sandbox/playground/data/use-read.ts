import { useCallback, useSyncExternalStore } from 'react';
import { read } from './control.ts';
import type { Change, Query } from './page-shapes.ts';
import { shared } from './shared.ts';
import { touches } from './touches.ts';

/** One list of the sandbox, as last read. */
interface Cached {
  readonly query: Query;
  value: unknown;
  /** While one answer is on its way, further changes are read once more afterwards. */
  reading: boolean;
  stale: boolean;
  readonly listeners: Set<() => void>;
}

const cache = new Map<string, Cached>();

function cached(query: Query): Cached {
  const key = new URLSearchParams(query).toString();
  const known = cache.get(key);
  if (known) return known;
  const made: Cached = { query, value: undefined, reading: false, stale: true, listeners: new Set() };
  cache.set(key, made);
  return made;
}

async function refresh(entry: Cached): Promise<void> {
  entry.stale = true;
  if (entry.reading || entry.listeners.size === 0) return;
  entry.reading = true;
  while (entry.stale && entry.listeners.size > 0) {
    entry.stale = false;
    const answer = await read(entry.query).catch(() => undefined);
    const value = answer === undefined ? entry.value : shared(entry.value, answer);
    if (value === entry.value) continue;
    entry.value = value;
    for (const listener of entry.listeners) listener();
  }
  entry.reading = false;
}

/** Reads again what a change touches; without one, everything that is on the screen. */
export function changed(change?: Change): void {
  for (const entry of cache.values()) if (!change || touches(change, entry.query)) void refresh(entry);
}

const noQuery: Cached = { query: {}, value: undefined, reading: false, stale: false, listeners: new Set() };

/** A list of the sandbox, kept up to date; undefined until it is read, or if `query` is. */
export function useRead<T>(query: Query | undefined): T | undefined {
  const key = query && new URLSearchParams(query).toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the query
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!query) return () => {};
      const entry = cached(query);
      entry.listeners.add(listener);
      if (entry.stale) void refresh(entry);
      return () => {
        entry.listeners.delete(listener);
        // Nobody is listening any more, so this value would be stale for the next reader.
        if (entry.listeners.size === 0) entry.stale = true;
      };
    },
    [key],
  );
  return useSyncExternalStore(subscribe, () => (query ? cached(query) : noQuery).value) as T | undefined;
}
