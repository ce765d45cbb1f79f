import { displayName, relativeName } from '../../../domain/dns/model/name.ts';
import { presentation } from '../../../domain/dns/model/presentation.ts';
import type { RecordSet, RecordValue, Zone } from '../../../domain/dns/model/record.ts';
import { isProxiable } from '../../../domain/dns/model/types.ts';
import { commandPrefix } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, escapeMrkdwn, section, slackTime, table, truncate } from '../../../ui/block-kit.ts';
import { listView, plural } from '../../../ui/list.ts';

const ttl = ({ ttl: seconds }: RecordValue): string => (seconds === 1 ? 'auto' : String(seconds));

const notes = ({ proxied, comment, tags, readOnly }: RecordValue): string =>
  [proxied && 'proxied', readOnly && 'managed by Cloudflare', comment, ...(tags ?? [])].filter(Boolean).join(', ');

const home = { cloudflare: 'Cloudflare', litemail: 'LiteMail' } as const;

/** An earlier moment, and how it is known. */
interface Then {
  readonly at: number;
  readonly note: string;
}

interface Listing {
  /** Record sets in the whole zone. */
  readonly all: number;
  readonly earlier?: Then;
  readonly filter?: Filter;
}

/** What alone was asked for. */
interface Filter {
  readonly type?: string | undefined;
  readonly owner?: string | undefined;
  readonly contains?: string | undefined;
}

/** The records of a zone as a table; a value longer than a cell is for reading is cut, the rest is in the export. */
export function recordsView(zone: Zone, sets: readonly RecordSet[], { all, earlier: then, filter }: Listing): View {
  const name = displayName(zone.name);
  const title = `${name}: ${plural(sets.length, 'record set')} at ${home[zone.home]}${then ? ` ${slackTime(then.at)}` : ''}`;
  const rows = sets.flatMap(({ name, type, values }) =>
    values.map((value) => [
      relativeName(name, zone.name),
      type,
      truncate(presentation(type, value), 160),
      ttl(value),
      notes(value),
    ]),
  );
  if (rows.length === 0) {
    const none = filter && all > 0 ? noneOf(name, filter, all) : `${title}. No records to show.`;
    return {
      text: none,
      blocks: [section(`*${none}*`), ...(then ? [context(then.note)] : [])],
    };
  }
  const [shown, ...cut] = table([['Name', 'Type', 'Value', 'TTL', 'Notes'], ...rows], [3]);
  const whole = then ? '' : `; ${code(`${commandPrefix} dns export ${zone.name}`)} has them all`;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...(shown ? [shown] : []),
      ...cut,
      ...(cut.length > 0 ? [context(`To see others, give a type or a name, or use \`--contains mail\`${whole}.`)] : []),
      context(
        then?.note ??
          `Change one with ${code(`${commandPrefix} dns set ${zone.name} …`)}, see ${code(`${commandPrefix} help dns`)}`,
      ),
    ],
  };
}

/** The records of many zones in one table. */
export function manyRecordsView(
  zones: readonly { readonly zone: Zone; readonly sets: readonly RecordSet[] }[],
  notes: readonly string[],
): View {
  const rows = zones.flatMap(({ zone, sets }) =>
    sets.flatMap(({ name, type, values }) =>
      values.map((value) => [
        displayName(zone.name),
        relativeName(name, zone.name),
        type,
        truncate(presentation(type, value), 160),
        ttl(value),
      ]),
    ),
  );
  const without = zones.filter(({ sets }) => sets.length === 0).length;
  const title = `${plural(rows.length, 'record')} in ${plural(zones.length - without, 'domain')} of ${zones.length}`;
  if (rows.length === 0)
    return { text: escapeMrkdwn([`None of the ${zones.length} domains has such records.`, ...notes].join(' ')) };
  return listView({
    title,
    head: ['Domain', 'Name', 'Type', 'Value', 'TTL'],
    rows,
    right: [4],
    narrow: '--contains',
    notes: notes.map(escapeMrkdwn),
  });
}

function noneOf(zone: string, { type, owner, contains }: Filter, all: number): string {
  const at = owner === undefined ? zone : displayName(owner);
  const named = contains === undefined ? '' : ` with “${contains}” in their name or value`;
  const others = type && owner === undefined && !named ? ' of other types' : ' in the zone';
  return escapeMrkdwn(`${at} has no ${type ? `${type} ` : ''}records${named} (${plural(all, 'record set')}${others}).`);
}

/** Why setting a record to what it is comes to nothing. */
export const asItIs = ({ type, ttl }: { readonly type: string; readonly ttl?: number | undefined }): View =>
  nothingToDo(
    ttl !== undefined && ttl !== 1 && isProxiable(type)
      ? 'the record is already exactly this; while a record is proxied, its TTL is automatic.'
      : 'the record is already exactly this.',
  );

export const nothingToDo = (what: string): View => ({ text: `Nothing to do: ${what}` });
