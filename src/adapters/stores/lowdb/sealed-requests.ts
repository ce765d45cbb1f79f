import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { canonicalJson } from '../../../lib/json.ts';
import type { RequestStore, Seal } from '../../../ports/stores.ts';
import type { ClosedRequests } from './closed-requests.ts';
import type { Database } from './database.ts';

/** As it is stored. */
type Sealed = ApprovalRequest & { readonly mac?: string };

const textOf = ({ mac: _, tampered: __, ...request }: Sealed): string => canonicalJson(request);
const sealed = (request: Sealed, seal: Seal): Sealed => ({ ...request, mac: seal.sign(textOf(request)) });

/** Whether anything may still be done because of it. */
const isOfUse = ({ status, outcome, inverse, undoneBy }: ApprovalRequest): boolean =>
  status === 'pending' ||
  status === 'approved' ||
  outcome?.needsRecheck === true ||
  ((inverse !== undefined || outcome?.undoable === true) && undoneBy === undefined);

/** Requests with a code over all that is stored of them: one that something else wrote, or changed, is `tampered`. */
export function sealedRequests(requests: RequestStore, seal: Seal): RequestStore {
  return {
    insert: (request, more) => requests.insert(sealed(request, seal), more),
    replace: async (next, more) => {
      // What is not ours does not become ours by a change of something else.
      if (next.tampered) return false;
      return requests.replace(sealed(next, seal), more);
    },
    async get(teamId, id) {
      const row: Sealed | undefined = await requests.get(teamId, id);
      if (!row) return undefined;
      const { mac, ...request } = row;
      const isOurs = mac === undefined ? !isOfUse(request) : seal.isOurs(textOf(row), mac);
      return isOurs ? request : { ...request, tampered: true };
    },
    async list(teamId, filter) {
      const rows: Sealed[] = await requests.list(teamId, filter);
      return rows.map(({ mac: _, ...request }) => request);
    },
  };
}

/**
 * Seals what the release before sealed requests has left, once: from then on a request without a code counts as
 * tampered with. Says how many they were.
 */
export async function sealOldRequests(database: Database, closed: ClosedRequests, seal: Seal): Promise<number> {
  const isUnsealed = (request: Sealed) => request.mac === undefined && isOfUse(request);
  if (database.state.sealed || database.state.requests.some(({ mac }: Sealed) => mac !== undefined)) return 0;
  const moved = await Promise.all(
    [...closed.teams()].flatMap((team) => [...closed.list(team)]).map((archived) => closed.read(archived)),
  );
  await closed.add(moved.filter(isUnsealed).map((request) => sealed(request, seal)));
  const open = await database.update((state) => [
    {
      ...state,
      sealed: true as const,
      requests: state.requests.map((request) => (isUnsealed(request) ? sealed(request, seal) : request)),
    },
    state.requests.filter(isUnsealed).length,
  ]);
  return moved.filter(isUnsealed).length + open;
}
