import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import {
  type Alteration,
  type AuditEntry,
  type AuditFact,
  chain,
  createChainCheck,
  genesis,
} from '../../../domain/audit/audit-chain.ts';
import type { AuditStore } from '../../../ports/stores.ts';
import type { AuditState, Database } from './database.ts';
import { type Line, loadLog, openLogFile, parseJson } from './durable-file.ts';
import { groupCommit } from './group-commit.ts';

export interface Audit extends AuditStore {
  /** Waits for the disk with what was appended lazily, and keeps apart from it, lazily, where the chain ends. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  onWarning(text: string): void;
  /** There is something to sync. */
  onBehind(): void;
}

const remembered = 3000;

const Shape = z.looseObject({
  sequence: z.int(),
  previous: z.string(),
  hash: z.string(),
  teamId: z.string(),
  key: z.string().optional(),
});

/** After so many entries, about a millisecond of work, the check of the chain gives others the processor for a while. */
const CHECKED_AT_ONCE = 50;
const CHECK_PAUSE_MS = 25;

/** audit.jsonl. What was done to it from outside stops nothing: `check` finds it. */
export async function openAudit(
  path: string,
  database: Pick<Database, 'state' | 'update'>,
  { onWarning, onBehind }: Options,
): Promise<Audit> {
  const log = await openLogFile(path, onWarning);
  const headAtOpen = database.state.audit?.head;
  const teams = new Set(Object.keys(database.state.audit?.told ?? {}));
  const untold = new Map<string, AuditEntry[]>();
  const listeners: ((teamId: string) => void)[] = [];
  let last: AuditEntry | undefined;
  let closed = false;
  let checking: Promise<unknown> | undefined;
  /** The head stays where it was until it has been compared: else a crash in between would take what it has to tell. */
  let compared = headAtOpen === undefined;
  /** Where the latest entries with a key are, oldest first. */
  const offsets = new Map<string, number>();

  const headOf = (entry: AuditEntry | undefined): AuditState['head'] => ({
    sequence: entry?.sequence ?? 0,
    hash: entry?.hash ?? genesis,
  });
  const toldUpTo = (teamId: string): number => {
    const { told = {}, base = 0 } = database.state.audit ?? {};
    return told[teamId] ?? base;
  };

  function remember(entry: AuditEntry, offset: number): void {
    last = entry;
    teams.add(entry.teamId);
    if (entry.sequence > toldUpTo(entry.teamId)) {
      const waiting = untold.get(entry.teamId) ?? [];
      untold.set(entry.teamId, waiting);
      waiting.push(entry);
      if (waiting.length > remembered) waiting.shift();
    }
    const key = keyOf(entry);
    if (key === undefined) return;
    offsets.set(key, offset);
    for (const oldest of offsets.keys()) {
      if (offsets.size <= remembered) break;
      offsets.delete(oldest);
    }
  }

  const load = ({ text, offset }: Line): void => {
    const entry = parseEntry(text);
    if (entry) remember(entry, offset);
    else
      onWarning(
        `${path} has a line near its end that is not an audit entry. The next entry follows the last valid one.`,
      );
  };
  await loadLog(log, load, await log.startOfLast(remembered));
  const isHeadKnown = headAtOpen !== undefined || last === undefined;
  if (!database.state.audit) {
    const head = headOf(last);
    untold.clear();
    await keep(() => ({ head, told: {}, base: head.sequence }));
  }

  /** Keeps something apart from the file, lazily. */
  function keep(next: (state: AuditState) => AuditState): Promise<void> {
    const start = { head: headOf(undefined), told: {}, base: 0 };
    return database.update((state) => [{ ...state, audit: next(state.audit ?? start) }, undefined], { lazily: true });
  }

  async function known(key: string): Promise<AuditEntry | undefined> {
    const offset = offsets.get(key);
    return offset === undefined ? undefined : parseEntry(await log.lineAt(offset));
  }

  const group = groupCommit(async (facts: readonly { fact: AuditFact; lazily: boolean }[]) => {
    let before = last;
    const added: AuditEntry[] = [];
    const addedByKey = new Map<string, AuditEntry>();
    const answers: AuditEntry[] = [];
    for (const { fact } of facts) {
      const key = keyOf(fact);
      const same = key && (addedByKey.get(key) ?? (await known(key)));
      if (same) {
        answers.push(same);
        continue;
      }
      before = chain(before, fact);
      added.push(before);
      if (key) addedByKey.set(key, before);
      answers.push(before);
    }
    if (added.length === 0) {
      if (facts.some(({ lazily }) => !lazily)) await log.sync();
      return answers;
    }
    const lazily = facts.every((one) => one.lazily);
    const written = await log.write(
      added.map((entry) => JSON.stringify(entry)),
      { lazily },
    );
    for (const [index, entry] of added.entries()) remember(entry, written[index] ?? 0);
    onBehind();
    for (const teamId of new Set(added.map((entry) => entry.teamId)))
      for (const listener of listeners) listener(teamId);
    return answers;
  });

  async function check(): Promise<Alteration | undefined> {
    await group.settled();
    const chainCheck = createChainCheck(headAtOpen);
    for await (const { number, text } of log.lines()) {
      if (closed) return undefined;
      const alteration = chainCheck.add(parseEntry(text));
      if (alteration) return alteration;
      if (number % CHECKED_AT_ONCE === 0) await setTimeout(CHECK_PAUSE_MS, undefined, { ref: false });
    }
    return chainCheck.end();
  }

  return {
    append: async (fact, { lazily = false } = {}) =>
      structuredClone(await group.add({ fact: structuredClone(fact), lazily })),

    async sync() {
      const head = headOf(last);
      await log.sync();
      if (compared && database.state.audit?.head.hash !== head.hash) await keep((state) => ({ ...state, head }));
    },

    async *entries(teamId) {
      await group.settled();
      for await (const { number, text } of log.lines()) {
        const entry = parseEntry(text);
        if (!entry) onWarning(`Line ${number} of ${path} is not an audit entry and was skipped.`);
        else if (teamId === undefined || entry.teamId === teamId) yield entry;
      }
    },

    async check() {
      const found = check();
      checking = found;
      const alteration = await found;
      compared ||= !closed;
      return { alteration, isHeadKnown, teams: [...teams] };
    },

    listen(listener) {
      listeners.push(listener);
    },
    untold: async (teamId, limit) => structuredClone(untold.get(teamId)?.slice(0, limit) ?? []),
    owing: async () => [...untold].flatMap(([teamId, waiting]) => (waiting.length > 0 ? [teamId] : [])),
    async markTold(teamId, sequence) {
      const waiting = untold.get(teamId)?.filter((entry) => entry.sequence > sequence) ?? [];
      untold.set(teamId, waiting);
      await keep((state) => ({ ...state, told: { ...state.told, [teamId]: sequence } }));
    },

    async close() {
      closed = true;
      await checking;
      await group.close();
      await log.close();
    },
  };
}

/** A key says nothing outside its team. */
const keyOf = ({ teamId, key }: AuditFact): string | undefined => key && JSON.stringify([teamId, key]);

function parseEntry(text: string): AuditEntry | undefined {
  const json = parseJson(text);
  // Safe because the shape shows that it is an entry; whether it is a true one is what the chain is for.
  return Shape.safeParse(json).success ? (json as AuditEntry) : undefined;
}
