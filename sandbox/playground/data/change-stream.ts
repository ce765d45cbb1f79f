import { useSyncExternalStore } from 'react';
import { listeners } from './listeners.ts';
import type { Change } from './page-shapes.ts';
import { changed } from './use-read.ts';

let connected = true;
const connection = listeners();

function become(now: boolean): void {
  if (now === connected) return;
  connected = now;
  connection.tell();
}

/** The wire panel may be a moment late: its changes come by the dozen. */
const REFRESH_DELAY_MS = 250;
let wireWaits = false;

function soon(change: Change): void {
  if (change.kind !== 'wire') {
    changed(change);
    return;
  }
  if (wireWaits) return;
  wireWaits = true;
  setTimeout(() => {
    wireWaits = false;
    changed(change);
  }, REFRESH_DELAY_MS);
}

const changes = listeners<Change>();

/** Calls back with every change; the answer ends that. */
export const heard = changes.listen;

/** Listens to the sandbox for as long as the page is open. */
export function listen(): void {
  const source = new EventSource('/sandbox/live');
  source.onmessage = ({ data }) => {
    const change = JSON.parse(data) as Change;
    soon(change);
    changes.tell(change);
  };
  source.onerror = () => become(false);
  source.onopen = () => {
    become(true);
    // Catch up on changes from while nothing was listening.
    changed();
  };
}

/** Whether the sandbox is there. */
export const useConnected = (): boolean => useSyncExternalStore(connection.listen, () => connected);
