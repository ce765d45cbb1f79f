import type { ApprovalRequest } from '../../core/approval/request.ts';
import { byOthers } from '../../core/dns/by-others.ts';
import { diffItems } from '../../core/dns/diff-items.ts';
import type { Change, Zone } from '../../core/dns/record.ts';
import type { Reading } from '../../core/dns/snapshot.ts';
import type { PlanItem } from '../../core/plan.ts';
import type { CommandContext } from '../context.ts';
import { type Written, writtenIn } from './written-in.ts';

/** Something that changed a zone: a request of this app, or somebody else between two readings of it. */
export type HistoryEntry =
  | {
      readonly kind: 'request';
      readonly at: number;
      readonly request: ApprovalRequest;
      readonly how: Written['how'];
      readonly items: readonly PlanItem[];
    }
  | {
      readonly kind: 'outside';
      readonly at: number;
      readonly since: number;
      readonly items: readonly PlanItem[];
      /** What LiteMail was asked to do by way of this app meanwhile, newest first: it writes records of its own accord. */
      readonly meanwhile: readonly ApprovalRequest[];
    };

const mostItems = 10;
/** Of the newest requests of the zone; how many people look back at is limited anyway. */
const mostRequests = 500;

/** Newest first, from what was read of the zone: right before each write there is a reading that names the request. */
export async function zoneHistory(ctx: CommandContext, zone: Zone, limit: number): Promise<HistoryEntry[]> {
  const { snapshots } = ctx.stores;
  const readings = await snapshots.readings({ teamId: ctx.actor.teamId, home: zone.home, zone: zone.name });
  const writers = writersOf(ctx, zone, readings);
  const carriedOut = carriedOutBy(ctx, zone);
  const itemsOf = (changes: readonly Change[]) => diffItems([{ zone, changes }], mostItems);
  const entries: HistoryEntry[] = [];
  for (let index = readings.length - 1; index >= 0 && entries.length < limit; index -= 1) {
    const [before, reading] = [readings[index - 1], readings[index]];
    if (!reading) continue;
    for (const { request, how, changes } of await writers(({ from }) => from === index))
      entries.push({ kind: 'request', at: reading.at, request, how, items: itemsOf(changes) });
    if (!before || before.content === reading.content) continue;
    const [was = [], is = []] = await Promise.all([snapshots.sets(before), snapshots.sets(reading)]);
    const between = await writers(({ from, to }) => from < index && index <= to);
    const changes = byOthers(
      zone,
      was,
      is,
      between.map(({ changes, how, from, to }) => ({
        changes,
        sure: from === index - 1 && to === index && (how === 'all' || how === 'part'),
      })),
    );
    if (changes.length === 0) continue;
    const [since, at] = [before.at, reading.at];
    entries.push({ kind: 'outside', at, since, items: itemsOf(changes), meanwhile: await carriedOut(since, at) });
  }
  return entries.slice(0, limit);
}

/** Gives the requests that were carried out for this zone in such a time and wrote no records themselves. */
function carriedOutBy({ stores, actor }: CommandContext, zone: Zone) {
  let asked: Promise<ApprovalRequest[]> | undefined;
  return async (since: number, until: number): Promise<ApprovalRequest[]> => {
    asked ??= stores.requests.list(actor.teamId, { zone: zone.name, status: ['applied'], limit: mostRequests });
    return (await asked).filter(({ proposal, decisions, createdAt, closedAt = createdAt }) => {
      const begun = decisions.at(-1)?.at ?? createdAt;
      return !proposal.dns && begun <= until && closedAt > since;
    });
  };
}

/** Between which readings a request wrote: after `from`, and not after `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}
type Writer = Written & Span & { readonly request: ApprovalRequest };

/** Gives the requests that wrote in such a span, in the order of writing; each is looked up once, and only when asked for. */
function writersOf(ctx: CommandContext, zone: Zone, readings: readonly Reading[]) {
  const spans = new Map<string, Span>();
  for (const [index, { cause, request }] of readings.entries()) {
    if (request && cause === 'before') spans.set(request, { from: index, to: Number.POSITIVE_INFINITY });
    const span = request && spans.get(request);
    if (span && cause === 'after') spans.set(request, { ...span, to: index });
  }
  const known = new Map<string, Promise<Writer[]>>();
  async function writer(id: string, { from, to }: Span): Promise<Writer[]> {
    const request = await ctx.stores.requests.get(ctx.actor.teamId, id);
    const written = request && (await writtenIn(ctx, request, zone));
    if (!written) return [];
    const { closedAt = Number.POSITIVE_INFINITY } = request;
    const over = readings.findIndex(({ at }, index) => index > from && at >= closedAt);
    return [{ ...written, request, from, to: Number.isFinite(to) || over < 0 ? to : over }];
  }
  return async (fits: (span: Span) => boolean): Promise<Writer[]> => {
    const found = [...spans].filter(([, span]) => fits(span));
    const writers = await Promise.all(
      found.map(([id, span]) => {
        const asked = known.get(id) ?? writer(id, span);
        known.set(id, asked);
        return asked;
      }),
    );
    return writers.flat().filter(fits);
  };
}
