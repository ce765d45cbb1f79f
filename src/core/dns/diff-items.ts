import type { PlanItem, Proposal } from '../plan.ts';
import { withoutZone } from './across-zones.ts';
import { delta } from './delta.ts';
import { gravestFirst } from './gravity.ts';
import { displayName, relativeName } from './name.ts';
import type { PlannedZone } from './planned-zone.ts';
import { presentation } from './presentation.ts';
import type { Change, RecordValue } from './record.ts';
import { shortened } from './shortened.ts';

/** Lines that a card shows. */
export const roomOnCard = 14;
/** Lines that a request keeps; the whole is in its plan, for Details. */
const mostItems = 40;
const mostKept = 5;
const mostNames = 5;

/** A line of a diff: whole, and as a card has room for it. */
interface Line extends PlanItem {
  readonly brief: string;
}
const inBrief = ({ sign, brief }: Line): PlanItem => ({ sign, text: brief });
const whole = ({ sign, text }: Line): PlanItem => ({ sign, text });

/** The diff, line by line. Zones with the same diff are shown once, with the names of all that get it. */
export function diffItems(zones: readonly PlannedZone[], most: number): PlanItem[] {
  const items = linesOf(zones, mostNames).map(inBrief);
  if (items.length <= most) return items;
  return [...items.slice(0, most - 1), { sign: ' ', text: `and ${items.length - most + 1} more lines` }];
}

/** The diff of a card; where not all of it has room, what can do most harm comes first. */
export function cardDiff(
  zones: readonly PlannedZone[],
): Pick<Proposal, 'items' | 'omittedCount' | 'truncated' | 'shortened'> {
  const all = linesOf(zones, mostNames);
  const items = all.length <= roomOnCard ? all : linesOf(zones.map(gravestFirst), mostNames).slice(0, mostItems);
  const omittedCount = all.length - items.length;
  const long = omittedCount > 0 || (zones.length > mostNames && sameDiffs(zones).some(isCut));
  const cut = items.some(({ text, brief }) => text !== brief);
  return {
    items: items.map(inBrief),
    ...(omittedCount > 0 && { omittedCount }),
    ...(long && { truncated: true as const }),
    ...(cut && { shortened: true as const }),
  };
}

const isCut = ({ zones }: { readonly zones: readonly PlannedZone[] }): boolean => zones.length > mostNames;

/** Every line to its end, with the name of every zone: for Details and files. */
export const wholeDiff = (zones: readonly PlannedZone[]): PlanItem[] =>
  linesOf(zones, Number.POSITIVE_INFINITY).map(whole);

const linesOf = (zones: readonly PlannedZone[], names: number): Line[] =>
  zones.length > 1
    ? groupedItems(zones, names)
    : zones.flatMap((zone) => zone.changes.flatMap((c) => changeItems(c, displayName(c.name))));

/** Zones whose changes are the same but for the zone's own name; the largest group first. */
function sameDiffs(
  zones: readonly PlannedZone[],
): { readonly zones: readonly PlannedZone[]; readonly items: Line[] }[] {
  const groups = new Map<string, { zones: PlannedZone[]; items: Line[] }>();
  for (const planned of zones) {
    const own = planned.changes.flatMap((change) => changeItems(change, relativeName(change.name, planned.zone.name)));
    const general = withoutZone(planned);
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
  return sameDiffs(zones).flatMap(({ zones: alike, items }): Line[] => {
    const names = alike.slice(0, shown).map(({ zone }) => displayName(zone.name));
    const more = alike.length > shown ? ` and ${alike.length - shown} more` : '';
    const count = alike.length === 1 ? '' : `${alike.length} zones get the same change: `;
    return [line(' ', `${count}${names.join(', ')}${more}`), ...items];
  });
}

const line = (sign: Line['sign'], text: string, brief = text): Line => ({ sign, text, brief });

function changeItems(change: Change, owner: string): Line[] {
  const { type } = change;
  const { added, removed, changed, kept } = delta(change);
  const row = (sign: Line['sign'], value: RecordValue, beside?: RecordValue): Line => {
    const [text, other] = [presentation(type, value), beside && presentation(type, beside)];
    const { comment } = value;
    return line(
      sign,
      `${owner} ${type} ${text}${attributes(value, comment)}`,
      `${owner} ${type} ${shortened(text, other)}${attributes(value, comment && shortened(comment, beside?.comment))}`,
    );
  };
  return [
    ...kept.slice(0, mostKept).map((value) => row(' ', value)),
    ...(kept.length > mostKept ? [line(' ', `${owner} ${type}: ${kept.length - mostKept} more stay`)] : []),
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
