import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { channelOf } from '../conversation/use-messages.ts';
import { heard } from './change-stream.ts';
import { read } from './control.ts';
import { listeners } from './listeners.ts';
import type { Query, SeenMessage } from './page-shapes.ts';
import { recall, remember } from './remembered.ts';
import type { Seat } from './seats.ts';
import { touches } from './touches.ts';

const newest = new Map<string, readonly string[]>();
const { listen, tell } = listeners();
let version = 0;

const keyOf = ({ user }: Seat, place: string) => `seen.${user}.${place}`;
const queryOf = ({ team, user }: Seat, place: string): Query => ({
  read: 'messages',
  team,
  user,
  channel: channelOf({ user, place }),
});

async function look(seat: Seat, place: string): Promise<void> {
  const answer = await read<{ messages: SeenMessage[] }>(queryOf(seat, place)).catch(() => undefined);
  if (!answer) return;
  newest.set(
    keyOf(seat, place),
    answer.messages.filter(({ user }) => user !== seat.user).map(({ ts }) => ts),
  );
  version += 1;
  tell();
}

/** How many messages of each place this person has not looked at yet. */
export function useUnread(seat: Seat, places: readonly string[]): (place: string) => number {
  const { user, team, place: here } = seat;
  const all = places.join();
  useSyncExternalStore(listen, () => version);
  const watched = useMemo(() => ({ seat: { user, team, place: '' }, places: all.split(',') }), [user, team, all]);
  useEffect(() => {
    for (const place of watched.places) void look(watched.seat, place);
    return heard((change) => {
      for (const place of watched.places)
        if (change.kind === 'message' && touches(change, queryOf(watched.seat, place))) void look(watched.seat, place);
    });
  }, [watched]);

  const tsOf = (place: string) => newest.get(keyOf(seat, place)) ?? [];
  const last = tsOf(here).at(-1);
  useEffect(() => {
    if (last) remember(keyOf({ user, team, place: here }, here), last);
  }, [user, team, here, last]);
  return (place) => {
    if (place === here) return 0;
    const seen = recall(keyOf(seat, place)) ?? '';
    return tsOf(place).filter((ts) => ts > seen).length;
  };
}
