import { displayName } from '../../../domain/dns/model/name.ts';
import type { Change, RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import type { SnapshotInfo } from '../../../domain/dns/model/snapshot.ts';
import { diffItems } from '../../../domain/dns/review/diff-items.ts';
import { externalChanges } from '../../../domain/dns/review/external-changes.ts';
import type { PlanItem } from '../../../domain/proposal.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../product-context.ts';
import { changesWrittenIn, type WrittenChanges } from './changes-written-in.ts';

/** A change of a zone: by a request of this app, or external between two snapshots. */
type HistoryEntry =
  | {
      readonly kind: 'request';
      readonly at: number;
      readonly request: ApprovalRequest;
      readonly how: WrittenChanges['how'];
      readonly items: readonly PlanItem[];
    }
  | {
      readonly kind: 'outside';
      readonly at: number;
      readonly since: number;
      readonly items: readonly PlanItem[];
      /** LiteMail operations run through this app in that time, newest first: LiteMail writes records on its own. */
      readonly meanwhile: readonly ApprovalRequest[];
    };

const maxItems = 10;
/** Limit of requests to consider, newest first. */
const maxRequests = 500;

/** Newest first, from the zone's snapshots: the one right before each write names the request. */
export async function zoneHistory(ctx: CommandContext, zone: Zone, limit: number): Promise<HistoryEntry[]> {
  const { snapshots } = ctx.stores;
  const history = await snapshots.readings({ teamId: ctx.actor.teamId, home: zone.home, zone: zone.name });
  const writers = writersOf(ctx, zone, history);
  const executedBetween = executedRequests(ctx, zone);
  const itemsOf = (changes: readonly Change[]) => diffItems([{ zone, changes }], maxItems);
  const entries: HistoryEntry[] = [];
  for (let index = history.length - 1; index >= 0 && entries.length < limit; index -= 1) {
    const [before, snapshot] = [history[index - 1], history[index]];
    if (!snapshot) continue;
    for (const { request, how, changes } of await writers(({ from }) => from === index))
      entries.push({ kind: 'request', at: snapshot.at, request, how, items: itemsOf(changes) });
    if (!before || before.content === snapshot.content) continue;
    const [was = [], is = []] = await Promise.all([snapshots.sets(before), snapshots.sets(snapshot)]);
    const writes = await writers(({ from, to }) => from < index && index <= to);
    const changes = externalChanges(
      zone,
      was,
      is,
      writes.map(({ changes, how, from, to }) => ({
        changes,
        certain: from === index - 1 && to === index && (how === 'all' || how === 'part'),
      })),
    );
    if (changes.length === 0) continue;
    const [since, at] = [before.at, snapshot.at];
    entries.push({ kind: 'outside', at, since, items: itemsOf(changes), meanwhile: await executedBetween(since, at) });
  }
  return entries.slice(0, limit);
}

/** Finds requests applied for this zone in a period that wrote no records themselves. */
function executedRequests({ stores, actor }: CommandContext, zone: Zone) {
  let asked: Promise<ApprovalRequest[]> | undefined;
  return async (since: number, until: number): Promise<ApprovalRequest[]> => {
    asked ??= stores.requests.list(actor.teamId, { subject: zone.name, status: ['applied'], limit: maxRequests });
    return (await asked).filter(({ proposal, decisions, createdAt, closedAt = createdAt }) => {
      const startedAt = decisions.at(-1)?.at ?? createdAt;
      return proposal.noun !== 'zones' && startedAt <= until && closedAt > since;
    });
  };
}

/** The snapshots between which a request wrote: after `from`, not after `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}
type Writer = WrittenChanges & Span & { readonly request: ApprovalRequest };

/** Finds the requests that wrote in a span, in order; each is loaded once, on demand. */
function writersOf(ctx: CommandContext, zone: Zone, history: readonly SnapshotInfo[]) {
  const spans = new Map<string, Span>();
  for (const [index, { cause, request }] of history.entries()) {
    if (request && cause === 'before') spans.set(request, { from: index, to: Number.POSITIVE_INFINITY });
    const span = request && spans.get(request);
    if (span && cause === 'after') spans.set(request, { ...span, to: index });
  }
  const known = new Map<string, Promise<Writer[]>>();
  async function writer(id: string, { from, to }: Span): Promise<Writer[]> {
    const request = await ctx.stores.requests.get(ctx.actor.teamId, id);
    const written = request && (await changesWrittenIn(ctx, request, zone));
    if (!written) return [];
    const { closedAt = Number.POSITIVE_INFINITY } = request;
    const over = history.findIndex(({ at }, index) => index > from && at >= closedAt);
    return [{ ...written, request, from, to: Number.isFinite(to) || over < 0 ? to : over }];
  }
  return async (fits: (span: Span) => boolean): Promise<Writer[]> => {
    const matching = [...spans].filter(([, span]) => fits(span));
    const writers = await Promise.all(
      matching.map(([id, span]) => {
        const asked = known.get(id) ?? writer(id, span);
        known.set(id, asked);
        return asked;
      }),
    );
    return writers.flat().filter(fits);
  };
}

/** A zone at a point in time, from the app's snapshots. */
interface SnapshotAt {
  readonly requestedAt: number;
  /** The last snapshot at or before that time, or the first one. */
  readonly info: SnapshotInfo;
  readonly sets: readonly RecordSet[];
  /** The next snapshot, if any. */
  readonly next?: SnapshotInfo;
}

/** With `orFirst`, the first snapshot is used for earlier times. */
export async function snapshotAt(
  ctx: CommandContext,
  zone: Zone,
  requestedAt: number,
  { orFirst = false }: { readonly orFirst?: boolean } = {},
): Promise<SnapshotAt> {
  const { snapshots } = ctx.stores;
  const history = await snapshots.readings({ teamId: ctx.actor.teamId, home: zone.home, zone: zone.name });
  const last = history.findLast(({ at }) => at <= requestedAt);
  const info = last ?? (orFirst ? history[0] : undefined);
  const next = history.find(({ at }) => at > (info?.at ?? requestedAt));
  const sets = info && (await snapshots.sets(info));
  if (info && sets) return { requestedAt, info, sets, ...(next && { next }) };
  const since = next
    ? ` The first snapshot is from ${new Date(next.at).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
    : '';
  throw new AppError('not_found', `There is no snapshot of ${displayName(zone.name)} from before then.${since}`, {
    hint: 'A snapshot is taken whenever the zone is shown here, or a change to it is planned or applied. Snapshots are kept for 90 days.',
  });
}
