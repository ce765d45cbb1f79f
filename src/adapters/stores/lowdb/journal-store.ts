import { z } from 'zod';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { JournalStore } from '../../../ports/stores.ts';
import type { ClosedRequests } from './closed-requests.ts';
import { type Database, isRow } from './database.ts';
import { damagedLine, type LogFile, loadLog, openLogFile, parseJson, writeDurably } from './durable-file.ts';
import { groupCommit } from './group-commit.ts';
import { type WithJournal, withoutJournal } from './upgrade-request.ts';

interface Journals extends JournalStore {
  /** Whose journals there are. */
  rows(): Iterable<{ readonly teamId: string; readonly request: string }>;
  /** Deletes on disk what was deleted. Until then it stays for a store.json that is restored from its copy. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** Without `progress` the journal is deleted. */
const Line = z.strictObject({ teamId: z.string(), request: z.string(), progress: z.json().exactOptional() });
type Line = z.output<typeof Line>;

/** Once the file has grown by so many bytes, it is written anew with what still counts. */
const COMPACT_AFTER = 4 << 20;

/** journals.jsonl: each line is the whole journal of one request and takes the place of the one before. */
export async function openJournals(path: string, onWarning: (text: string) => void): Promise<Journals> {
  const rows = new Map<string, Line>();
  const deleted = new Map<string, Line>();
  let log = await openLogFile(path, onWarning);
  let grownBy = 0;

  function apply(line: Line): void {
    if (line.progress === undefined) rows.delete(keyOf(line));
    else rows.set(keyOf(line), line);
  }

  await loadLog(log, ({ number, text }) => {
    const { success, data } = Line.safeParse(parseJson(text));
    if (!success) throw damagedLine(path, number);
    grownBy += text.length;
    apply(data);
  });
  if (grownBy > 0) log = await compact(log, rows.values(), onWarning);
  grownBy = 0;

  const group = groupCommit(async (lines: readonly { line: Line; lazily: boolean }[]) => {
    if (grownBy > COMPACT_AFTER) {
      grownBy = 0;
      log = await compact(log, rows.values(), onWarning).catch((error: Error) => {
        onWarning(`${path} was not made shorter: ${error.message}`);
        return log;
      });
    }
    const texts = lines.map(({ line }) => JSON.stringify(line));
    await log.write(texts, { lazily: lines.every(({ lazily }) => lazily) });
    for (const { line } of lines) apply(line);
    grownBy += texts.reduce((sum, text) => sum + text.length, 0);
    return lines.map(() => undefined);
  });

  return {
    rows: () => rows.values(),
    async get(teamId, request) {
      const key = keyOf({ teamId, request });
      return deleted.has(key) ? undefined : structuredClone(rows.get(key)?.progress);
    },
    async put(teamId, request, progress, { lazily = false } = {}) {
      deleted.delete(keyOf({ teamId, request }));
      await group.add({ line: { teamId, request, progress: structuredClone(progress) }, lazily });
    },
    async delete(teamId, request) {
      const key = keyOf({ teamId, request });
      if (rows.has(key)) deleted.set(key, { teamId, request });
    },
    async sweep() {
      const lines = [...deleted.values()];
      await Promise.all(lines.map((line) => group.add({ line, lazily: true })));
      for (const line of lines) deleted.delete(keyOf(line));
    },
    async close() {
      await group.close();
      await log.close();
    },
  };
}

const keyOf = ({ teamId, request }: Pick<Line, 'teamId' | 'request'>): string => JSON.stringify([teamId, request]);

async function compact(log: LogFile, rows: Iterable<Line>, onWarning: (text: string) => void): Promise<LogFile> {
  await writeDurably(log.path, [...rows].map((row) => `${JSON.stringify(row)}\n`).join(''));
  await log.close();
  return openLogFile(log.path, onWarning);
}

/** Moves journals that release 0.1 left inside requests, and deletes those of requests that were over at a crash. */
export async function moveJournals(database: Database, closed: ClosedRequests, journals: Journals): Promise<void> {
  const requests: readonly (ApprovalRequest & WithJournal)[] = database.state.requests;
  const move = async (teamId: string, id: string, { journal }: WithJournal): Promise<void> => {
    if (journal !== undefined && (await journals.get(teamId, id)) === undefined)
      await journals.put(teamId, id, journal);
  };
  for (const request of requests) await move(request.teamId, request.id, request);
  for (const { teamId, id, journal } of closed.journals)
    if (!requests.some(isRow({ teamId, id }))) await move(teamId, id, { journal });
  if (requests.some((request) => 'journal' in request))
    await database.update((state) => [{ ...state, requests: state.requests.map(withoutJournal) }, undefined]);

  for (const { teamId, request: id } of [...journals.rows()]) {
    const request = requests.find(isRow({ teamId, id }));
    if (request && isOver(request)) await journals.delete(teamId, id);
  }
}

/** Not a pending one: where store.json was restored from its copy, the journal is ahead of it. */
const isOver = ({ status, outcome }: ApprovalRequest): boolean =>
  status !== 'pending' && status !== 'approved' && !outcome?.needsRecheck;
