import { displayName, relativeName } from '../core/dns/name.ts';
import { presentation } from '../core/dns/presentation.ts';
import type { RecordSet, RecordValue, Zone } from '../core/dns/record.ts';
import type { View } from '../ports/notifier.ts';
import { code, context, section, slackTime, table, truncate } from './block-kit.ts';

const ttl = ({ ttl: seconds }: RecordValue): string => (seconds === 1 ? 'auto' : String(seconds));

const notes = ({ proxied, comment, tags, readOnly }: RecordValue): string =>
  [proxied && 'proxied', readOnly && 'managed by Cloudflare', comment, ...(tags ?? [])].filter(Boolean).join(', ');

const home = { cloudflare: 'Cloudflare', litemail: 'LiteMail' } as const;

/** An earlier moment, and how it is known. */
interface Then {
  readonly at: number;
  readonly note: string;
}

/** The records of a zone as a table; a value longer than a cell is for reading is cut, the rest is in the export. */
export function recordsView(zone: Zone, sets: readonly RecordSet[], then?: Then): View {
  const total = sets.length;
  const title = `${displayName(zone.name)}: ${total} record set${total === 1 ? '' : 's'} at ${home[zone.home]}${then ? ` ${slackTime(then.at)}` : ''}`;
  const rows = sets.flatMap(({ name, type, values }) =>
    values.map((value) => [
      relativeName(name, zone.name),
      type,
      truncate(presentation(type, value), 160),
      ttl(value),
      notes(value),
    ]),
  );
  if (rows.length === 0)
    return {
      text: `${title}. No records to show.`,
      blocks: [section(`*${title}*`), context('No records to show.', ...(then ? [then.note] : []))],
    };
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...table([['Name', 'Type', 'Value', 'TTL', 'Notes'], ...rows], [3]),
      context(
        then?.note ?? `Change one with ${code(`/litemail dns set ${zone.name} …`)}, see ${code('/litemail help dns')}`,
      ),
    ],
  };
}

export const nothingToDo = (what: string): View => ({ text: `Nothing to do: ${what}` });
