import { useSyncExternalStore } from 'react';
import { listeners } from './listeners.ts';
import type { Seat } from './seats.ts';

const drafts = new Map<string, string>();
const { listen, tell } = listeners();

const keyOf = ({ user, place, thread }: Seat): string => `${user}/${place}/${thread ?? ''}`;

export function setDraft(seat: Seat, text: string): void {
  drafts.set(keyOf(seat), text);
  tell();
}

/** What is typed and not sent yet, by person and place. */
export const useDraft = (seat: Seat): string => useSyncExternalStore(listen, () => drafts.get(keyOf(seat)) ?? '');
