import { z } from 'zod';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { Effect, Proposal } from '../../proposal.ts';
import { displayName } from '../model/name.ts';
import { diffValues, isAddition, keyOf, rowKey, sameSet, sameValue } from '../model/normalise.ts';
import { presentation } from '../model/presentation.ts';
import type { Change, RecordSet, ZonePlan } from '../model/record.ts';
import { recordType } from '../model/types.ts';
import { groupAcrossZones } from '../review/change-groups.ts';
import { cardDiff } from '../review/diff-items.ts';
import { explain } from '../review/explain.ts';
import { dnsRisk, redirects } from '../review/risk.ts';
import { batches, batchSize, withPlaceholderIds } from './batch.ts';
import { planSet } from './edit-records.ts';
import { type PlannedZone, plannedZone, signed } from './planned-zone.ts';
import { adoptIds, zonePlan } from './zone-plan.ts';

const Value = z.object({
  id: z.string().exactOptional(),
  content: z.string().exactOptional(),
  data: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
  priority: z.int().exactOptional(),
  ttl: z.int(),
  proxied: z.boolean().exactOptional(),
  comment: z.string().exactOptional(),
  tags: z.array(z.string()).exactOptional(),
  settings: z.record(z.string(), z.unknown()).exactOptional(),
  modifiedOn: z.number().exactOptional(),
  readOnly: z.boolean().exactOptional(),
});
const name = z.string().min(1);
const ValueSet = z.object({ name, type: name, values: z.array(Value).min(1) });
/** One record set before and after, as stored. */
export const ChangeShape = z
  .object({ name, type: name, before: ValueSet.exactOptional(), after: ValueSet.exactOptional() })
  .refine((change) => change.before !== undefined || change.after !== undefined, 'a change needs a side');
const PlanFinding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'advice']),
  source: z.string(),
  text: z.string(),
});
const Zone = z.object({
  home: z.enum(['cloudflare', 'litemail']),
  id: name,
  name,
  batchLimit: z.int().min(1),
  plan: z.enum(['free', 'paid']).exactOptional(),
});

const Delivery = z.object({ to: z.array(z.string()), by: z.enum(['proxy', 'others']).exactOptional() });
const MailHost = z.object({ host: name, domains: z.array(name), was: Delivery, is: Delivery });

/** A plan for the records of one or many zones, as stored. */
export interface DnsPlan {
  readonly kind: 'dns';
  readonly zones: readonly PlannedZone[];
  /** `@name` of the requester, where the team wants written records to carry it (see `signed`). */
  readonly signedBy?: string;
  /** Possible misinterpretations of the input, and other notes. */
  readonly notes?: readonly string[];
  /** Set if this is a switch from one value to another, or back. */
  readonly switches?: 'over' | 'back';
  /** It undoes a request: where it sends mail or visitors, they went before. */
  readonly restores?: true;
}
export const DnsPlan: z.ZodType<DnsPlan> = z.object({
  kind: z.literal('dns'),
  signedBy: z.string().exactOptional(),
  notes: z.array(z.string()).exactOptional(),
  switches: z.enum(['over', 'back']).exactOptional(),
  restores: z.literal(true).exactOptional(),
  zones: z.array(
    z.object({
      zone: Zone,
      changes: z.array(ChangeShape),
      additive: z.literal(true).exactOptional(),
      rest: z.string().exactOptional(),
      rows: z.int().exactOptional(),
      hides: z.record(z.string(), z.int()).exactOptional(),
      fromWildcards: z.record(z.string(), z.string()).exactOptional(),
      beside: z.array(ValueSet).exactOptional(),
      mailHosts: z.record(z.string(), z.array(MailHost)).exactOptional(),
      findings: z.array(PlanFinding).exactOptional(),
    }),
  ),
});

/** A plan for one zone with the context needed to store and assess it. */
export const dnsPlan = (plan: ZonePlan, current: readonly RecordSet[]): DnsPlan => ({
  kind: 'dns',
  zones: [plannedZone(plan, current)],
});

/** Describes a plan for people. Throws `bad_input` when a name alone needs more rows than one call can hold. */
export function proposal(plan: DnsPlan): Proposal {
  const effect = effectOf(plan);
  const writes = plan.zones.map((planned): WriteCount => ({ planned, count: writesFor(planned) }));
  return {
    title: titleOf(plan),
    effect,
    risk: dnsRisk(plan.zones),
    ...cardDiff(signed(plan, '<this request>').zones),
    meaning: [...findingsOf(plan), ...(plan.notes ?? []), ...explain(plan.zones), ...partialWriteNotes(writes)],
    undo: undoOf(plan),
    calls: writes.reduce((sum, { count }) => sum + callsFor(count), 0),
    confirm: true,
    subjects: plan.zones.map(({ zone }) => zone.name),
    noun: 'zones',
    ...(plan.switches && describeSwitch(plan.zones, plan.switches)),
  };
}

const maxFindings = 3;
const severities = ['error', 'warning', 'advice'];

/** Lint findings, worst first, each with its source. Limited, to leave room for the explanation. */
function findingsOf({ zones }: DnsPlan): string[] {
  const findings = zones.flatMap((planned) => (planned.findings ?? []).map((finding) => ({ planned, ...finding })));
  findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const lines = groupAcrossZones(
    findings.map(({ planned, text, source }) => ({ planned, text: `Careful: ${text} (${source})` })),
  );
  const more = lines.length - maxFindings;
  return more > 0 ? [...lines.slice(0, maxFindings), `Careful: ${more} more findings; see \`dns lint\`.`] : lines;
}

interface WriteCount {
  readonly planned: PlannedZone;
  readonly count: number;
}

/** Approvers should know that the plan may be applied only in part. */
const partialWriteNotes = (writes: readonly WriteCount[]): string[] =>
  groupAcrossZones(
    writes
      .filter(({ count }) => count > 1)
      .map(({ planned, count }) => {
        const { name, home } = planned.zone;
        const text =
          home === 'litemail'
            ? `LiteMail changes the ${count} records of ${displayName(name)} one at a time, not all at once.`
            : `${displayName(name)} is written in ${count} calls: if one fails, what the earlier ones wrote stays.`;
        return { planned, text };
      }),
  );

function effectOf({ zones, restores }: DnsPlan): Effect {
  const changes = zones.flatMap((zone) => zone.changes);
  if (changes.length === 0) return 'read';
  return changes.every(isAddition) && (restores || !redirects(zones)) ? 'write' : 'destructive';
}

function titleOf({ zones }: DnsPlan): string {
  const changes = zones.flatMap((zone) => zone.changes);
  const [first] = changes;
  if (!first) return 'No DNS change';
  const deletes = changes.every((change) => !change.after);
  const verb = changes.every(isAddition) ? 'Add' : deletes ? 'Delete' : 'Change';
  if (changes.length === 1) return `${verb} ${first.type} of ${displayName(first.name)}`;
  if (zones.length > 1) return `${verb} DNS records of ${zones.length} zones`;
  return `${verb} ${changes.length} record sets of ${displayName(zones[0]?.zone.name ?? '')}`;
}

/** Read, write, read back. */
const callsFor = (writes: number): number => (writes === 0 ? 0 : 1 + writes + 1);

/** Batches; LiteMail takes one record per call. */
function writesFor(planned: PlannedZone): number {
  const sent = batches(withPlaceholderIds(planned));
  return planned.zone.home === 'litemail' ? sent.reduce((sum, batch) => sum + batchSize(batch), 0) : sent.length;
}

function undoOf({ zones }: DnsPlan): string {
  const all = zones.flatMap(({ changes }) => changes);
  const ttls = all.flatMap(({ after, before }) => [...(after?.values ?? []), ...(before?.values ?? [])]);
  const longest = Math.max(300, ...ttls.map((value) => (value.ttl === 1 ? 300 : value.ttl)));
  const does = all.every(isAddition) ? 'deletes what is added' : 'restores every record as it is now';
  return `Undo, for 30 days: ${does}, by a new request. Resolvers may keep the changed answer for up to ${duration(longest)}.`;
}

/** Seconds as a readable duration. */
function duration(seconds: number): string {
  const [count, unit] =
    seconds >= 86_400
      ? [Math.round(seconds / 86_400), 'day']
      : seconds >= 3600
        ? [Math.round(seconds / 3600), 'hour']
        : [Math.round(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/**
 * The plan that reverts a plan: deleted rows are recreated (with new ids), changed ones restored, created ones deleted.
 * Unknown ids are resolved by `remaining` when the undo is applied.
 */
export function inverse(plan: ZonePlan): ZonePlan {
  const changes = plan.changes.map(({ name, type, before, after }): Change => {
    // Existing rows are changed back in place; deleted ones are recreated.
    return { name, type, ...(after && { before: after }), ...(before && { after: adoptIds(after, before) }) };
  });
  return zonePlan(plan.zone, changes);
}

/** Rebases an undo on the current zone: pure additions are removed even if others added values since. */
export function rebaseUndo<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  const now = new Map(current.map((set) => [keyOf(set), set]));
  return { ...plan, changes: plan.changes.map((change) => withoutAdded(change, now.get(keyOf(change))) ?? change) };
}

function withoutAdded(change: Change, is: RecordSet | undefined): Change | undefined {
  if (!is || sameSet(is, change.before) || sameSet(is, change.after)) return undefined;
  const { removed, added, changed } = diffValues(change);
  if (added.length > 0 || changed.length > 0) return undefined;
  const removedRows = new Set(removed.map(rowKey));
  const values = is.values.filter((value) => !removedRows.has(rowKey(value)));
  if (values.length === 0 || is.values.length - values.length !== removed.length) return undefined;
  return { name: change.name, type: change.type, before: is, after: { ...is, values } };
}

/** Rebases additions on the current zone: they stand beside what others added or removed at the same names since. */
export function rebaseAdditions<P extends ZonePlan>(plan: P, current: readonly RecordSet[]): P {
  if (!plan.additive) return plan;
  const now = new Map(current.map((set) => [keyOf(set), set]));
  return { ...plan, changes: plan.changes.map((change) => withOthers(change, now.get(keyOf(change))) ?? change) };
}

function withOthers(change: Change, is: RecordSet | undefined): Change | undefined {
  const { name, type } = change;
  if (sameSet(is, change.before) || sameSet(is, change.after) || recordType(type)?.single) return undefined;
  const { added, removed, changed } = diffValues(change);
  if (removed.length > 0 || changed.length > 0) return undefined;
  const addedRows = new Set(added.map(rowKey));
  const others = (is?.values ?? []).filter((value) => !addedRows.has(rowKey(value)));
  if (others.some((value) => added.some((other) => sameValue(value, other)))) return undefined;
  const before = others.length > 0 && { before: { name, type, values: others } };
  return { name, type, ...before, after: { name, type, values: [...others, ...added] } };
}

/** Title and undo label of a switch, in place of the generic ones. */
function describeSwitch(
  zones: readonly ZonePlan[],
  direction: 'over' | 'back',
): Pick<Proposal, 'title' | 'undoLabel'> | undefined {
  const changes = zones.flatMap((zone) => zone.changes);
  const [first] = changes;
  if (!first || changes.every(isAddition)) return undefined;
  const [was, is] = [sideOf(changes, 'before'), sideOf(changes, 'after')];
  const undoLabel = direction === 'over' ? `Switch back to ${was}` : `Switch to ${was} again`;
  return {
    title: `Switch ${displayName(first.name)} ${direction === 'over' ? '' : 'back '}from ${was} to ${is}`,
    undoLabel,
  };
}

const sideOf = (changes: readonly Change[], side: 'before' | 'after'): string =>
  changes.flatMap((change) => valuesOf(change[side])).join(', ') || 'nothing';

const valuesOf = (set: RecordSet | undefined): string[] =>
  set?.values.map((value) => presentation(set.type, value)) ?? [];

/** Only existing records can be switched. Throws `not_found` if there is neither the record nor one it would replace. */
export function planSwitch(current: readonly RecordSet[], input: Parameters<typeof planSet>[1]): ZonePlan {
  const plan = planSet(current, input);
  if (plan.changes.length > 0 && plan.changes.every(({ before }) => !before))
    throw new AppError('not_found', `${displayName(input.name)} has no ${input.type} record to switch.`, {
      hint: `${typed('dns list')} shows what exists; ${typed('dns add')} creates a record.`,
    });
  return plan;
}
