import type { Alteration, AuditEntry, AuditFact } from '../domain/audit/audit-chain.ts';
import type { RecordSet } from '../domain/dns/model/record.ts';
import type { Snapshot, SnapshotInfo } from '../domain/dns/model/snapshot.ts';
import type { RecordTemplate } from '../domain/dns/plan/template.ts';
import type { ChannelSubscription, Endpoint, LiteMailEvent } from '../domain/events/event.ts';
import type { Plan } from '../domain/proposal.ts';
import type { Policy } from '../engine/approvals/policy/policy.ts';
import type { ApprovalRequest } from '../engine/approvals/request/request.ts';
import type { Json } from '../lib/json.ts';
import type { WakeUps } from './wake-ups.ts';

/**
 * All persistent state. Each store has one contract suite in test/contracts that every adapter passes.
 * All methods copy in and out, are durable when they resolve, and never show one team another team's rows.
 */
export interface Stores {
  readonly teams: TeamStore;
  readonly plans: PlanStore;
  readonly requests: RequestStore;
  readonly journals: JournalStore;
  readonly jobs: JobStore;
  readonly events: EventStore;
  readonly subscriptions: ChannelSubscriptionStore;
  readonly endpoints: EndpointStore;
  readonly snapshots: SnapshotStore;
  readonly templates: TemplateStore;
  readonly notes: NoteStore;
  readonly audit: AuditStore;
  /** Notified whenever jobs were stored, however they came. */
  readonly wakeUps: WakeUps;
  /** Rejects while nothing could be stored. Cheap enough to be asked every second. */
  probe(): Promise<void>;
  /** Waits for pending writes, then closes the data. */
  close(): Promise<void>;
}

/** A team's settings. Secrets are sealed by the vault before they come here. */
export interface TeamSettings {
  readonly teamId: string;
  readonly policy: Policy;
  /** Name of the secret → sealed text: `litemail.apiKey`, `cloudflare.credential` … */
  readonly secrets: { readonly [name: string]: string };
  /** What an admin has switched on. */
  readonly options?: {
    /** Records that the app writes get a comment with the request and the person. */
    readonly signRecords?: boolean;
  };
  readonly version: number;
}

export interface TeamStore {
  get(teamId: string): Promise<TeamSettings | undefined>;
  /** Writes `next` only if the stored version is `next.version - 1` (0 when absent); tells whether it did. */
  replace(next: TeamSettings): Promise<boolean>;
  all(): Promise<TeamSettings[]>;
}

/** Plans by fingerprint, written once. */
export interface PlanStore {
  put(teamId: string, plan: Plan): Promise<string>;
  get(teamId: string, fingerprint: string): Promise<Plan | undefined>;
}

/** What is stored in one piece with a request. */
export interface WithRequest {
  readonly jobs?: readonly NewJob[];
  /** Each has a key, so that none is in the audit twice. */
  readonly facts?: readonly AuditFact[];
  /** By fingerprint. */
  readonly plans?: Readonly<Record<string, Plan>>;
}

export interface RequestStore {
  /** `conflict` if the id is taken. */
  insert(request: ApprovalRequest, more?: WithRequest): Promise<void>;
  get(teamId: string, id: string): Promise<ApprovalRequest | undefined>;
  /** Writes only if the stored version is `next.version - 1`; tells whether it did. */
  replace(next: ApprovalRequest, more?: WithRequest & WriteOptions): Promise<boolean>;
  /** Newest first. */
  list(
    teamId: string,
    filter?: { status?: readonly ApprovalRequest['status'][]; subject?: string; limit?: number },
  ): Promise<ApprovalRequest[]>;
}

/**
 * `lazily`: seen at once by everybody, but it may be lost in a crash until the next write that is durable. For what is
 * only shown, or found out again.
 */
export interface WriteOptions {
  readonly lazily?: boolean;
}

/** What an apply needs after a crash, one row for each request. */
export interface JournalStore {
  get(teamId: string, requestId: string): Promise<Json | undefined>;
  put(teamId: string, requestId: string, progress: Json, options?: WriteOptions): Promise<void>;
  /** Once the request is over. It may come back after a crash. */
  delete(teamId: string, requestId: string): Promise<void>;
}

/** Work to be done, at least once, by whichever process claims it. Handlers are idempotent. */
export interface Job {
  readonly id: string;
  readonly teamId: string;
  readonly kind: string;
  /** While one of this team, kind and key waits, a second is not added; if it is due earlier, the one that waits is due then. One that runs does not count: the second waits for it. */
  readonly key: string;
  readonly data: Json;
  /** Epoch milliseconds. */
  readonly runAt: number;
  readonly attempts: number;
  /** Follows from what else is stored, and is added again at each start: a store may forget it when the process ends. */
  readonly derived?: true;
  /** Run once more after its end, it changes nothing: so its end is stored lazily. */
  readonly repeatable?: true;
  /** `runAt` is a time of day that people were told; of all others it is when a wait ends. */
  readonly deadline?: true;
}
export type NewJob = Omit<Job, 'id' | 'attempts'>;

export interface JobStore {
  add(jobs: readonly NewJob[]): Promise<void>;
  /**
   * Takes up to `limit` due jobs for `leaseMs`, never two of one team, kind and key; a job whose lease ran out is due
   * again. On the embedded store a restart frees all leases. Never those in `mine`, which the
   * caller is still at, nor their namesakes.
   */
  claim(now: number, leaseMs: number, limit: number, mine?: ReadonlySet<string>): Promise<Job[]>;
  /** The job is done, or runs again at `again.runAt` with `again.data`. */
  finish(job: Job, again?: { runAt: number; data: Json }): Promise<void>;
  /** When the next job is due, but for those in `mine`; undefined if none waits. */
  nextRunAt(mine?: ReadonlySet<string>): Promise<number | undefined>;
  list(teamId: string, kind?: string): Promise<Job[]>;
  /**
   * Somebody set the clock by so many milliseconds, and it shows `now`: what waits, but for deadlines, waits as long as it
   * would have. What may have been added since then is never put off.
   */
  shift(milliseconds: number, now: number): Promise<void>;
  /** How many there are of all teams, running ones included. */
  count(): Promise<number>;
}

/** Events, and what channels have still to get of them. */
export interface EventStore {
  /**
   * Appends durably, with the channels that are to get it and the jobs that follow, unless this team has an event of this
   * id; tells whether it was new. One that was stored without channels gets them.
   */
  append(event: LiteMailEvent, channels?: readonly string[], jobs?: readonly NewJob[]): Promise<boolean>;
  /** Events that some channel has still to get, and those stored without channels, oldest first. */
  unsettled(limit: number): Promise<LiteMailEvent[]>;
  /** Those stored without channels, oldest first. */
  unrouted(): Promise<LiteMailEvent[]>;
  /** What a channel has still to get, oldest first. */
  owed(teamId: string, channel: string, limit: number): Promise<LiteMailEvent[]>;
  /** The channels of all teams that have still to get something. */
  owing(): Promise<{ readonly teamId: string; readonly channel: string }[]>;
  /** The channel has them; without a channel nobody needs them any more. */
  settle(teamId: string, ids: readonly string[], channel?: string): Promise<void>;
  /** What one channel has still to get, the other gets. */
  move(teamId: string, from: string, to: string): Promise<void>;
  get(teamId: string, id: string): Promise<LiteMailEvent | undefined>;
  /**
   * Of the events about this object (its `objectOf`, or else the first word of the id) the one received last, if that was
   * some minutes ago at most.
   */
  latest(teamId: string, object: string): Promise<Pick<LiteMailEvent, 'id' | 'receivedAt'> | undefined>;
}

export interface ChannelSubscriptionStore {
  put(subscription: ChannelSubscription): Promise<void>;
  get(teamId: string, id: string): Promise<ChannelSubscription | undefined>;
  list(teamId: string): Promise<ChannelSubscription[]>;
  delete(teamId: string, id: string): Promise<boolean>;
}

export interface EndpointStore {
  put(endpoint: Endpoint): Promise<void>;
  /** By id alone: LiteMail's request names no team. */
  find(id: string): Promise<Endpoint | undefined>;
  /** Of all teams. */
  all(): Promise<Endpoint[]>;
  list(teamId: string): Promise<Endpoint[]>;
  delete(teamId: string, id: string): Promise<boolean>;
}

/** Which zone of a team. */
export type ZoneRef = Pick<SnapshotInfo, 'teamId' | 'home' | 'zone'>;

/** Zones as they were read. Kept for 90 days, measured by the newest reading of the zone; equal content is kept once. */
export interface SnapshotStore {
  /** Only a failure of power loses it. */
  put(snapshot: Snapshot): Promise<void>;
  /** Oldest first. */
  readings(zone: ZoneRef): Promise<SnapshotInfo[]>;
  /** The records of a reading; undefined when it is not kept any more. */
  sets(reading: SnapshotInfo): Promise<RecordSet[] | undefined>;
}

/** A record template of a team, by its name. */
export interface SavedTemplate extends RecordTemplate {
  readonly teamId: string;
  /** Slack user id. */
  readonly savedBy: string;
  /** Epoch milliseconds. */
  readonly savedAt: number;
}

export interface TemplateStore {
  /** Replaces one of the same name. */
  put(template: SavedTemplate): Promise<void>;
  get(teamId: string, name: string): Promise<SavedTemplate | undefined>;
  /** By name. */
  list(teamId: string): Promise<SavedTemplate[]>;
  delete(teamId: string, name: string): Promise<boolean>;
}

/** What a feature has found out and keeps for the next time, by a name of its own. It reads it as it would what came from outside. */
export interface NoteStore {
  /** Replaces one of the same name. */
  put(teamId: string, name: string, note: Json): Promise<void>;
  get(teamId: string, name: string): Promise<Json | undefined>;
}

export interface AuditStore {
  /** Chains and appends durably, in one order for all callers. A key of the last 3,000 entries gives back that entry instead. */
  append(fact: AuditFact, options?: WriteOptions): Promise<AuditEntry>;
  /** Oldest first. */
  entries(teamId?: string): AsyncIterable<AuditEntry>;
  /**
   * Reads the whole chain and compares it with the head that was kept apart from it when the store was opened. Takes
   * little of the processor at a time. `isHeadKnown`: without one nobody can tell whether the end is missing.
   */
  check(): Promise<{
    readonly alteration: Alteration | undefined;
    readonly isHeadKnown: boolean;
    /** Whose entries there are, or were. */
    readonly teams: readonly string[];
  }>;
  /** Called with the team of each new entry. */
  listen(listener: (teamId: string) => void): void;
  /** Entries that the team's audit channel has still to get, oldest first. */
  untold(teamId: string, limit: number): Promise<AuditEntry[]>;
  /** The teams of such entries. */
  owing(): Promise<string[]>;
  /** The channel has got them up to this one, or is not to get them. */
  markTold(teamId: string, sequence: number): Promise<void>;
}

/** Codes that only those can make who hold a key; all keys verify, the first one signs. */
export interface Seal {
  sign(text: string): string;
  isOurs(text: string, mac: string): boolean;
}

/** Seals secrets at rest; team and field are bound in, so a sealed text moved elsewhere does not open. */
export interface Vault {
  seal(teamId: string, field: string, secret: string): string;
  open(teamId: string, field: string, sealed: string): string;
  /** The id of the key that opens it, where the vault does not have that key. */
  missingKey(sealed: string): string | undefined;
}
