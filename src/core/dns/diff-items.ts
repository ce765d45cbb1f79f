import type { PlanItem, Proposal } from '../plan.ts';
import { withoutZone } from './across-zones.ts';
import { delta } from './delta.ts';
import { gravestFirst } from './gravity.ts';
import { displayName, relativeName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';
import { presentation } from './presentation.ts';
import type { Change, RecordValue } from './record.ts';

/** Lines that a card shows. */
export const roomOnCard = 14;
/** Lines that a request keeps; the whole is in its plan, for Details. */
const mostItems = 40;
const mostKept = 5;
const mostNames = 5;

/** The diff, line by line. Zones with the same diff are shown once, with the names of all that get it. */
export function diffItems(zones: readonly PlannedZone[], most: number): PlanItem[] {
  const items = linesOf(zones, mostNames);
  if (items.length <= most) return items;
  return [...items.slice(0, most - 1), { sign: ' ', text: `and ${items.length - most + 1} more lines` }];
}

/** The diff of a card; where not all of it has room, what can do most harm comes first. */
export function cardDiff(zones: readonly PlannedZone[]): Pick<Proposal, 'items' | 'more' | 'long'> {
  const all = linesOf(zones, mostNames);
  const items = all.length <= roomOnCard ? all : linesOf(zones.map(gravestFirst), mostNames).slice(0, mostItems);
  const more = all.length - items.length;
  const long = more > 0 || (zones.length > mostNames && sameDiffs(zones).some(isCut));
  return { items, ...(more > 0 && { more }), ...(long && { long: true as const }) };
}

const isCut = ({ zones }: { readonly zones: readonly PlannedZone[] }): boolean => zones.length > mostNames;

/** Every line, with the name of every zone: for Details and files. */
export const wholeDiff = (zones: readonly PlannedZone[]): PlanItem[] => linesOf(zones, Number.POSITIVE_INFINITY);

const linesOf = (zones: readonly PlannedZone[], names: number): PlanItem[] =>
  zones.length > 1
    ? groupedItems(zones, names)
    : zones.flatMap((zone) => zone.changes.flatMap((c) => changeItems(c, displayName(c.name))));

/** Zones whose changes are the same but for the zone's own name; the largest group first. */
function sameDiffs(
  zones: readonly PlannedZone[],
): { readonly zones: readonly PlannedZone[]; readonly items: PlanItem[] }[] {
  const groups = new Map<string, { zones: PlannedZone[]; items: PlanItem[] }>();
  for (const planned of zones) {
    const own = planned.changes.flatMap((change) => changeItems(change, relativeName(change.name, planned.zone.name)));
    const general = withoutZone(planned);
    const items = own.map(({ sign, text }): PlanItem => ({ sign, text: general(text) }));
    const key = JSON.stringify(items);
    const group = groups.get(key);
    if (group) {
      group.zones.push(planned);
      group.items = items;
    } else groups.set(key, { zones: [planned], items: own });
  }
  return [...groups.values()].sort((a, b) => b.zones.length - a.zones.length);
}

function groupedItems(zones: readonly PlannedZone[], shown: number): PlanItem[] {
  return sameDiffs(zones).flatMap(({ zones: alike, items }): PlanItem[] => {
    const names = alike.slice(0, shown).map(({ zone }) => displayName(zone.name));
    const more = alike.length > shown ? ` and ${alike.length - shown} more` : '';
    const count = alike.length === 1 ? '' : `${alike.length} zones get the same change: `;
    return [{ sign: ' ', text: `${count}${names.join(', ')}${more}` }, ...items];
  });
}

function changeItems(change: Change, owner: string): PlanItem[] {
  const { added, removed, changed, kept } = delta(change);
  const line = (sign: PlanItem['sign'], value: RecordValue, beside?: RecordValue): PlanItem => ({
    sign,
    text: `${owner} ${change.type} ${shortened(presentation(change.type, value), beside && presentation(change.type, beside))}${attributes(value)}`,
  });
  const rest =
    kept.length > mostKept
      ? [{ sign: ' ' as const, text: `${owner} ${change.type}: ${kept.length - mostKept} more stay` }]
      : [];
  return [
    ...kept.slice(0, mostKept).map((value) => line(' ', value)),
    ...rest,
    ...removed.map((value) => line('-', value)),
    ...changed.flatMap(([old, now]) => [line('-', old, now), line('+', now, old)]),
    ...added.map((value) => line('+', value)),
  ];
}

function attributes({ ttl, proxied, comment, tags }: RecordValue): string {
  const parts = [
    proxied ? 'proxied' : `TTL ${ttl === 1 ? 'auto' : ttl}`,
    ...(comment ? [`comment "${comment.length > 60 ? `${comment.slice(0, 60)}…` : comment}"`] : []),
    ...(tags?.length ? [`tags ${tags.join(', ')}`] : []),
  ];
  return ` (${parts.join(', ')})`;
}

/** Both ends of a long value, or the place where it differs from the one beside it. */
export function shortened(text: string, beside?: string): string {
  const [start, window, end] = [110, 60, 20];
  if (text.length <= start + window + end) return text;
  let at = 0;
  while (beside !== undefined && at < text.length && text[at] === beside[at]) at += 1;
  const inside = beside !== undefined && at > start && at < text.length - end;
  const middle = inside ? `${text.slice(at - 10, at + window - 10)} … ` : '';
  return `${text.slice(0, start)} … ${middle}${text.slice(-end)} (${text.length} characters)`;
}
