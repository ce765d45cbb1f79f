import type { LiteMailEvent } from '../../../domain/events/event.ts';
import type { EventStore } from '../../../ports/stores.ts';
import { type EventLine, eventKey, readEventLine } from './event-line.ts';
import { groupCommit } from './group-commit.ts';
import { type LogFile, loadLog, openLogFile } from './log-file.ts';
import { dropEvents, oldEvents } from './old-events.ts';

export interface Events extends EventStore {
  close(): Promise<void>;
}

/** events.jsonl: events, and marks for those that are settled. In memory are the unsettled ones, and of all others where they are. */
export async function openEvents(path: string, onWarning: (text: string) => void): Promise<Events> {
  const log = await openLogFile(path, onWarning);
  const { offsets, unsettled, old } = await load(log);
  if (old.size > 0) {
    await dropEvents(log, old);
    return openEvents(path, onWarning);
  }
  const underWay = new Map<string, Promise<unknown>>();
  const listeners: (() => void)[] = [];

  const group = groupCommit((lines: readonly string[]) => log.write(lines));
  const write = (line: EventLine): Promise<number> => group.add(JSON.stringify(line));

  async function store(event: LiteMailEvent): Promise<void> {
    offsets.set(eventKey(event), await write({ event }));
    unsettled.set(eventKey(event), event);
    for (const listener of listeners) listener();
  }

  return {
    async append(received) {
      const key = eventKey(received);
      // The same event may be on its way to the disk: then "not new" is true only once it has arrived.
      while (underWay.has(key)) await underWay.get(key)?.catch(() => {});
      if (offsets.has(key)) return false;
      const storing = store(structuredClone(received)).finally(() => underWay.delete(key));
      underWay.set(key, storing);
      await storing;
      return true;
    },

    // Frozen and not copied: a long outbox is read again and again.
    unsettled: async (limit) => [...unsettled.values()].slice(0, limit).map(frozen),

    async settle(teamId, ids) {
      const known = ids.filter((id) => unsettled.has(eventKey({ teamId, id })));
      if (known.length === 0) return;
      await write({ settled: { teamId, ids: known } });
      for (const id of known) unsettled.delete(eventKey({ teamId, id }));
    },

    async get(teamId, id) {
      const key = eventKey({ teamId, id });
      const event = unsettled.get(key);
      if (event) return structuredClone(event);
      const offset = offsets.get(key);
      return offset === undefined ? undefined : (JSON.parse(await log.lineAt(offset)) as EventLine).event;
    },

    onAppended(listener) {
      listeners.push(listener);
    },

    async close() {
      await group.close();
      await log.close();
    },
  };
}

/** By key: where each event is, those not settled, and those that nobody needs any more. */
async function load(log: LogFile) {
  const offsets = new Map<string, number>();
  const unsettled = new Map<string, LiteMailEvent>();
  const receivedAt = new Map<string, number>();
  await loadLog(log, (line) => {
    const { event, settled } = readEventLine(log.path, line);
    if (event) {
      const key = eventKey(event);
      offsets.set(key, line.offset);
      unsettled.set(key, event);
      receivedAt.set(key, event.receivedAt);
    }
    for (const id of settled?.ids ?? []) unsettled.delete(eventKey({ teamId: settled?.teamId ?? '', id }));
  });
  return { offsets, unsettled, old: oldEvents(receivedAt, (key) => !unsettled.has(key)) };
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
