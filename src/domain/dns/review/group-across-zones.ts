import { displayName } from '../model/name.ts';
import type { ZonePlan } from '../model/record.ts';

const placeholder = '{domain}';

/** Replaces the zone's own name with a placeholder, so that the same message about many zones is the same text. */
export function maskZoneName({ zone }: Pick<ZonePlan, 'zone'>): (text: string) => string {
  const names = [...new Set([displayName(zone.name), zone.name])].map((name) => name.replace(/[.()]/g, '\\$&'));
  const own = new RegExp(`(?<![a-z0-9-])(?:${names.join('|')})(?![a-z0-9-]|\\.[a-z0-9])`, 'gi');
  return (text) => text.replace(own, placeholder);
}

export interface ZoneMessage {
  readonly planned: Pick<ZonePlan, 'zone'>;
  readonly text: string;
}

/** Beyond this, zones are counted instead of named; the diff has the names. */
const maxNamed = 4;
const joinNames = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

/** Each sentence once, in first-seen order: worded for the first zone, plus which other zones it applies to. */
export function groupAcrossZones(messages: readonly ZoneMessage[]): string[] {
  const groups = new Map<string, { text: string; zones: Set<string> }>();
  for (const { planned, text } of messages) {
    const key = maskZoneName(planned)(text);
    const group = groups.get(key) ?? { text, zones: new Set() };
    groups.set(key, group);
    group.zones.add(planned.zone.name);
  }
  return [...groups.values()].map(({ text, zones }) => {
    const others = [...zones].slice(1).map(displayName);
    if (others.length === 0) return text;
    return `${text} The same in ${others.length > maxNamed ? `${others.length} more zones` : joinNames(others)}.`;
  });
}
