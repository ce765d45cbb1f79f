import { dirname } from 'node:path';
import { z } from 'zod';
import type { LiteMailEvent } from '../../../domain/events/event.ts';
import type { EventStore, JobStore } from '../../../ports/stores.ts';
import {
  damagedLine,
  draftMark,
  groupCommit,
  type Line,
  type LogFile,
  loadLog,
  openLogFile,
  parseJson,
  replaceFile,
  syncDirectory,
} from './durable-file.ts';

/** A line of events.jsonl: an event with the channels that are to get it, or what a channel, or everybody, has got. */
interface EventLine {
  readonly event?: LiteMailEvent;
  readonly channels?: readonly string[];
  readonly settled?: { readonly teamId: string; readonly ids: readonly string[]; readonly channel?: string };
}

const Shape = z.union([
  z.strictObject({
    event: z.looseObject({ id: z.string(), teamId: z.string(), receivedAt: z.number() }),
    channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    settled: z.strictObject({ teamId: z.string(), ids: z.array(z.string()), channel: z.string().optional() }),
  }),
]);

function readEventLine(path: string, line: Line): EventLine {
  const json = parseJson(line.text);
  if (!Shape.safeParse(json).success) throw damagedLine(path, line.number);
  // Safe because every writer of this file is typed, and the shape shows that it is such a line.
  return json as EventLine;
}

/** An event's id is LiteMail's own and says nothing outside its team. */
const eventKey = ({ teamId, id }: Pick<LiteMailEvent, 'teamId' | 'id'>): string => JSON.stringify([teamId, id]);

type EventId = Pick<LiteMailEvent, 'teamId' | 'id'>;

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

/** How long LiteMail may take to deliver an event once more and still be known to have done so. */
const month = 30 * 86_400_000;

/** Those that nobody needs, when there are so many that leaving them out is worth the writing. Measured by the newest event. */
function oldEvents(receivedAt: ReadonlyMap<string, number>, isSettled: (key: string) => boolean): Set<string> {
  const newest = [...receivedAt.values()].reduce((a, b) => Math.max(a, b), 0);
  const old = [...receivedAt].filter(([key, at]) => at < newest - month && isSettled(key)).map(([key]) => key);
  return new Set(old.length > receivedAt.size / 2 ? old : []);
}

/** Rewrites the log without them, and closes it. */
async function dropEvents(log: LogFile, old: ReadonlySet<string>): Promise<void> {
  const draft = await openLogFile(`${log.path}${draftMark}shorter`, () => {});
  const lines: string[] = [];
  for await (const line of log.lines()) {
    const text = withoutOld(readEventLine(log.path, line), old);
    if (text) lines.push(JSON.stringify(text));
    if (lines.length === 1000) await draft.write(lines.splice(0));
  }
  await draft.write(lines);
  await draft.close();
  await log.close();
  await replaceFile(draft.path, log.path);
  await syncDirectory(dirname(log.path));
}

function withoutOld(line: EventLine, old: ReadonlySet<string>): EventLine | undefined {
  const { event, settled } = line;
  if (event) return old.has(eventKey(event)) ? undefined : line;
  const ids = settled?.ids.filter((id) => !old.has(eventKey({ teamId: settled.teamId, id }))) ?? [];
  return settled && ids.length > 0 ? { settled: { ...settled, ids } } : undefined;
}

interface Events extends EventStore {
  close(): Promise<void>;
}

/** events.jsonl: events, and marks for who has got them. In memory are the unsettled ones, and of all others where they are. */
export async function openEvents(
  path: string,
  jobs: Pick<JobStore, 'add'>,
  onWarning: (text: string) => void,
): Promise<Events> {
  const log = await openLogFile(path, onWarning);
  const { offsets, outboxes, old } = await load(log);
  if (old.size > 0) {
    await dropEvents(log, old);
    return openEvents(path, jobs, onWarning);
  }
  const underWay = new Map<string, Promise<unknown>>();

  const group = groupCommit((lines: readonly string[]) => log.write(lines));
  const write = (line: EventLine): Promise<number> => group.add(JSON.stringify(line));

  async function store(event: LiteMailEvent, channels?: readonly string[]): Promise<void> {
    offsets.set(eventKey(event), await write({ event, ...(channels && { channels }) }));
    outboxes.put(event, channels);
  }

  return {
    async append(received, channels, newJobs = []) {
      const key = eventKey(received);
      // The same event may be on its way to the disk: then "not new" is true only once it has arrived.
      while (underWay.has(key)) await underWay.get(key)?.catch(() => {});
      const isNew = !offsets.has(key);
      if (!isNew && !(channels && outboxes.isUnrouted(received))) return false;
      const storing = store(structuredClone(received), channels).finally(() => underWay.delete(key));
      underWay.set(key, storing);
      await storing;
      if (newJobs.length > 0) await jobs.add(newJobs);
      return isNew;
    },

    // Frozen and not copied: a long outbox is read again and again.
    unsettled: async (limit) => outboxes.first(limit).map(frozen),
    unrouted: async () => outboxes.unrouted().map(frozen),
    owed: async (teamId, channel, limit) => outboxes.of(teamId, channel, limit).map(frozen),
    owing: async () => outboxes.channels(),

    async settle(teamId, ids, channel) {
      const known = ids.filter((id) => outboxes.isUnsettled({ teamId, id }, channel));
      if (known.length === 0) return;
      await write({ settled: { teamId, ids: known, ...(channel !== undefined && { channel }) } });
      for (const id of known) outboxes.settle({ teamId, id }, channel);
    },

    async move(teamId, from, to) {
      const events = outboxes.of(teamId, from, Number.POSITIVE_INFINITY);
      for (const event of events) await store(event, [...new Set([...outboxes.channelsOf(event), to])]);
      const known = events.map(({ id }) => id);
      if (known.length === 0) return;
      await write({ settled: { teamId, ids: known, channel: from } });
      for (const id of known) outboxes.settle({ teamId, id }, from);
    },

    async get(teamId, id) {
      const key = eventKey({ teamId, id });
      const event = outboxes.get({ teamId, id });
      if (event) return structuredClone(event);
      const offset = offsets.get(key);
      return offset === undefined ? undefined : (JSON.parse(await log.lineAt(offset)) as EventLine).event;
    },

    async close() {
      await group.close();
      await log.close();
    },
  };
}

/** Where each event is by key, what is not settled, and what nobody needs any more. */
async function load(log: LogFile) {
  const offsets = new Map<string, number>();
  const outboxes = createOutboxes();
  const receivedAt = new Map<string, number>();
  await loadLog(log, (line) => {
    const { event, channels, settled } = readEventLine(log.path, line);
    if (event) {
      const key = eventKey(event);
      offsets.set(key, line.offset);
      outboxes.put(event, channels);
      receivedAt.set(key, event.receivedAt);
    }
    for (const id of settled?.ids ?? []) outboxes.settle({ teamId: settled?.teamId ?? '', id }, settled?.channel);
  });
  const unsettled = new Set(outboxes.first(Number.POSITIVE_INFINITY).map(eventKey));
  return { offsets, outboxes, old: oldEvents(receivedAt, (key) => !unsettled.has(key)) };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
