import type { LiteMailEvent } from '../../../domain/events/event.ts';
import type { EventStore, JobStore } from '../../../ports/stores.ts';
import { type EventLine, eventKey, readEventLine } from './event-line.ts';
import { groupCommit } from './group-commit.ts';
import { type LogFile, loadLog, openLogFile } from './log-file.ts';
import { dropEvents, oldEvents } from './old-events.ts';
import { createOutboxes } from './outboxes.ts';

export interface Events extends EventStore {
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
