import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { AppError } from '../../../lib/errors.ts';
import type { RequestStore } from '../../../ports/stores.ts';
import type { ClosedRequests } from './closed-requests.ts';
import type { Database } from './database.ts';
import type { Jobs } from './job-store.ts';
import { isRow, type State, withRow } from './store-state.ts';

/** How many closed requests stay in store.json at most, and how many of the oldest are moved at once. */
const MAX_CLOSED = 200;
const MOVED_AT_ONCE = 100;

export interface Requests extends RequestStore {
  /** Waits until closed requests have been moved. */
  close(): Promise<void>;
}

export function createRequests(
  database: Database,
  closed: ClosedRequests,
  jobs: Jobs,
  onWarning: (text: string) => void,
): Requests {
  let moving: Promise<void> | undefined;

  const storedVersion = (state: State, { teamId, id }: ApprovalRequest): number | undefined =>
    (state.requests.find(isRow({ teamId, id })) ?? closed.find(teamId, id))?.version;

  const withRequest = (state: State, request: ApprovalRequest): State => ({
    ...state,
    requests: withRow(state.requests, request),
  });

  /** Keeps store.json small, so that writes stay fast. The latest stay, because they may still change. */
  async function moveClosed(): Promise<void> {
    const closedRequests = database.state.requests.filter(
      ({ status }) => status !== 'pending' && status !== 'approved',
    );
    if (closedRequests.length < MAX_CLOSED) return;
    const old = new Set(closedRequests.sort((a, b) => closeTime(a) - closeTime(b)).slice(0, MOVED_AT_ONCE));
    await closed.add([...old]);
    // A request that was changed meanwhile is a different object, and stays.
    await database.update((state) => [
      { ...state, requests: state.requests.filter((request) => !old.has(request)) },
      undefined,
    ]);
  }

  return {
    async insert(request, added = []) {
      const [row, newJobs] = structuredClone([request, added] as const);
      await database.update((state) => {
        if (storedVersion(state, row) !== undefined) {
          throw new AppError('conflict', `A request with the id ${row.id} already exists.`);
        }
        return [jobs.withJobs(withRequest(state, row), newJobs), undefined];
      });
      if (newJobs.length > 0) jobs.announce();
      moving ??= moveClosed()
        .catch((error: Error) => onWarning(`Closed requests were not moved out of store.json: ${error.message}`))
        .finally(() => {
          moving = undefined;
        });
    },

    async get(teamId, id) {
      const request = database.state.requests.find(isRow({ teamId, id }));
      if (request) return structuredClone(request);
      const archived = closed.find(teamId, id);
      return archived && closed.read(archived);
    },

    async replace(next, added = []) {
      const [row, newJobs] = structuredClone([next, added] as const);
      const replaced = await database.update((state) => {
        if (storedVersion(state, row) !== row.version - 1) return [state, false];
        return [jobs.withJobs(withRequest(state, row), newJobs), true];
      });
      if (replaced && newJobs.length > 0) jobs.announce();
      return replaced;
    },

    async list(teamId, { status, zone, limit = Number.POSITIVE_INFINITY } = {}) {
      const open = database.state.requests.filter((request) => request.teamId === teamId);
      const openIds = new Set(open.map(({ id }) => id));
      const all = [
        ...[...closed.list(teamId)].filter(({ id }) => !openIds.has(id)),
        ...open.map((request) => ({ ...request, zones: request.proposal.zones, request })),
      ];
      const wanted = all
        .filter((row) => !status || status.includes(row.status))
        .filter((row) => zone === undefined || row.zones.includes(zone))
        .reverse()
        .sort((a, b) => b.createdAt - a.createdAt)
        .slice(0, limit);
      return Promise.all(wanted.map((row) => ('request' in row ? structuredClone(row.request) : closed.read(row))));
    },

    async close() {
      await moving;
    },
  };
}

const closeTime = ({ closedAt, createdAt }: ApprovalRequest): number => closedAt ?? createdAt;
