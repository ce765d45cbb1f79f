import type { Change, Zone } from '../../../domain/dns/model/record.ts';
import { DnsPlan, inverse } from '../../../domain/dns/plan/dns-plan.ts';
import { signed } from '../../../domain/dns/plan/planned-zone.ts';
import { reconcile } from '../../../domain/dns/plan/reconcile.ts';
import type { ApprovalRequest } from '../../../engine/approvals/request/request.ts';
import type { Json } from '../../../lib/json.ts';
import type { CommandContext } from '../../product-context.ts';
import { checkpointsOf } from './checkpoints.ts';

/** What a request wrote in one zone; `under way` while it is being applied. */
export interface WrittenChanges {
  readonly changes: readonly Change[];
  readonly how: 'all' | 'part' | 'unknown' | 'under way';
}

/** Undefined if it wrote nothing in this zone. */
export async function changesWrittenIn(
  { stores }: Pick<CommandContext, 'stores'>,
  request: ApprovalRequest,
  zone: Zone,
): Promise<WrittenChanges | undefined> {
  const { teamId, id, fingerprint, status, outcome } = request;
  const planIn = async (print: string) => {
    const plan = DnsPlan.safeParse(await stores.plans.get(teamId, print)).data;
    return plan && signed(plan, id).zones.find((one) => one.zone.name === zone.name && one.zone.home === zone.home);
  };
  if (status === 'approved') {
    const journal = dnsPart(await stores.journals.get(teamId, id));
    const progress = checkpointsOf({ read: () => journal, save: async () => {} }).of(zone);
    const plan = progress && (await planIn(fingerprint));
    if (!plan) return undefined;
    const { written, unknown } = reconcile(plan, progress);
    const changes = [...written, ...unknown];
    return changes.length > 0 ? { changes, how: 'under way' } : undefined;
  }
  const how = outcome?.written?.[zone.name];
  // A stored undo plan tells what was written where that is not all of the plan.
  const undoPlan = request.inverse && (await planIn(request.inverse));
  if (undoPlan) return { changes: inverse(undoPlan).changes, how: how ?? 'all' };
  const plan = how && !request.inverse && (await planIn(fingerprint));
  return plan ? { changes: plan.changes, how } : undefined;
}

/** A retirement nests the journal of its DNS part. */
const dnsPart = (journal: Json | undefined): Json | undefined =>
  journal && typeof journal === 'object' && 'dns' in journal ? journal.dns : journal;
