import { useSyncExternalStore } from 'react';

/** A person at a screen: who, in which team, viewing what. */
export interface Seat {
  readonly team: string;
  readonly user: string;
  /** A channel's id, `home` (the app's Home tab), `app` (its messages) or `about`. */
  readonly place: string;
  /** ts of the message whose thread is open. */
  readonly thread?: string;
}

const encode = ({ team, user, place, thread }: Seat): string => `${team}/${user}/${place}${thread ? `/${thread}` : ''}`;

function decode(text: string): Seat | undefined {
  const [team, user, place, thread] = text.split('/');
  return team && user && place ? { team, user, place, ...(thread && { thread }) } : undefined;
}

/** Up to two seats, as they stand in the address after the #. */
const seatsIn = (hash: string): Seat[] =>
  decodeURIComponent(hash.replace(/^#/, ''))
    .split('+')
    .flatMap((part) => decode(part) ?? [])
    .slice(0, 2);

export const hashOf = (seats: readonly Seat[]): string => `#${seats.map(encode).join('+')}`;

export function sit(seats: readonly Seat[]): void {
  location.hash = hashOf(seats);
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};
const hashNow = () => location.hash;

export const useSeats = (): Seat[] => seatsIn(useSyncExternalStore(subscribe, hashNow));
