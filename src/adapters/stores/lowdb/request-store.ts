import type { AuditFact } from '../../../domain/audit/audit-chain.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Json } from '../../../lib/json.ts';
import type { PlanStore, RequestStore, WithRequest } from '../../../ports/stores.ts';
import type { Audit } from './audit-store.ts';
import { loadFromCheckpoint } from './checkpoint.ts';
import { type Database, isRow, RequestShape, type State, withOutbox, withRow } from './database.ts';
import { damagedLine, openLogFile, parseJson } from './durable-file.ts';
import { groupCommit } from './group-commit.ts';
import type { Jobs } from './job-store.ts';
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
    journals,
    read: async ({ offset }) => withoutJournal(upgradeRequest<ApprovalRequest>(JSON.parse(await log.lineAt(offset)))),
    async close() {
      await group.close();
      await log.close();
    },
  };
}

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
