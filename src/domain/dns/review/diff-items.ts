import { cardLines, type PlanItem, type Proposal } from '../../proposal.ts';
import { displayName, relativeName } from '../model/name.ts';
import { diffValues } from '../model/normalise.ts';
import { presentation } from '../model/presentation.ts';
import type { Change, RecordValue } from '../model/record.ts';
import type { PlannedZone } from '../plan/planned-zone.ts';
import { maskZoneName } from './change-groups.ts';
import { riskiestFirst } from './risk.ts';

/** Lines stored with a request; the full diff is in its plan (Details). */
const mostItems = 40;
const maxUnchangedShown = 5;
const maxNames = 5;

/** A diff line: in full, and shortened for the card. */
interface Line extends PlanItem {
  readonly brief: string;
}
const briefItem = ({ sign, brief }: Line): PlanItem => ({ sign, text: brief });
const fullItem = ({ sign, text }: Line): PlanItem => ({ sign, text });

/** The diff, line by line. Zones with the same diff are shown once, with all their names. */
export function diffItems(zones: readonly PlannedZone[], limit: number): PlanItem[] {
  const items = linesOf(zones, maxNames).map(briefItem);
  if (items.length <= limit) return items;
  return [...items.slice(0, limit - 1), { sign: ' ', text: `and ${items.length - limit + 1} more lines` }];
}

/** The diff on a card; riskiest first if it does not all fit. */
export function cardDiff(
  zones: readonly PlannedZone[],
): Pick<Proposal, 'items' | 'omittedCount' | 'truncated' | 'shortened'> {
  const all = linesOf(zones, maxNames);
  const items = all.length <= cardLines ? all : linesOf(zones.map(riskiestFirst), maxNames).slice(0, mostItems);
  const omittedCount = all.length - items.length;
  const truncated = omittedCount > 0 || (zones.length > maxNames && sameDiffs(zones).some(isAbbreviated));
  const shortened = items.some(({ text, brief }) => text !== brief);
  return {
    items: items.map(briefItem),
    ...(omittedCount > 0 && { omittedCount }),
    ...(truncated && { truncated: true as const }),
    ...(shortened && { shortened: true as const }),
  };
}

const isAbbreviated = ({ zones }: { readonly zones: readonly PlannedZone[] }): boolean => zones.length > maxNames;

/** Every line in full, with every zone name: for Details and files. */
export const fullDiff = (zones: readonly PlannedZone[]): PlanItem[] =>
  linesOf(zones, Number.POSITIVE_INFINITY).map(fullItem);

const linesOf = (zones: readonly PlannedZone[], names: number): Line[] =>
  zones.length > 1
    ? groupedItems(zones, names)
    : zones.flatMap((zone) => zone.changes.flatMap((c) => changeItems(c, displayName(c.name))));

/** Zones whose changes are the same apart from the zone name; largest group first. */
function sameDiffs(
  zones: readonly PlannedZone[],
): { readonly zones: readonly PlannedZone[]; readonly items: Line[] }[] {
  const groups = new Map<string, { zones: PlannedZone[]; items: Line[] }>();
  for (const planned of zones) {
    const own = planned.changes.flatMap((change) => changeItems(change, relativeName(change.name, planned.zone.name)));
    const general = maskZoneName(planned);
    const items = own.map(({ sign, text, brief }): Line => ({ sign, text: general(text), brief: general(brief) }));
    const key = JSON.stringify(items.map(({ sign, text }) => [sign, text]));
    const group = groups.get(key);
    if (group) {
      group.zones.push(planned);
      group.items = items;
    } else groups.set(key, { zones: [planned], items: own });
  }
  return [...groups.values()].sort((a, b) => b.zones.length - a.zones.length);
}

function groupedItems(zones: readonly PlannedZone[], shown: number): Line[] {
  return sameDiffs(zones).flatMap(({ zones: sameZones, items }): Line[] => {
    const names = sameZones.slice(0, shown).map(({ zone }) => displayName(zone.name));
    const more = sameZones.length > shown ? ` and ${sameZones.length - shown} more` : '';
    const count = sameZones.length === 1 ? '' : `${sameZones.length} zones get the same change: `;
    return [line(' ', `${count}${names.join(', ')}${more}`), ...items];
  });
}

const line = (sign: Line['sign'], text: string, brief = text): Line => ({ sign, text, brief });

function changeItems(change: Change, owner: string): Line[] {
  const { type } = change;
  const { added, removed, changed, unchanged } = diffValues(change);
  const row = (sign: Line['sign'], value: RecordValue, counterpart?: RecordValue): Line => {
    const [text, other] = [presentation(type, value), counterpart && presentation(type, counterpart)];
    const { comment } = value;
    return line(
      sign,
      `${owner} ${type} ${text}${attributes(value, comment)}`,
      `${owner} ${type} ${truncate(text, other)}${attributes(value, comment && truncate(comment, counterpart?.comment))}`,
    );
  };
  return [
    ...unchanged.slice(0, maxUnchangedShown).map((value) => row(' ', value)),
    ...(unchanged.length > maxUnchangedShown
      ? [line(' ', `${owner} ${type}: ${unchanged.length - maxUnchangedShown} more stay`)]
      : []),
    ...removed.map((value) => row('-', value)),
    ...changed.flatMap(([old, now]) => [row('-', old, now), row('+', now, old)]),
    ...added.map((value) => row('+', value)),
  ];
}

function attributes({ ttl, proxied, tags }: RecordValue, comment: string | undefined): string {
  const parts = [
    proxied ? 'proxied' : `TTL ${ttl === 1 ? 'auto' : ttl}`,
    ...(comment ? [`comment "${comment}"`] : []),
    ...(tags?.length ? [`tags ${tags.join(', ')}`] : []),
  ];
  return ` (${parts.join(', ')})`;
}

/** Characters shown of a long text: at its start, at its end, and of the part that differs. */
const [start, end, window] = [110, 20, 300];
/** Texts up to this length are not truncated. */
const short = 190;
/** Context around the part that differs. */
const around = 20;

/** Both ends of a long text, and the part in which it differs from the other one. */
export function truncate(text: string, other?: string): string {
  if (text.length <= short) return text;
  const [from, to] = other === undefined ? [0, 0] : differing(text, other);
  const parts: { from: number; to: number }[] = [];
  for (const part of [
    { from: 0, to: start },
    { from, to: Math.min(to, from + window) },
    { from: text.length - end, to: text.length },
  ]) {
    const last = parts.at(-1);
    if (last && part.from <= last.to) last.to = Math.max(last.to, part.to);
    else parts.push(part);
  }
  if (parts.length === 1) return text;
  return `${parts.map((part) => text.slice(part.from, part.to)).join(' … ')} (${text.length} characters)`;
}

/** The range in which a text differs from another, with some context; empty if they are equal. */
function differing(text: string, other: string): [from: number, to: number] {
  if (text === other) return [0, 0];
  const shorter = Math.min(text.length, other.length);
  let sameStart = 0;
  while (sameStart < shorter && text[sameStart] === other[sameStart]) sameStart += 1;
  let sameEnd = 0;
  while (sameEnd < shorter - sameStart && text.at(-1 - sameEnd) === other.at(-1 - sameEnd)) sameEnd += 1;
  return [Math.max(0, sameStart - around), Math.min(text.length, text.length - sameEnd + around)];
}
