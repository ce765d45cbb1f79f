import { z } from 'zod';
import type { Outcome } from '../../proposal.ts';
import { displayName } from '../model/name.ts';
import type { Change, ZonePlan } from '../model/record.ts';
import { describeCurrent, describeExternal, listSets } from '../review/external-changes.ts';
import { ChangeShape, type DnsPlan, inverse } from './dns-plan.ts';
import { type PlannedZone, signed } from './planned-zone.ts';
import type { Reconciliation } from './reconcile.ts';
import { isEmpty, zonePlan } from './zone-plan.ts';

/** The result of one zone of a plan. `untouched`: the run ended before its turn. */
export interface ZoneResult {
  readonly status: 'applied' | 'failed' | 'refused' | 'untouched';
  /** A sentence or two, without the zone's name. */
  readonly text: string;
  /** Additional notes. */
  readonly notes?: readonly string[];
  /** How much was written: `all` that was pending; absent, nothing. */
  readonly written?: 'all' | 'part' | 'unknown';
  /** The undo of what was or may have been written, unless that is the whole plan. */
  readonly undo?: readonly Change[];
  /** The read-back did not confirm the write: the records differ by now, or could not be read. */
  readonly seen?: 'otherwise' | 'not';
  /** The zone will be rechecked. */
  readonly again?: true;
}
export const ZoneResult: z.ZodType<ZoneResult> = z.object({
  status: z.enum(['applied', 'failed', 'refused', 'untouched']),
  text: z.string(),
  notes: z.array(z.string()).exactOptional(),
  written: z.enum(['all', 'part', 'unknown']).exactOptional(),
  undo: z.array(ChangeShape).exactOptional(),
  seen: z.enum(['otherwise', 'not']).exactOptional(),
  again: z.literal(true).exactOptional(),
});

interface FinishedZone {
  readonly planned: PlannedZone;
  readonly result: ZoneResult;
}

type DnsOutcome = Omit<Outcome, 'inverse'> & { readonly inverse?: DnsPlan };

const rank = { failed: 0, refused: 1, untouched: 2, applied: 3 } as const;

/** Summarises all zones: one sentence per zone, failed ones first. */
export function summariseZones(finished: readonly FinishedZone[]): DnsOutcome {
  const status = statusOf(finished);
  const facts = {
    ...inverseOf(finished),
    ...writtenOf(finished),
    ...(finished.some(({ result }) => result.again) && { needsRecheck: true as const }),
  };
  const [only] = finished;
  if (finished.length === 1 && only) {
    const { text, notes = [] } = only.result;
    return { status, text, lines: notes, ...facts };
  }
  const lines = [...finished]
    .sort((a, b) => rank[a.result.status] - rank[b.result.status])
    .flatMap((one) => [
      zoneLine(one),
      ...(one.result.notes ?? []).map((note) => `${displayName(one.planned.zone.name)}: ${note}`),
    ]);
  return { status, text: counted(finished), lines, ...facts };
}

/** For plans with several zones. */
export const zoneLine = ({ planned, result }: FinishedZone): string =>
  `${displayName(planned.zone.name)}: ${result.text}${result.status === 'refused' ? ' Nothing was written here.' : ''}`;

/** `refused` guarantees that nothing was written. */
function statusOf(finished: readonly FinishedZone[]): Outcome['status'] {
  if (finished.every(({ result }) => result.status === 'applied')) return 'applied';
  const clean = finished.every(({ result }) => result.status === 'refused' || result.status === 'untouched');
  return clean && finished.some(({ result }) => result.status === 'refused') ? 'refused' : 'failed';
}

const kinds = [
  'changed and read back',
  'changed, then changed again by somebody else',
  'changed but not read back',
  'already like this',
  'unknown',
  'failed',
  'refused because records changed',
  'not started',
] as const;

function kindOf({ status, written, seen }: ZoneResult): (typeof kinds)[number] {
  if (status === 'untouched') return 'not started';
  if (status === 'refused') return 'refused because records changed';
  if (status === 'failed') return written === 'unknown' ? 'unknown' : 'failed';
  if (!written) return 'already like this';
  if (!seen) return 'changed and read back';
  return seen === 'not' ? 'changed but not read back' : 'changed, then changed again by somebody else';
}

function counted(finished: readonly FinishedZone[]): string {
  const parts = kinds.flatMap((kind) => {
    const count = finished.filter(({ result }) => kindOf(result) === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  return `${finished.length} zones: ${parts.join(', ')}.`;
}

function writtenOf(finished: readonly FinishedZone[]): Pick<Outcome, 'written'> {
  const zones = finished.flatMap(({ planned, result }) =>
    result.written ? [[planned.zone.name, result.written] as const] : [],
  );
  return zones.length > 0 ? { written: Object.fromEntries(zones) } : {};
}

/** Only where not all changes of a zone are ours: otherwise `undoOf` makes it of the plan. */
function inverseOf(finished: readonly FinishedZone[]): { inverse?: DnsPlan } {
  const written = finished.filter(({ result }) => result.written);
  if (!written.some(({ result }) => result.undo)) return {};
  const zones = written
    .map(({ planned, result }) => (result.undo ? zonePlan(planned.zone, result.undo) : inverse(planned)))
    .filter((plan) => !isEmpty(plan));
  return zones.length > 0 ? { inverse: { kind: 'dns', zones } } : {};
}

/** The plan that puts back what a request wrote; undefined if that is nothing. The undo of a switch is a switch back. */
export function undoOf(
  plan: DnsPlan,
  { written = {} }: Pick<Outcome, 'written'>,
  request: string,
): DnsPlan | undefined {
  const zones = signed(plan, request)
    .zones.filter(({ zone }) => written[zone.name])
    .map(inverse)
    .filter((reverse) => !isEmpty(reverse));
  return zones.length > 0 ? { kind: 'dns', zones, ...switchBack(plan) } : undefined;
}

const opposite = { over: 'back', back: 'over' } as const;
export const switchBack = ({ switches }: DnsPlan): Pick<DnsPlan, 'switches'> =>
  switches ? { switches: opposite[switches] } : {};

interface OutcomeContext {
  /** Why it stopped, or why the zone cannot be read: a sentence or two. */
  readonly why?: string;
  /** The records could not be read back after a write: for now, or for good. */
  readonly unread?: 'for now' | 'for good';
  readonly notes?: readonly string[];
}

/** The outcome of one zone, from its reconciliation. */
export function describeZoneOutcome(
  plan: ZonePlan,
  reconciliation: Reconciliation,
  { why, unread, notes = [] }: OutcomeContext = {},
): ZoneResult {
  const { written, unknown, unseen, pending, conflicting, overwritten } = reconciliation;
  const ownChanges = [...written, ...unknown];
  const partly = pending.length > 0 || ownChanges.length < plan.changes.length;
  const result = (status: ZoneResult['status'], ...sentences: (string | undefined)[]): ZoneResult => ({
    status,
    text: sentences.filter(Boolean).join(' '),
    ...(notes.length > 0 && { notes }),
    ...(ownChanges.length > 0 && {
      written: unknown.length > 0 ? 'unknown' : pending.length > 0 ? 'part' : 'all',
      ...(partly && { undo: inverse({ zone: plan.zone, changes: ownChanges }).changes }),
      ...(unread ? { seen: 'not' } : overwritten.length > 0 && { seen: 'otherwise' }),
      ...(unread === 'for now' && { again: true }),
    }),
  });
  const next = unread && nextSteps[unread];

  if (unknown.length > 0) {
    const doubt = 'It is unknown whether all of it was written';
    if (unseen.length > 0 && !why) return result('failed', unseenText(plan, unseen), next);
    return unread
      ? result('failed', why, `${doubt}.`, next)
      : result('failed', why, `${doubt}: ${describeCurrent(conflicting)}.`);
  }
  if (pending.length > 0) {
    const reason =
      conflicting.length > 0
        ? `${listSets(conflicting)} changed since this plan was made: ${describeCurrent(conflicting)}.`
        : why;
    if (written.length > 0) return result('failed', reason, partialText(reconciliation, unread !== undefined), next);
    return conflicting.length > 0 ? result('refused', reason) : result('failed', reason, 'Nothing was changed.');
  }
  if (written.length === 0) return result('applied', 'The records were already like this; nothing had to be written.');
  if (unread) return result('applied', `${countText('changed', reconciliation)}, but not read back.`, why, next);
  if (overwritten.length === 0) return result('applied', `${countText('changed and read back', reconciliation)}.`);
  const what = written.length === 1 ? 'Our change was' : `Our changes of ${sets(written)} were`;
  return result('applied', `${what} written, but then somebody ${describeExternal(overwritten)}.`);
}

const nextSteps = {
  'for now': 'I’ll keep checking for 24 hours.',
  'for good': 'Check the records before you ask again.',
} as const;

const sets = ({ length }: readonly Change[]): string => `${length} record set${length === 1 ? '' : 's'}`;

const countText = (what: string, { written, preexisting }: Reconciliation): string =>
  `${sets(written)} ${what}${preexisting.length > 0 ? `, ${preexisting.length} ${preexisting.length === 1 ? 'was' : 'were'} already like this` : ''}`;

/** Confirmed, and nothing of it to be seen: no evidence of our write, and none of anybody else's. */
const unseenText = ({ zone: { home } }: ZonePlan, unseen: readonly Change[]): string =>
  `${home === 'litemail' ? 'LiteMail' : 'Cloudflare'} accepted the call, but ${listSets(unseen)} ${unseen.length === 1 ? 'is' : 'are'} still listed as before: it is not known whether ${unseen.length === 1 ? 'it was' : 'they were'} written.`;

/** What was written and what was not. */
function partialText(
  { written, preexisting, pending, conflicting, overwritten }: Reconciliation,
  unread: boolean,
): string {
  const partlyWritten = written.filter(({ name, type }) =>
    pending.some((one) => one.name === name && one.type === type),
  ).length;
  const done = written.length - partlyWritten;
  const all = done + preexisting.length + pending.length;
  if (unread) return `${done} of ${all} record sets were written.`;
  const counts: [number, string][] = [
    [partlyWritten, 'half-way'],
    [overwritten.length, 'changed again by somebody else'],
    [conflicting.length, 'changed by somebody else'],
    [pending.length - partlyWritten - conflicting.length, 'as before'],
  ];
  const rest = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return `Read back: ${[`${done + preexisting.length - overwritten.length} of ${all} record sets as planned`, ...rest].join(', ')}.`;
}
