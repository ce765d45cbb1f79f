import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { ClosedRequests } from './closed-requests.ts';
import type { Database } from './database.ts';
import type { Journals } from './journal-store.ts';
import { isRow } from './store-state.ts';
import { type WithJournal, withoutJournal } from './upgrade-request.ts';

/** Moves journals that release 0.1 left inside requests, and deletes those of requests that were over at a crash. */
export async function moveJournals(database: Database, closed: ClosedRequests, journals: Journals): Promise<void> {
  const requests: readonly (ApprovalRequest & WithJournal)[] = database.state.requests;
  const move = async (teamId: string, id: string, { journal }: WithJournal): Promise<void> => {
    if (journal !== undefined && (await journals.get(teamId, id)) === undefined)
      await journals.put(teamId, id, journal);
  };
  for (const request of requests) await move(request.teamId, request.id, request);
  for (const teamId of closed.teams())
    for (const archived of closed.list(teamId))
      if (!requests.some(isRow({ teamId, id: archived.id }))) await move(teamId, archived.id, archived);
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
