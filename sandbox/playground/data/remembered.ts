import { useCallback, useSyncExternalStore } from 'react';
import { listeners } from './listeners.ts';

const { listen, tell } = listeners();
const name = (key: string) => `litemail-sandbox.${key}`;

/** What the browser remembers under this key; private windows may remember nothing. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(name(key)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(name(key), value);
  } catch {
    // Remembering is a convenience.
  }
  tell();
}

/** A word that stays the same over reloads. */
export function useRemembered(key: string, initial: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(listen, () => recall(key) ?? initial);
  return [value, useCallback((next: string) => remember(key, next), [key])];
}
