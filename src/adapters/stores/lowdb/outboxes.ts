import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { eventKey } from './event-line.ts';

type EventId = Pick<LiteMailEvent, 'teamId' | 'id'>;

interface Unsettled {
  readonly event: LiteMailEvent;
  /** Those that have still to get it; undefined until somebody has said which they are. */
  readonly channels?: Set<string>;
}

const outboxKey = (teamId: string, channel: string): string => JSON.stringify([teamId, channel]);

/** Events that some channel has still to get, in memory, as events.jsonl tells it. */
export function createOutboxes() {
  const unsettled = new Map<string, Unsettled>();
  const outboxes = new Map<string, { teamId: string; channel: string; events: Map<string, LiteMailEvent> }>();

  function take(id: EventId, channel: string): void {
    const outbox = outboxes.get(outboxKey(id.teamId, channel));
    outbox?.events.delete(eventKey(id));
    if (outbox?.events.size === 0) outboxes.delete(outboxKey(id.teamId, channel));
  }

  return {
    put(event: LiteMailEvent, channels?: readonly string[]): void {
      const { teamId } = event;
      if (channels?.length === 0) unsettled.delete(eventKey(event));
      else unsettled.set(eventKey(event), { event, ...(channels && { channels: new Set(channels) }) });
      for (const channel of channels ?? []) {
        const key = outboxKey(teamId, channel);
        const outbox = outboxes.get(key) ?? { teamId, channel, events: new Map() };
        outboxes.set(key, outbox);
        outbox.events.set(eventKey(event), event);
      }
    },

    /** The channel has it; without a channel nobody needs it any more. */
    settle(id: EventId, channel?: string): void {
      const channels = unsettled.get(eventKey(id))?.channels ?? new Set();
      for (const each of channel === undefined ? [...channels] : [channel]) {
        channels.delete(each);
        take(id, each);
      }
      if (channel === undefined || channels.size === 0) unsettled.delete(eventKey(id));
    },

    isUnsettled: (id: EventId, channel?: string): boolean => {
      const found = unsettled.get(eventKey(id));
      return found !== undefined && (channel === undefined || found.channels?.has(channel) === true);
    },
    isUnrouted: (id: EventId): boolean => {
      const found = unsettled.get(eventKey(id));
      return found !== undefined && !found.channels;
    },
    get: (id: EventId): LiteMailEvent | undefined => unsettled.get(eventKey(id))?.event,
    first: (limit: number): LiteMailEvent[] => [...unsettled.values()].slice(0, limit).map(({ event }) => event),
    unrouted: (): LiteMailEvent[] =>
      [...unsettled.values()].flatMap(({ event, channels }) => (channels ? [] : [event])),
    channels: (): { teamId: string; channel: string }[] =>
      [...outboxes.values()].map(({ teamId, channel }) => ({ teamId, channel })),
    of(teamId: string, channel: string, limit: number): LiteMailEvent[] {
      const found: LiteMailEvent[] = [];
      for (const event of outboxes.get(outboxKey(teamId, channel))?.events.values() ?? []) {
        if (found.length === limit) break;
        found.push(event);
      }
      return found;
    },
  };
}
