import pLimit from 'p-limit';
import { z } from 'zod';
import { displayName, fqdn } from '../../../domain/dns/model/name.ts';
import { presentation } from '../../../domain/dns/model/presentation.ts';
import type { RecordSet } from '../../../domain/dns/model/record.ts';
import { recordTypes } from '../../../domain/dns/model/types.ts';
import { flag, positional } from '../../../engine/commands/arguments.ts';
import { nearestWord } from '../../../engine/commands/names.ts';
import { AppError } from '../../../lib/errors.ts';
import { parseMoment } from '../../../lib/moment.ts';
import { typed } from '../../../lib/text.ts';
import { chosenDomain, selecting, selectionOf } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';
import { attributes } from '../dns-arguments.ts';
import { readZone, selectZones } from '../service/providers.ts';
import { snapshotAt } from '../service/zone-history.ts';
import { manyRecordsView, recordsView } from '../views/dns-records-view.ts';
import { snapshotNote } from '../views/dns-snapshot-view.ts';

export const dnsList = command.read({
  name: 'dns list',
  summary: 'Show the DNS records of one or many domains',
  role: 'viewer',
  operations: { litemail: ['listDomains', 'listDnsRecords'], cloudflare: ['listZones', 'listDnsRecords'] },
  args: {
    domain: chosenDomain,
    type: positional(
      z
        .string()
        .transform((text) => text.toUpperCase())
        .optional(),
      { label: 'Type', help: 'Only records of this type', example: 'MX' },
    ),
    name: positional(z.string().optional(), { label: 'Name', help: 'Only records with this name', example: '@' }),
    via: attributes.via,
    contains: flag(z.string().optional(), {
      label: 'Contains',
      help: 'Only records whose name, value, comment or tags have this in them',
      example: 'google',
    }),
    at: flag(z.string().optional(), {
      label: 'At',
      help: 'As they were at this time: how long ago (30d), or a date such as 2026-09-01 (UTC)',
      example: '2026-09-01',
    }),
    ...selecting,
  },
  async run(ctx, args) {
    const { zones, notes } = await selectZones(ctx, { ...args, ...selectionOf(args) });
    const { type, contains, at } = args;
    const [only] = zones;
    const matching = (sets: readonly RecordSet[], owner: string | undefined) =>
      sets.filter(
        (set) => (!type || set.type === type) && (!owner || set.name === owner) && (!contains || holds(set, contains)),
      );
    if (!only || zones.length > 1) {
      if (at !== undefined) throw new AppError('bad_input', 'Earlier records are shown for one domain at a time.');
      if (type && !recordTypes.has(type)) throw noType(type);
      const inTurn = pLimit(concurrency);
      const unread: string[] = [];
      const listOne = async (place: (typeof zones)[number]) => {
        const { zone, names } = place;
        const sets = await readZone(ctx, place).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          unread.push(`${displayName(zone.name)} could not be read: ${error.message}`);
          return [];
        });
        const owners = args.name === undefined ? [undefined] : names.map((name) => fqdn(args.name ?? '@', name));
        return { zone, sets: [...new Set(owners.flatMap((owner) => matching(sets, owner)))] };
      };
      return manyRecordsView(await Promise.all(zones.map((place) => inTurn(() => listOne(place)))), [
        ...notes,
        ...unread,
      ]);
    }
    const { zone, names } = only;
    const then = at === undefined ? undefined : await snapshotAt(ctx, zone, parseMoment(at, ctx.clock.now()));
    const sets = then?.sets ?? (await readZone(ctx, only));
    if (type && !recordTypes.has(type) && !sets.some((set) => set.type === type)) throw noType(type);
    const owner = args.name === undefined ? undefined : fqdn(args.name, names[0] ?? zone.name);
    return recordsView(zone, matching(sets, owner), {
      all: sets.length,
      ...(then && { earlier: { at: then.requestedAt, note: snapshotNote(then) } }),
      ...((type || owner || contains) && { filter: { type, owner, contains } }),
    });
  },
});

const concurrency = 6;

/** In its name, or in one of its values with what is noted there. */
function holds({ name, type, values }: RecordSet, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  const texts = values.flatMap((value) => [
    presentation(type, value),
    value.content,
    value.comment,
    ...(value.tags ?? []),
  ]);
  return [name, displayName(name), ...texts].some((text) => text?.toLowerCase().includes(wanted));
}

function noType(word: string): AppError {
  const problem = `${word} is not a record type.`;
  const meant = nearestWord(word, [...recordTypes.keys()]);
  return new AppError('bad_input', problem, {
    hint: meant
      ? `Did you mean ${meant}?`
      : `The type comes before the name: ${typed('dns list acme-mail.com A www')}.`,
    fields: { type: problem },
  });
}
