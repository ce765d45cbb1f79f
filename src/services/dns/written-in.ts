import type { ApprovalRequest } from '../../core/approval/request.ts';
import { DnsPlan } from '../../core/dns/dns-plan.ts';
import type { Change, Zone } from '../../core/dns/record.ts';
import { signed } from '../../core/dns/sign-plan.ts';
import { standing } from '../../core/dns/standing.ts';
import { inverse } from '../../core/dns/undo.ts';
import type { Json } from '../../core/json.ts';
import type { CommandContext } from '../context.ts';
import { checkpointsOf } from './run-zones.ts';

/** What a request wrote in one zone; `under way` while it is being carried out. */
export interface Written {
  readonly changes: readonly Change[];
  readonly how: 'all' | 'part' | 'unknown' | 'under way';
}

/** Undefined where it wrote nothing in this zone. */
export async function writtenIn(
  { stores }: Pick<CommandContext, 'stores'>,
  request: ApprovalRequest,
  zone: Zone,
): Promise<Written | undefined> {
  const { teamId, id, fingerprint, status, journal, outcome } = request;
  const planIn = async (print: string) => {
    const plan = DnsPlan.safeParse(await stores.plans.get(teamId, print)).data;
    return plan && signed(plan, id).zones.find((one) => one.zone.name === zone.name && one.zone.home === zone.home);
  };
  if (status === 'approved') {
    const sent = checkpointsOf({ read: () => dnsPart(journal), save: async () => {} }).of(zone);
    const plan = sent && (await planIn(fingerprint));
    if (!plan) return undefined;
    const { written, unknown } = standing(plan, sent);
    const changes = [...written, ...unknown];
    return changes.length > 0 ? { changes, how: 'under way' } : undefined;
  }
  // What takes back what was written tells what was.
  const back = request.inverse && (await planIn(request.inverse));
  if (!back) return undefined;
  return { changes: inverse(back).changes, how: outcome?.written?.[zone.name] ?? 'all' };
}

/** A retirement keeps the journal of its records beside what else it does. */
const dnsPart = (journal: Json | undefined): Json | undefined =>
  journal && typeof journal === 'object' && 'dns' in journal ? journal.dns : journal;
