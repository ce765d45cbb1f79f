import type { ApprovalRequest } from '../../core/approval/request.ts';
import { diffItems } from '../../core/dns/diff-items.ts';
import { DnsPlan } from '../../core/dns/dns-plan.ts';
import { changesBetween } from '../../core/dns/plan.ts';
import type { Zone } from '../../core/dns/record.ts';
import type { Reading } from '../../core/dns/snapshot.ts';
import type { PlanItem } from '../../core/plan.ts';
import type { CommandContext } from '../context.ts';

/** Something that changed a zone: a request of this app, or somebody else between two readings of it. */
export type HistoryEntry =
  | {
      readonly kind: 'request';
      readonly at: number;
      readonly request: ApprovalRequest;
      readonly items: readonly PlanItem[];
    }
  | {
      readonly kind: 'outside';
      readonly at: number;
      readonly since: number;
      readonly items: readonly PlanItem[];
    };

const mostItems = 10;

/** Newest first. */
export async function zoneHistory(ctx: CommandContext, zone: Zone, limit: number): Promise<HistoryEntry[]> {
  const [ours, others] = await Promise.all([requestsOf(ctx, zone, limit), outsideOf(ctx, zone, limit)]);
  return [...ours, ...others].sort((a, b) => b.at - a.at).slice(0, limit);
}

async function requestsOf({ stores, actor }: CommandContext, zone: Zone, limit: number): Promise<HistoryEntry[]> {
  const filter = { zone: zone.name, status: ['applied', 'failed'] as const, limit: limit * 2 };
  const requests = await stores.requests.list(actor.teamId, filter);
  const written = requests.filter(({ status, inverse }) => status === 'applied' || inverse !== undefined);
  return Promise.all(
    written.slice(0, limit).map(async (request): Promise<HistoryEntry> => {
      const plan = DnsPlan.safeParse(await stores.plans.get(actor.teamId, request.fingerprint)).data;
      const planned = plan?.zones.filter((one) => one.zone.name === zone.name);
      const items = planned ? diffItems(planned, mostItems) : request.proposal.items.slice(0, mostItems);
      return { kind: 'request', at: request.closedAt ?? request.createdAt, request, items };
    }),
  );
}

/** What a reading found that the one before it did not have, and that no request of ours wrote. */
async function outsideOf({ stores, actor }: CommandContext, zone: Zone, limit: number): Promise<HistoryEntry[]> {
  const { snapshots } = stores;
  const readings = await snapshots.readings({ teamId: actor.teamId, home: zone.home, zone: zone.name });
  const pairs = readings
    .flatMap((reading, index): [Reading, Reading][] => {
      const before = readings[index - 1];
      return before && before.content !== reading.content && reading.cause !== 'after' ? [[before, reading]] : [];
    })
    .slice(-limit);
  return Promise.all(
    pairs.map(async ([before, after]): Promise<HistoryEntry> => {
      const [was, is] = await Promise.all([snapshots.sets(before), snapshots.sets(after)]);
      const changes = changesBetween(zone, was ?? [], is ?? []);
      return { kind: 'outside', at: after.at, since: before.at, items: diffItems([{ zone, changes }], mostItems) };
    }),
  );
}
