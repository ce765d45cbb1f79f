import { dirname } from 'node:path';
import { z } from 'zod';
import type { EventStore, JobStore } from '../../../ports/stores.ts';
import { type Checkpoints, loadFromCheckpoint } from './checkpoint.ts';
import {
  damagedLine,
  draftMark,
  type Line,
  type LogFile,
  openLogFile,
  parseJson,
  replaceFile,
  syncDirectory,
} from './durable-file.ts';
import { createEventIndex, dayOf, type EventId, type EventLine, eventKey, StoredEvent } from './event-index.ts';
import { groupCommit } from './group-commit.ts';

const Shape = z.union([
  z.strictObject({
    event: StoredEvent,
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

/** Events of earlier days that nobody needs. */
async function findOld(log: LogFile, from: number, isSettled: (id: EventId) => boolean): Promise<Set<string>> {
  const old = new Set<string>();
  for await (const line of log.lines()) {
    const { event } = readEventLine(log.path, line);
    if (event && dayOf(event) < from && isSettled(event)) old.add(eventKey(event));
  }
  return old;
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
  /** Keeps what is in memory for the next start, when that is worth it. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  onWarning(text: string): void;
  /** A checkpoint is due. */
  onBehind(): void;
}

/** events.jsonl: events, and marks for who has got them. In memory are the unsettled ones, and of all others where they are. */
export async function openEvents(path: string, jobs: Pick<JobStore, 'add'>, options: Options): Promise<Events> {
  const log = await openLogFile(path, options.onWarning);
  const index = createEventIndex();
  const { outboxes } = index;
  const checkpoints: Checkpoints = await loadFromCheckpoint(log, index.restore, (line) =>
    index.apply(readEventLine(path, line), line.offset),
  );
  const from = index.keptFrom();
  if (from !== undefined) {
    const old = await findOld(log, from, (id) => !outboxes.isUnsettled(id));
    if (old.size > 0) {
      await dropEvents(log, old);
      return openEvents(path, jobs, options);
    }
  }
  if (checkpoints.isDue()) options.onBehind();
  const underWay = new Map<string, Promise<unknown>>();

  const group = groupCommit(async (lines: readonly EventLine[]) => {
    const offsets = await log.write(lines.map((line) => JSON.stringify(line)));
    for (const [at, line] of lines.entries()) index.apply(line, offsets[at] ?? 0);
    if (checkpoints.isDue()) options.onBehind();
    return lines.map(() => undefined);
  });

  return {
    async append(received, channels, newJobs = []) {
      const key = eventKey(received);
      // The same event may be on its way to the disk: then "not new" is true only once it has arrived.
      while (underWay.has(key)) await underWay.get(key)?.catch(() => {});
      const isNew = index.offsetOf(key) === undefined;
      if (!isNew && !(channels && outboxes.isUnrouted(received))) return false;
      const line = { event: structuredClone(received), ...(channels && { channels: [...channels] }) };
      const storing = group.add(line).finally(() => underWay.delete(key));
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
      await group.add({ settled: { teamId, ids: known, ...(channel !== undefined && { channel }) } });
    },

    async move(teamId, from, to) {
      const events = outboxes.of(teamId, from, Number.POSITIVE_INFINITY);
      if (events.length === 0) return;
      for (const event of events)
        await group.add({ event, channels: [...new Set([...outboxes.channelsOf(event), to])] });
      await group.add({ settled: { teamId, ids: events.map(({ id }) => id), channel: from } });
    },

    async get(teamId, id) {
      const key = eventKey({ teamId, id });
      const event = outboxes.get({ teamId, id });
      if (event) return structuredClone(event);
      const offset = index.offsetOf(key);
      return offset === undefined ? undefined : (JSON.parse(await log.lineAt(offset)) as EventLine).event;
    },

    latest: async (teamId, object) => index.latest(teamId, object),

    async checkpoint() {
      if (!checkpoints.isDue()) return;
      await group.settled();
      await checkpoints.save(index.save);
    },

    async close() {
      await group.close();
      await log.close();
    },
  };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
