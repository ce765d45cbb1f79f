import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { AppError } from '../../../lib/errors.ts';
import type { PlanStore, RequestStore, WithRequest } from '../../../ports/stores.ts';
import type { Audit } from './audit-store.ts';
import type { ClosedRequests } from './closed-requests.ts';
import { type Database, isRow, type State, withOutbox, withRow } from './database.ts';
import type { Jobs } from './job-store.ts';

/**
 * Facts and plans that are stored in one write with a request, on their way to files of their own. A fact is in
 * audit.jsonl at once, and leaves the outbox when it is there for good; its key keeps it from being there twice.
 */
interface OutboxWork {
  /** Appends the new facts. One that fails is tried again later. */
  deliver(): Promise<void>;
  /** Moves everything to its own file and waits for the disk; that it is gone from here is a lazy change. */
  empty(): Promise<void>;
}

interface OutboxOptions {
  readonly database: Database;
  readonly audit: Audit;
  readonly plans: PlanStore;
  onWarning(text: string): void;
}

export function createOutbox({ database, audit, plans, onWarning }: OutboxOptions): OutboxWork {
  const appending = new Map<string, Promise<unknown>>();

  async function deliver(): Promise<void> {
    const facts = database.state.outbox?.facts.filter((fact) => !appending.has(idOf(fact))) ?? [];
    for (const fact of facts) {
      const appended = audit.append(fact, { lazily: true }).catch((error: Error) => {
        appending.delete(idOf(fact));
        onWarning(`The audit waits for the disk: ${error.message}`);
      });
      appending.set(idOf(fact), appended);
    }
    await Promise.all(facts.map((fact) => appending.get(idOf(fact))));
  }

  return {
    deliver,
    async empty() {
      const { facts = [], plans: waiting = [] } = database.state.outbox ?? {};
      if (facts.length + waiting.length === 0) return;
      await deliver();
      await Promise.all(facts.map((fact) => appending.get(idOf(fact))));
      await audit.sync();
      for (const { teamId, plan } of waiting) await plans.put(teamId, plan);
      const gone = new Set<unknown>([...facts.filter((fact) => appending.has(idOf(fact))), ...waiting]);
      await database.update(
        ({ outbox, ...state }) => {
          const left = {
            facts: outbox?.facts.filter((fact) => !gone.has(fact)) ?? [],
            plans: outbox?.plans.filter((plan) => !gone.has(plan)) ?? [],
          };
          return [left.facts.length + left.plans.length > 0 ? { ...state, outbox: left } : state, undefined];
        },
        { lazily: true },
      );
      for (const fact of facts) appending.delete(idOf(fact));
    },
  };
}

const idOf = ({ teamId, key }: AuditFact): string => JSON.stringify([teamId, key]);

/** How many closed requests stay in store.json at most, and how many of the oldest are moved at once. */
const MAX_CLOSED = 60;
const MOVED_AT_ONCE = 30;

interface Requests extends RequestStore {
  /** Waits until closed requests have been moved. */
  close(): Promise<void>;
}

interface Options {
  readonly jobs: Jobs;
  readonly plans: PlanStore;
  readonly outbox: OutboxWork;
  onWarning(text: string): void;
}

/** A plan of more characters is a file before the request is stored; a smaller one is in the outbox at first. */
const SMALL_PLAN = 16_000;

export function createRequests(
  database: Database,
  closed: ClosedRequests,
  { jobs, plans, outbox, onWarning }: Options,
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
    const count = Math.max(MOVED_AT_ONCE, closedRequests.length - MAX_CLOSED);
    const old = new Set(closedRequests.sort((a, b) => closeTime(a) - closeTime(b)).slice(0, count));
    await closed.add([...old]);
    // A request that was changed meanwhile is a different object, and stays.
    await database.update((state) => [
      { ...state, requests: state.requests.filter((request) => !old.has(request)) },
      undefined,
    ]);
  }

  /** The change that stores a request and what comes with it. */
  async function withMore(row: ApprovalRequest, { jobs: newJobs = [], facts = [], plans: all = {} }: WithRequest) {
    const small = Object.entries(all).filter(([, plan]) => JSON.stringify(plan).length <= SMALL_PLAN);
    for (const [print, plan] of Object.entries(all))
      if (!small.some(([other]) => other === print)) await plans.put(row.teamId, plan);
    const added = {
      facts,
      plans: small.map(([print, plan]) => ({ teamId: row.teamId, fingerprint: print, plan })),
    };
    return (state: State): State => withOutbox(jobs.withJobs(withRequest(state, row), newJobs), added);
  }

  function follow({ jobs: newJobs = [], facts = [] }: WithRequest): void {
    if (newJobs.length > 0) jobs.announce();
    if (facts.length > 0) void outbox.deliver();
  }

  return {
    async insert(request, given = {}) {
      const [row, more] = structuredClone([request, given] as const);
      const store = await withMore(row, more);
      await database.update((state) => {
        if (storedVersion(state, row) !== undefined) {
          throw new AppError('conflict', `A request with the id ${row.id} already exists.`);
        }
        return [store(state), undefined];
      });
      follow(more);
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

    async replace(next, { lazily = false, ...given } = {}) {
      const [row, more] = structuredClone([next, given] as const);
      const store = await withMore(row, more);
      const replaced = await database.update(
        (state) => (storedVersion(state, row) === row.version - 1 ? [store(state), true] : [state, false]),
        { lazily },
      );
      if (replaced) follow(more);
      return replaced;
    },

    async list(teamId, { status, subject, limit = Number.POSITIVE_INFINITY } = {}) {
      const open = database.state.requests.filter((request) => request.teamId === teamId);
      const openIds = new Set(open.map(({ id }) => id));
      // What is still open is not among the closed ones.
      const archived = status?.every((each) => each === 'pending' || each === 'approved') ? [] : closed.list(teamId);
      const all = [
        ...[...archived].filter(({ id }) => !openIds.has(id)),
        ...open.map((request) => ({ ...request, subjects: request.proposal.subjects ?? [], request })),
      ];
      const wanted = all
        .filter((row) => !status || status.includes(row.status))
        .filter((row) => subject === undefined || row.subjects.includes(subject))
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
