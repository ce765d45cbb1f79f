import { useMemo } from 'react';
import type { SeenMessage } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import { useRead } from '../data/use-read.ts';

interface Conversation {
  /** undefined until they are read. */
  readonly messages: readonly SeenMessage[] | undefined;
  readonly replies: ReadonlyMap<string, number>;
}

/** The sandbox's name for where a seat looks: the app's direct message goes by the person. */
export const channelOf = ({ user, place }: Pick<Seat, 'user' | 'place'>): string => (place === 'app' ? user : place);

const isReply = ({ thread_ts, ts }: SeenMessage): boolean => thread_ts !== undefined && thread_ts !== ts;

/** What a person sees of a channel, and how many answers each thread has. */
export function useMessages(seat: Pick<Seat, 'user' | 'place' | 'team'>): Conversation {
  const { user, team } = seat;
  const all = useRead<{ messages: SeenMessage[] }>({
    read: 'messages',
    team,
    user,
    channel: channelOf(seat),
  })?.messages;
  return useMemo(() => {
    const replies = new Map<string, number>();
    for (const message of all ?? [])
      if (isReply(message) && message.thread_ts)
        replies.set(message.thread_ts, (replies.get(message.thread_ts) ?? 0) + 1);
    return { messages: all?.filter((message) => !isReply(message)), replies };
  }, [all]);
}

/** A message and its replies. */
export function useThread({ team, user, place, thread }: Seat): readonly SeenMessage[] {
  const query = thread ? { read: 'messages', team, user, channel: channelOf({ user, place }), thread } : undefined;
  return useRead<{ messages: SeenMessage[] }>(query)?.messages ?? [];
}
