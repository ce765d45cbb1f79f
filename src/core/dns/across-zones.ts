import { displayName } from './name.ts';
import type { ZonePlan } from './record.ts';

const stand = '{domain}';

/** Takes the zone's own name out of a text, so that what is said of many zones alike is the same text. */
export function withoutZone({ zone }: Pick<ZonePlan, 'zone'>): (text: string) => string {
  const names = [...new Set([displayName(zone.name), zone.name])].map((name) => name.replace(/[.()]/g, '\\$&'));
  const own = new RegExp(`(?<![a-z0-9-])(?:${names.join('|')})(?![a-z0-9-]|\\.[a-z0-9])`, 'gi');
  return (text) => text.replace(own, stand);
}

export interface Saying {
  readonly planned: Pick<ZonePlan, 'zone'>;
  readonly text: string;
}

/** More than these are counted; the diff has their names. */
const mostNamed = 4;
const inWords = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

/** Each sentence once, in the order met: as it is of the first zone, with how many more it is true of. */
export function acrossZones(said: readonly Saying[]): string[] {
  const groups = new Map<string, { text: string; zones: Set<string> }>();
  for (const { planned, text } of said) {
    const key = withoutZone(planned)(text);
    const group = groups.get(key) ?? { text, zones: new Set() };
    groups.set(key, group);
    group.zones.add(planned.zone.name);
  }
  return [...groups.values()].map(({ text, zones }) => {
    const others = [...zones].slice(1).map(displayName);
    if (others.length === 0) return text;
    return `${text} The same in ${others.length > mostNamed ? `${others.length} more zones` : inWords(others)}.`;
  });
}
