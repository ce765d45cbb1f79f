import { AppError } from '../../../lib/errors.ts';
import { keyOf, rowKey, sameSet, valueKey } from '../model/normalise.ts';
import type { Change, RecordSet, RecordValue, Row, RowBatch, ZonePlan } from '../model/record.ts';
import { adoptIds, readOnlyError } from './zone-plan.ts';

/**
 * The rows of a plan in one batch: surviving rows are patched, never deleted and recreated. Ids must be
 * current (see `remaining`). Throws `conflict` for rows managed by the provider.
 */
export function rowBatch(plan: Pick<ZonePlan, 'changes'>): RowBatch {
  const deletes: { id: string; type: string }[] = [];
  const patches: (Row & { id: string })[] = [];
  const posts: Row[] = [];
  for (const { name, type, before, after } of plan.changes) {
    const old = new Map((before?.values ?? []).map((value) => [idOf(value, name, type), value]));
    for (const value of after?.values ?? []) {
      const was = value.id === undefined ? undefined : old.get(value.id);
      if (!was) posts.push(row(name, type, value));
      else if (rowKey(was) !== rowKey(value)) {
        if (was.readOnly) throw readOnlyError(name, type);
        // Provider settings stay with the row.
        const { settings: _, ...rest } = value;
        patches.push({ id: idOf(was, name, type), ...row(name, type, rest), ...clearedFields(was, value) });
      }
      if (was?.id !== undefined) old.delete(was.id);
    }
    for (const [id, value] of old) {
      if (value.readOnly) throw readOnlyError(name, type);
      deletes.push({ id, type });
    }
  }
  // A DS record must never be without its NS records.
  deletes.sort((a, b) => Number(b.type === 'DS') - Number(a.type === 'DS'));
  posts.sort((a, b) => Number(a.type === 'DS') - Number(b.type === 'DS'));
  return { deletes: deletes.map(({ id }) => ({ id })), patches, posts };
}

/** How many rows a batch writes. */
export const batchSize = ({ deletes, patches, posts }: RowBatch): number =>
  deletes.length + patches.length + posts.length;

/** The rows of a plan, batch by batch. */
export const batches = (plan: ZonePlan): RowBatch[] => changeBatches(plan).map((changes) => rowBatch({ changes }));

/**
 * The changes of a plan in few batches: first-fit decreasing. Everything at one name stays in one batch (CNAME against
 * addresses, NS with DS). Batches that free rows go first, so a full zone never exceeds its quota.
 */
export function changeBatches(plan: ZonePlan): (readonly Change[])[] {
  const limit = plan.zone.batchLimit;
  const size = batchSize(rowBatch(plan));
  if (size === 0) return [];
  if (size <= limit) return [plan.changes];
  const groups = [...groupByName(plan.changes)].map(([name, changes]): Group => {
    const batch = rowBatch({ changes });
    if (batchSize(batch) > limit)
      throw new AppError(
        'bad_input',
        `${name} alone needs ${batchSize(batch)} rows; one call can hold at most ${limit}.`,
        {
          hint: 'These rows cannot be split safely. Change fewer values of this name at a time.',
        },
      );
    return { changes, size: batchSize(batch), growth: batch.posts.length - batch.deletes.length };
  });
  return packBins(groups, limit)
    .sort((a, b) => Math.sign(a.growth) - Math.sign(b.growth))
    .map(({ changes }) => changes);
}

/** Changes that must share a batch, the rows they write, and the net number of rows they add. */
interface Group {
  readonly changes: readonly Change[];
  readonly size: number;
  readonly growth: number;
}

/** Ties are broken so that groups that free rows are packed together. */
function packBins(groups: readonly Group[], limit: number): Group[] {
  const bins: { changes: Change[]; size: number; growth: number }[] = [];
  let open = 0;
  for (const { changes, size, growth } of groups.toSorted((a, b) => b.size - a.size || a.growth - b.growth)) {
    let at = open;
    while (at < bins.length && (bins[at]?.size ?? 0) + size > limit) at += 1;
    const bin = bins[at] ?? { changes: [], size: 0, growth: 0 };
    bins[at] = bin;
    bin.changes.push(...changes);
    bin.size += size;
    bin.growth += growth;
    while ((bins[open]?.size ?? 0) >= limit) open += 1;
  }
  return bins;
}

function groupByName(changes: readonly Change[]): Map<string, Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.name);
    if (group) group.push(change);
    else groups.set(change.name, [change]);
  }
  return groups;
}

/**
 * The pending changes of a plan, with current row ids: ids change when a row is recreated, and an undo plan cannot know
 * them. Only for a plan without conflicts.
 */
export function remaining<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  const now = new Map(current.map((set) => [keyOf(set), set]));
  const changes = plan.changes.flatMap((change): Change[] => {
    const is = now.get(keyOf(change));
    if (sameSet(is, change.after)) return [];
    const { before: _, after, ...owner } = change;
    return [{ ...owner, ...(is && { before: is }), ...(after && { after: rebindIds(change.before, is, after) }) }];
  });
  return { ...plan, changes };
}

/** The plan with placeholder ids where they are unknown (undo plans): good enough for counting rows. */
export function withPlaceholderIds<P extends ZonePlan>(plan: P): P {
  const current = plan.changes.flatMap(({ before }) =>
    before ? { ...before, values: before.values.map((value, index) => ({ id: `row ${index}`, ...value })) } : [],
  );
  return remaining(plan, current);
}

/** Keeps the plan's pairing of old and new values: the old row is found by its content. */
function rebindIds(before: RecordSet | undefined, now: RecordSet | undefined, after: RecordSet): RecordSet {
  if (!now) return adoptIds(undefined, after);
  const was = new Map(before?.values.map((value) => [value.id, value]));
  const is = new Map(now.values.map((value) => [valueKey(value), value]));
  const values = after.values.map((value): RecordValue => {
    const { id, ...bare } = value;
    const old = id === undefined ? undefined : was.get(id);
    const row = is.get(valueKey(old ?? value));
    return row?.id === undefined ? bare : { ...bare, id: row.id };
  });
  return { ...after, values };
}

function row(name: string, type: string, { id: _, readOnly: __, modifiedOn: ___, ...value }: RecordValue): Row {
  return { name, type, ...value };
}

/** A patch keeps fields it does not name, so removed fields must be cleared explicitly. */
const clearedFields = (was: RecordValue, is: RecordValue): Partial<Row> => ({
  ...(was.comment !== undefined && is.comment === undefined ? { comment: '' } : {}),
  ...(was.tags !== undefined && is.tags === undefined ? { tags: [] } : {}),
});

function idOf(value: RecordValue, name: string, type: string): string {
  if (value.id !== undefined) return value.id;
  throw new Error(`a ${type} value of ${name} has no id: the plan was not compared with the zone before the write`);
}
