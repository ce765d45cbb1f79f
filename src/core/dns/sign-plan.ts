import type { DnsPlan } from './dns-plan.ts';
import { rowKey } from './normalise.ts';
import type { PlannedZone } from './planned-zone.ts';
import type { Change, RecordValue } from './record.ts';
import { isSignature, signature } from './signature.ts';

/**
 * The plan with a comment on every value that it adds or changes at Cloudflare. What people wrote into a comment stays;
 * an earlier signature is replaced. The same plan and request always give the same.
 */
export function signed(plan: DnsPlan, id: string): DnsPlan {
  const { signedBy } = plan;
  if (signedBy === undefined) return plan;
  const comment = signature(id, signedBy);
  const zones = plan.zones.map(
    (planned): PlannedZone =>
      planned.zone.home === 'cloudflare'
        ? { ...planned, changes: planned.changes.map((change) => signedChange(change, comment)) }
        : planned,
  );
  return { ...plan, zones };
}

function signedChange(change: Change, comment: string): Change {
  const { before, after } = change;
  if (!after) return change;
  const stays = new Set(before?.values.map(rowKey));
  const sign = (value: RecordValue): RecordValue =>
    stays.has(rowKey(value)) || (value.comment && !isSignature(value.comment)) ? value : { ...value, comment };
  return { ...change, after: { ...after, values: after.values.map(sign) } };
}
