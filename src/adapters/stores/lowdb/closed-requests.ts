import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { Json } from '../../../lib/json.ts';
import { loadFromCheckpoint } from './checkpoint.ts';
import { RequestShape } from './database.ts';
import { damagedLine, openLogFile, parseJson } from './durable-file.ts';
import { groupCommit } from './group-commit.ts';
import { upgradeRequest, type WithJournal, withoutJournal } from './upgrade-request.ts';

/** The searchable fields; the request itself stays in the file. */
interface ArchivedRequest extends Pick<ApprovalRequest, 'id' | 'version' | 'status' | 'createdAt'> {
  readonly subjects: readonly string[];
  readonly offset: number;
}

/** That release 0.1 left in a closed request, where a recheck still needs it. */
interface OldJournal {
  readonly teamId: string;
  readonly id: string;
  readonly journal: Json;
}

/**
 * Requests that closed long ago, kept out of the file that is rewritten for each change. One that changes after all goes
 * back to store.json; its old version stays here until it is moved again.
 */
export interface ClosedRequests {
  add(requests: readonly ApprovalRequest[]): Promise<void>;
  find(teamId: string, id: string): ArchivedRequest | undefined;
  /** In the order of closing. */
  list(teamId: string): Iterable<ArchivedRequest>;
  teams(): Iterable<string>;
  /** Of those that no checkpoint knew: who wrote one had moved them. */
  readonly journals: readonly OldJournal[];
  read(archived: ArchivedRequest): Promise<ApprovalRequest>;
  /** Keeps what is in memory for the next start, when that is worth it. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

export async function openClosedRequests(path: string, onWarning: (text: string) => void): Promise<ClosedRequests> {
  const log = await openLogFile(path, onWarning);
  const teams = new Map<string, Map<string, ArchivedRequest>>();
  const journals: OldJournal[] = [];
  /** Those before the checkpoint, as they are in it: parsed when somebody asks. */
  let earlier: Buffer | undefined;

  function setRow(teamId: string, row: ArchivedRequest): void {
    const team = teams.get(teamId) ?? new Map<string, ArchivedRequest>();
    teams.set(teamId, team);
    team.set(row.id, row);
  }

  function allOf(teamId: string): ReadonlyMap<string, ArchivedRequest> | undefined {
    if (earlier) {
      const latest = [...teams].flatMap(([team, rows]) => [...rows.values()].map((row) => [team, row] as const));
      teams.clear();
      for (const [team, rows] of JSON.parse(earlier.toString()) as [string, ArchivedRequest[]][])
        for (const row of rows) setRow(team, row);
      for (const [team, row] of latest) setRow(team, row);
      earlier = undefined;
    }
    return teams.get(teamId);
  }

  function remember(request: ApprovalRequest & WithJournal, offset: number): void {
    const { teamId, id, version, status, createdAt, proposal, outcome, journal } = request;
    setRow(teamId, { id, version, status, createdAt, subjects: proposal.subjects ?? [], offset });
    if (journal !== undefined && outcome?.needsRecheck) journals.push({ teamId, id, journal });
  }

  const restore = (known: Buffer): boolean => {
    earlier = known;
    return true;
  };
  const checkpoints = await loadFromCheckpoint(log, restore, ({ number, offset, text }) => {
    const { success, data } = RequestShape.safeParse(parseJson(text));
    if (!success) throw damagedLine(path, number);
    // Safe because only add() writes here, and the shape shows that it is a request.
    remember(upgradeRequest(data as unknown as ApprovalRequest), offset);
  });

  const group = groupCommit(async (requests: readonly ApprovalRequest[]) => {
    const offsets = await log.write(requests.map((request) => JSON.stringify(request)));
    for (const [index, request] of requests.entries()) remember(request, offsets[index] ?? 0);
    return requests.map(() => undefined);
  });
  return {
    async add(requests) {
      await Promise.all(requests.map((request) => group.add(request)));
    },
    async checkpoint() {
      if (!checkpoints.isDue()) return;
      await group.settled();
      allOf('');
      await checkpoints.save(() => JSON.stringify([...teams].map(([teamId, rows]) => [teamId, [...rows.values()]])));
    },
    find: (teamId, id) => teams.get(teamId)?.get(id) ?? allOf(teamId)?.get(id),
    list: (teamId) => allOf(teamId)?.values() ?? [],
    teams() {
      allOf('');
      return teams.keys();
    },
    journals,
    read: async ({ offset }) => withoutJournal(upgradeRequest<ApprovalRequest>(JSON.parse(await log.lineAt(offset)))),
    async close() {
      await group.close();
      await log.close();
    },
  };
}
