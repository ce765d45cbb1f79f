import { readFile } from 'node:fs/promises';
import { type Adapter, Low } from 'lowdb';
import { z } from 'zod';
import type { AuditFact, AuditHead } from '../../../domain/audit/audit-chain.ts';
import type { ChannelSubscription, Endpoint } from '../../../domain/events/event.ts';
import type { Plan } from '../../../domain/proposal.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { AppError } from '../../../lib/errors.ts';
import type { Job, TeamSettings, WriteOptions } from '../../../ports/stores.ts';
import { copyWhole, damaged, ifMissing, parseJson, shellWord, writeDurably } from './durable-file.ts';
import { groupCommit } from './group-commit.ts';
import { upgradeJob, upgradeRequest } from './upgrade-request.ts';

/** What store.json holds: all that changes. Values are replaced and never changed in place, so a reader may keep one. */
export interface State {
  readonly version: 1;
  readonly teams: readonly TeamSettings[];
  readonly requests: readonly ApprovalRequest[];
  readonly jobs: readonly Job[];
  readonly subscriptions: readonly ChannelSubscription[];
  readonly endpoints: readonly Endpoint[];
  /** What was stored with requests and is on its way to files of its own (createOutbox). */
  readonly outbox?: Outbox;
  readonly audit?: AuditState;
  /** Requests carry a code from now on: one without is not ours. */
  readonly sealed?: true;
}

/** What has to be known of audit.jsonl apart from it. */
export interface AuditState {
  /** An entry that was on the disk when this was written, the last one then. */
  readonly head: AuditHead;
  /** Team → the last entry that its audit channel has got; `base` where there is none. */
  readonly told: Readonly<Record<string, number>>;
  readonly base: number;
}

interface Outbox {
  readonly facts: readonly AuditFact[];
  readonly plans: readonly { readonly teamId: string; readonly fingerprint: string; readonly plan: Plan }[];
}

const emptyState: State = { version: 1, teams: [], requests: [], jobs: [], subscriptions: [], endpoints: [] };

// The fields that the stores themselves look at; the rest of a row is what the services put there.
const row = z.looseObject({ teamId: z.string(), id: z.string() });

export const RequestShape = row.extend({
  version: z.int(),
  status: z.string(),
  createdAt: z.number(),
  proposal: z.looseObject({ title: z.string() }),
});

export const JobShape = row.extend({ kind: z.string(), key: z.string(), runAt: z.number(), attempts: z.int() });

const StateShape = z.strictObject({
  version: z.literal(1),
  teams: z.array(
    z.looseObject({
      teamId: z.string(),
      version: z.int(),
      policy: z.looseObject({}),
      secrets: z.record(z.string(), z.string()),
    }),
  ),
  requests: z.array(RequestShape),
  jobs: z.array(JobShape),
  subscriptions: z.array(row.extend({ channel: z.string() })),
  endpoints: z.array(row.extend({ url: z.string() })),
  outbox: z
    .strictObject({
      facts: z.array(z.looseObject({ teamId: z.string(), key: z.string() })),
      plans: z.array(z.strictObject({ teamId: z.string(), fingerprint: z.string(), plan: z.json() })),
    })
    .optional(),
  audit: z
    .strictObject({
      head: z.strictObject({ sequence: z.int(), hash: z.string() }),
      told: z.record(z.string(), z.int()),
      base: z.int(),
    })
    .optional(),
  sealed: z.literal(true).optional(),
});

/** The state with these in its outbox. */
export const withOutbox = (state: State, added: Partial<Outbox>): State => {
  const { facts = [], plans = [] } = state.outbox ?? {};
  if (!added.facts?.length && !added.plans?.length) return state;
  return {
    ...state,
    outbox: { facts: [...facts, ...(added.facts ?? [])], plans: [...plans, ...(added.plans ?? [])] },
  };
};

/** Of a release that knows more than this one. */
const Later = z.looseObject({ version: z.int().min(2) });

interface Row {
  readonly teamId: string;
  readonly id: string;
}

export const isRow =
  ({ teamId, id }: Row) =>
  (other: Row): boolean =>
    other.id === id && other.teamId === teamId;

/** The rows with this one at the place of its namesake, or at the end. */
export const withRow = <R extends Row>(rows: readonly R[], next: R): R[] =>
  rows.some(isRow(next)) ? rows.map((row) => (isRow(next)(row) ? next : row)) : [...rows, next];

export const withoutRow = <R extends Row>(rows: readonly R[], gone: Row): R[] =>
  rows.filter((row) => !isRow(gone)(row));

/** Gives the next state (the same one if nothing changes) and what to answer. A change that throws changes nothing. */
export type Change<Answer> = (state: State) => readonly [next: State, answer: Answer];

export interface Database {
  /** As it is on disk but for lazy changes. Copy what you hand out. */
  readonly state: State;
  /** Changes run one after the other; each resolves once a write that holds it is on disk, a lazy one before. */
  update<Answer>(change: Change<Answer>, options?: WriteOptions): Promise<Answer>;
  /** Writes the lazy changes that no other write has taken along. */
  flush(): Promise<void>;
  /** Brings the copy of store.json up to date; tells whether it is. */
  copy(): Promise<boolean>;
  close(): Promise<void>;
}

interface Options {
  onWarning(text: string): void;
  /** There is something to flush or to copy. */
  onBehind(): void;
}

export async function openDatabase(path: string, { onWarning, onBehind }: Options): Promise<Database> {
  const file = stateFile(path, onWarning);
  const low = new Low<State>(file, emptyState);
  await low.read();
  let state = low.data;
  let written = state;

  const group = groupCommit(async (changes: readonly { change: Change<unknown>; lazily: boolean }[]) => {
    let next = state;
    let durably = false;
    const answers = changes.map(({ change, lazily }) => {
      try {
        const [changed, answer] = change(next);
        durably ||= changed !== next && !lazily;
        next = changed;
        return () => answer;
      } catch (error) {
        return () => {
          throw error;
        };
      }
    });
    if (durably) {
      low.data = next;
      await low.write();
      written = next;
    }
    if (next !== state) onBehind();
    state = next;
    return answers;
  });
  const update = async <Answer>(change: Change<Answer>, { lazily = false }: WriteOptions = {}): Promise<Answer> =>
    // Safe because the group answers each change at its place.
    (await group.add({ change, lazily }))() as Answer;
  const flush = () => update((now) => [now === written ? now : { ...now }, undefined]);

  return {
    get state() {
      return state;
    },
    update,
    flush,
    copy: () => file.copy(),
    async close() {
      await group.close();
      await file.copy();
    },
  };
}

interface StateFile extends Adapter<State> {
  /** Makes store.json.bak the same as store.json, unless it is; tells whether it is now. */
  copy(): Promise<boolean>;
}

/**
 * lowdb's way to store.json: whole, atomic, synced. Some seconds later it is copied to store.json.bak, so that damage to
 * one of them loses little. Reading damage throws an AppError with the command that restores the copy.
 */
function stateFile(path: string, onWarning: (text: string) => void): StateFile {
  const copyPath = `${path}.bak`;
  let isCopied = true;

  return {
    async read() {
      const [text, copied] = await Promise.all([path, copyPath].map((each) => readFile(each, 'utf8').catch(ifMissing)));
      if (text === undefined && copied === undefined) return null;
      const { state, problem } = parseState(text);
      if (!state) throw damaged(`${path} (${problem})`, restoreAdvice(path, copyPath, copied));
      isCopied = text === copied;
      return state;
    },

    async write(state) {
      const text = JSON.stringify(state);
      await writeDurably(path, text);
      isCopied = false;
    },

    async copy() {
      if (isCopied) return true;
      isCopied = true;
      await copyWhole(path, copyPath).catch((error: Error) => {
        isCopied = false;
        onWarning(`${copyPath} was not written: ${error.message}`);
      });
      return isCopied;
    },
  };
}

function restoreAdvice(path: string, copyPath: string, copied: string | undefined): string {
  return parseState(copied).state
    ? `Restore the last good copy, which may lack the last seconds, and start again: cp ${shellWord(copyPath)} ${shellWord(path)}`
    : `There is no good copy beside it. Restore ${path} from your backup, or start empty: rm -f ${shellWord(path)} ${shellWord(copyPath)}`;
}

function parseState(text: string | undefined): { state?: State; problem?: string } {
  if (text === undefined) return { problem: 'missing' };
  const json = parseJson(text);
  if (json === undefined) return { problem: 'not JSON' };
  if (Later.safeParse(json).success) {
    throw new AppError('not_configured', 'The data was written by a newer release of this app. Start that release.');
  }
  const { success, error } = StateShape.safeParse(json);
  // Safe because every writer of this file is typed, and the shape shows that it is such a file.
  if (success) {
    const state = json as State;
    return { state: { ...state, requests: state.requests.map(upgradeRequest), jobs: state.jobs.map(upgradeJob) } };
  }
  const [issue] = error.issues;
  return { problem: `at ${issue?.path.join('.') || 'the top'}: ${issue?.message}` };
}

interface WriteBehind {
  /** There is something to write. */
  soon(): void;
  start(work: () => Promise<void>): void;
  /** Does what is left to do, and nothing after that. */
  close(): Promise<void>;
}

/** Does its work so many milliseconds after the first call of `soon`, once for all calls until then. */
export function createWriteBehind(ms: number, onError: (error: Error) => void): WriteBehind {
  let work = async () => {};
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let closed = false;

  const run = (): void => {
    timer = undefined;
    running = running.then(() => work()).catch(onError);
  };
  return {
    soon() {
      if (!closed) timer ??= setTimeout(run, ms).unref();
    },
    start(given) {
      work = given;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      run();
      await running;
    },
  };
}
