import { z } from 'zod';
import { objectOf } from '../../../domain/events/describe.ts';
import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { parseJson } from './durable-file.ts';

/** A line of events.jsonl: an event with the channels that are to get it, or what a channel, or everybody, has got. */
export interface EventLine {
  readonly event?: LiteMailEvent;
  readonly channels?: readonly string[];
  readonly settled?: { readonly teamId: string; readonly ids: readonly string[]; readonly channel?: string };
}

export const StoredEvent = z.looseObject({ id: z.string(), teamId: z.string(), receivedAt: z.number() });

/** An event's id is LiteMail's own and says nothing outside its team. */
export const eventKey = ({ teamId, id }: Pick<LiteMailEvent, 'teamId' | 'id'>): string => JSON.stringify([teamId, id]);

export type EventId = Pick<LiteMailEvent, 'teamId' | 'id'>;

interface Unsettled {
  readonly event: LiteMailEvent;
  /** Those that have still to get it; undefined until somebody has said which they are. */
  readonly channels?: Set<string>;
}

const outboxKey = (teamId: string, channel: string): string => JSON.stringify([teamId, channel]);

/** Events that some channel has still to get, in memory, as events.jsonl tells it. */
function createOutboxes() {
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
    channelsOf: (id: EventId): readonly string[] => [...(unsettled.get(eventKey(id))?.channels ?? [])],
    all: (): Unsettled[] => [...unsettled.values()],
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

/** How long an object's last event is known. */
const LATEST_MS = 10 * 60_000;

type Latest = Pick<LiteMailEvent, 'id' | 'receivedAt'>;

/** The last event of each object, the oldest of these first. */
function createLatest() {
  const latest = new Map<string, Latest>();
  return {
    put({ teamId, id, receivedAt, body }: LiteMailEvent): void {
      const key = JSON.stringify([teamId, objectOf(body) ?? id.split('-')[0]]);
      latest.delete(key);
      latest.set(key, { id, receivedAt });
      for (const [oldest, event] of latest) {
        if (event.receivedAt >= receivedAt - LATEST_MS) break;
        latest.delete(oldest);
      }
    },
    of: (teamId: string, object: string): Latest | undefined => latest.get(JSON.stringify([teamId, object])),
    save: (): [string, Latest][] => [...latest],
    restore: (saved: readonly [string, Latest][]): void => {
      for (const [key, event] of saved) latest.set(key, event);
    },
  };
}

/** How long LiteMail may take to deliver an event once more and still be known to have done so, in days. */
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

export const dayOf = ({ receivedAt }: Pick<LiteMailEvent, 'receivedAt'>): number => Math.floor(receivedAt / DAY_MS);

/** Where each event is by key, what is not settled, and how many came on each day. */
export function createEventIndex() {
  const outboxes = createOutboxes();
  const latest = createLatest();
  const days = new Map<number, number>();
  let offsets = new Map<string, number>();
  /** Parsed when somebody asks for an event that has been settled, or whether one is new. */
  let earlier: Buffer | undefined;

  function all(): Map<string, number> {
    if (earlier !== undefined) {
      const [keys, at] = JSON.parse(earlier.toString()) as [string[], number[]];
      earlier = undefined;
      offsets = new Map([...keys.map((key, index) => [key, at[index] ?? 0] as const), ...offsets]);
    }
    return offsets;
  }

  return {
    outboxes,
    latest: latest.of,
    offsetOf: (key: string): number | undefined => offsets.get(key) ?? all().get(key),
    apply({ event, channels, settled }: EventLine, offset: number): void {
      if (event) {
        if (!offsets.has(eventKey(event))) {
          days.set(dayOf(event), (days.get(dayOf(event)) ?? 0) + 1);
          latest.put(event);
        }
        offsets.set(eventKey(event), offset);
        outboxes.put(event, channels);
      }
      for (const id of settled?.ids ?? []) outboxes.settle({ teamId: settled?.teamId ?? '', id }, settled?.channel);
    },
    /** The first day of those that may have to be known; older events are left out when they are so many that it is worth the writing. */
    keptFrom(): number | undefined {
      const from = Math.max(...days.keys()) - KEPT_DAYS;
      let [old, count] = [0, 0];
      for (const [day, events] of days) {
        count += events;
        if (day < from) old += events;
      }
      return old > count / 2 ? from : undefined;
    },
    save(): string {
      const unsettled = outboxes
        .all()
        .map(({ event, channels }) => ({ event, ...(channels && { channels: [...channels] }) }));
      const known = all();
      return `${JSON.stringify({ unsettled, days: [...days], latest: latest.save() })}\n${JSON.stringify([[...known.keys()], [...known.values()]])}`;
    },
    restore(known: Buffer): boolean {
      const split = known.indexOf('\n');
      const json = parseJson(known.toString('utf8', 0, Math.max(0, split)));
      if (!Saved.safeParse(json).success) return false;
      // Safe because the shape shows that it is what `save` writes.
      const saved = json as {
        unsettled: { event: LiteMailEvent; channels?: string[] }[];
        days: [number, number][];
        latest?: [string, Latest][];
      };
      for (const { event, channels } of saved.unsettled) outboxes.put(event, channels);
      for (const [day, count] of saved.days) days.set(day, count);
      latest.restore(saved.latest ?? []);
      earlier = known.subarray(split + 1);
      return true;
    },
  };
}

const Saved = z.strictObject({
  unsettled: z.array(z.strictObject({ event: StoredEvent, channels: z.array(z.string()).optional() })),
  days: z.array(z.tuple([z.int(), z.int()])),
  latest: z.array(z.tuple([z.string(), z.object({ id: z.string(), receivedAt: z.number() })])).optional(),
});
