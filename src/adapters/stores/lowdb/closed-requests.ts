import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { Json } from '../../../lib/json.ts';
import { damagedLine, parseJson } from './damage.ts';
import { groupCommit } from './group-commit.ts';
import { loadLog, openLogFile } from './log-file.ts';
import { RequestShape } from './store-state.ts';
import { upgradeRequest, type WithJournal, withoutJournal } from './upgrade-request.ts';

/** The searchable fields; the request itself stays in the file. */
export interface ArchivedRequest extends Pick<ApprovalRequest, 'id' | 'version' | 'status' | 'createdAt'> {
  readonly subjects: readonly string[];
  /** Of release 0.1, where a recheck still needs it. */
  readonly journal?: Json;
  readonly offset: number;
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
  read(archived: ArchivedRequest): Promise<ApprovalRequest>;
  close(): Promise<void>;
}

export async function openClosedRequests(path: string, onWarning: (text: string) => void): Promise<ClosedRequests> {
  const log = await openLogFile(path, onWarning);
  const teams = new Map<string, Map<string, ArchivedRequest>>();

  function remember(request: ApprovalRequest & WithJournal, offset: number): void {
    const { teamId, id, version, status, createdAt, proposal, outcome, journal } = request;
    const team = teams.get(teamId) ?? new Map<string, ArchivedRequest>();
    teams.set(teamId, team);
    team.set(id, {
      ...{ id, version, status, createdAt, subjects: proposal.subjects ?? [], offset },
      ...(journal !== undefined && outcome?.needsRecheck && { journal }),
    });
  }

  await loadLog(log, ({ number, offset, text }) => {
    const { success, data } = RequestShape.safeParse(parseJson(text));
    if (!success) throw damagedLine(path, number);
    // Safe because only add() writes here, and the shape shows that it is a request.
    remember(upgradeRequest(data as unknown as ApprovalRequest), offset);
  });

  const group = groupCommit((lines: readonly string[]) => log.write(lines));
  return {
    async add(requests) {
      await Promise.all(requests.map(async (request) => remember(request, await group.add(JSON.stringify(request)))));
    },
    find: (teamId, id) => teams.get(teamId)?.get(id),
    list: (teamId) => teams.get(teamId)?.values() ?? [],
    teams: () => teams.keys(),
    read: async ({ offset }) => withoutJournal(upgradeRequest<ApprovalRequest>(JSON.parse(await log.lineAt(offset)))),
    async close() {
      await group.close();
      await log.close();
    },
  };
}
