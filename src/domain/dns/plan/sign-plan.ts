import { rowKey } from '../model/normalise.ts';
import type { Change, RecordValue } from '../model/record.ts';
import type { PlannedZone } from './planned-zone.ts';
import { isSignature, signature } from './record-signature.ts';

interface Signable {
  readonly zones: readonly PlannedZone[];
  /** `@name` of the requester, if the team wants it on the records. */
  readonly signedBy?: string;
}

/**
 * Adds a comment to every value the plan adds or changes at Cloudflare, if the team wants that; otherwise changed values
 * lose the signature of an earlier request. Comments written by people are kept. Deterministic for a plan and request.
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
  const unchangedRows = new Set(before?.values.map(rowKey));
  const rows = new Map(before?.values.map((value) => [value.id, value]));
  const sign = (value: RecordValue): RecordValue => {
    const { comment: own, ...bare } = value;
    const row = value.id === undefined ? undefined : rows.get(value.id);
    if (unchangedRows.has(rowKey(value)) || (own && !isSignature(own))) return value;
    if (comment !== undefined) return { ...bare, comment };
    // Inherited from the existing row; an undo restores values as they were.
    return row?.comment === own ? bare : value;
  };
  return { ...change, after: { ...after, values: after.values.map(sign) } };
}
