import { useSyncExternalStore } from 'react';
import type { Seat } from './seats.ts';

const drafts = new Map<string, string>();
const listeners = new Set<() => void>();

const keyOf = ({ user, place, thread }: Seat): string => `${user}/${place}/${thread ?? ''}`;

export function setDraft(seat: Seat, text: string): void {
  drafts.set(keyOf(seat), text);
  for (const listener of listeners) listener();
}

/** What is typed and not sent yet, by person and place. */
export const useDraft = (seat: Seat): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => drafts.get(keyOf(seat)) ?? '',
  );
