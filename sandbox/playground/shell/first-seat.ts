import type { Team } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';

/** Where a team opens: as somebody who requests changes, in the channel for that. */
const starts: Readonly<Record<string, Omit<Seat, 'team'>>> = {
  T0ACME: { user: 'U0ANA', place: 'C0OPS' },
  T0NOVA: { user: 'U0NED', place: 'C1OPS' },
};

export function firstSeat({ id, people }: Team): Seat {
  const start = starts[id];
  if (start) return { team: id, ...start };
  const first = people.find((person) => !person.isBot && !person.isGuest);
  return { team: id, user: first?.id ?? '', place: 'home' };
}

/** Somebody else than the first person, looking at where requests are decided. */
export function besideSeat({ team, user, place }: Seat, people: Team['people']): Seat {
  const others = people.filter((person) => !person.isBot && !person.isGuest && person.id !== user);
  const other = others.find((person) => person.id === 'U0BO') ?? others[0];
  return { team, user: other?.id ?? user, place: team === 'T0ACME' ? 'C0APPROVE' : place };
}
