import { useEffect } from 'react';
import type { Team } from '../data/page-shapes.ts';
import { type Seat, sit, useSeats } from '../data/seats.ts';
import { besideSeat, firstSeat } from './first-seat.ts';

interface Arrangement {
  readonly first: Seat | undefined;
  readonly second: Seat | undefined;
  putFirst(seat: Seat | undefined): void;
  /** Without a seat the second person goes. */
  putSecond(seat: Seat | undefined): void;
  /** Somebody beside the first person, or nobody any more. */
  split(): void;
}

const isKnown = (teams: readonly Team[], { team, user }: Seat): boolean =>
  teams.some((it) => it.id === team && it.people.some((person) => person.id === user));

/** Who sits where, as the address says; somebody is put there when nobody is. */
export function useArrangement(teams: readonly Team[] | undefined): Arrangement {
  const all = useSeats();
  const [first, second] = teams ? all.filter((seat) => isKnown(teams, seat)) : [];
  const start = teams?.[0];
  useEffect(() => {
    if (!first && start) sit([firstSeat(start)]);
  }, [first, start]);
  const put = (...seats: readonly (Seat | undefined)[]) => sit(seats.filter((seat) => seat !== undefined));
  return {
    first,
    second,
    putFirst: (seat) => put(seat ?? first, second),
    putSecond: (seat) => put(first, seat),
    split() {
      const people = teams?.find((team) => team.id === first?.team)?.people ?? [];
      put(first, second || !first ? undefined : besideSeat(first, people));
    },
  };
}
