import { rowKey } from './normalise.ts';
import type { PlannedZone } from './planned-zone.ts';
import type { Change, RecordValue } from './record.ts';
import { isSignature, signature } from './signature.ts';

interface Signable {
  readonly zones: readonly PlannedZone[];
  /** `@name` of the requester, where the team wants it on the records. */
  readonly signedBy?: string;
}

/**
 * The plan with a comment on every value that it adds or changes at Cloudflare, where the team wants that; elsewhere no
 * value that is changed keeps the signature of an earlier request. What people wrote into a comment stays. The same plan
 * and request always give the same.
 */
export function signed<P extends Signable>(plan: P, id: string): P {
  const { signedBy } = plan;
  const comment = signedBy === undefined ? undefined : signature(id, signedBy);
  const zones = plan.zones.map(
    (planned): PlannedZone =>
      planned.zone.home === 'cloudflare'
        ? { ...planned, changes: planned.changes.map((change) => signedChange(change, comment)) }
        : planned,
  );
  return { ...plan, zones };
}

function signedChange(change: Change, comment: string | undefined): Change {
  const { before, after } = change;
  if (!after) return change;
  const stays = new Set(before?.values.map(rowKey));
  const rows = new Map(before?.values.map((value) => [value.id, value]));
  const sign = (value: RecordValue): RecordValue => {
    const { comment: own, ...bare } = value;
    const row = value.id === undefined ? undefined : rows.get(value.id);
    if (stays.has(rowKey(value)) || (own && !isSignature(own))) return value;
    if (comment !== undefined) return { ...bare, comment };
    // Taken over from the row that becomes this value; what an undo brings back it brings back as it was.
    return row?.comment === own ? bare : value;
  };
  return { ...change, after: { ...after, values: after.values.map(sign) } };
}
