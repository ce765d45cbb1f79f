import { setImmediate as othersFirst } from 'node:timers/promises';
import { displayName, relativeName } from '../../../domain/dns/model/name.ts';
import type { RecordSet, Zone } from '../../../domain/dns/model/record.ts';
import { isProxiable, recordType } from '../../../domain/dns/model/types.ts';
import { type DesiredSet, type DesiredValue, planMerge, planReplace } from '../../../domain/dns/plan/desired.ts';
import type { DnsPlan } from '../../../domain/dns/plan/dns-plan.ts';
import { fillTemplate } from '../../../domain/dns/plan/template.ts';
import { groupAcrossZones, type ZoneMessage } from '../../../domain/dns/review/change-groups.ts';
import { parseZoneFile, type ZoneFile } from '../../../domain/dns/zonefile/read-zone-file.ts';
import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import type { CommandContext } from '../../product-context.ts';
import { planZones } from './plan-zone.ts';
import { selectZones, type ZoneSelector } from './providers.ts';

interface ImportInput extends ZoneSelector {
  /** A zone file, or lines of one. */
  readonly records?: string | undefined;
  /** Name of a template of the team. */
  readonly template?: string | undefined;
  /** Placeholder → value. */
  readonly values: Readonly<Record<string, string>>;
  /** Deletes all other records of the zone. */
  readonly replace: boolean;
}

const maxNotes = 8;
const maxKeptShown = 5;

/** Plans an import into one or many zones; writes nothing. Warnings about the file go into the plan's notes. */
export async function planImport(ctx: CommandContext, input: ImportInput): Promise<DnsPlan | undefined> {
  const read = await reader(ctx, input);
  const { zones, notes: selectionNotes } = await selectZones(ctx, input);
  const messages: ZoneMessage[] = [];
  const plan = await planZones(ctx, zones, async (current, { zone }) => {
    const note = (text: string) => messages.push({ planned: { zone }, text });
    const file = read(zone);
    await othersFirst();
    if (file.sets.length === 0)
      throw new AppError('bad_input', `This contains no record for ${displayName(zone.name)}.`, {
        fields: { records: 'Give at least one record.' },
      });
    const { sets, dropped } = supportedRecords(zone, file.sets);
    if (dropped) note(dropped);
    for (const { line, text } of file.warnings) note(`Line ${line}: ${text}.`);
    for (const { line, text } of file.skipped) note(`Line ${line} was skipped: ${text}.`);
    const keptNote = input.replace ? keptRecordsNote(current, zone) : undefined;
    if (keptNote) note(keptNote);
    return input.replace ? planReplace(zone, current, sets) : planMerge(zone, current, sets);
  });
  const notes = [...selectionNotes, ...groupAcrossZones(messages)];
  if (!plan || notes.length === 0) return plan;
  const more = notes.length - maxNotes;
  const shown = notes.slice(0, maxNotes);
  return { ...plan, notes: more > 0 ? [...shown, `${more} more notes like these.`] : shown };
}

/** Notes the records that stay because no plan may change them. */
function keptRecordsNote(current: readonly RecordSet[], zone: Zone): string | undefined {
  const keptRecords = current.flatMap(({ name, type, values }) => {
    const why = recordType(type)
      ? values.some(({ readOnly }) => readOnly) && 'managed by Cloudflare'
      : 'of a type that can only be shown here';
    return why ? [`${relativeName(name, zone.name)} ${type} (${why})`] : [];
  });
  if (keptRecords.length === 0) return undefined;
  const more = keptRecords.length > maxKeptShown ? ` and ${keptRecords.length - maxKeptShown} more` : '';
  return `Not deleted from ${displayName(zone.name)}: ${keptRecords.slice(0, maxKeptShown).join(', ')}${more}.`;
}

/** The records without attributes the provider does not support, and a note about that. */
function supportedRecords(zone: Zone, sets: readonly DesiredSet[]): { sets: readonly DesiredSet[]; dropped?: string } {
  if (zone.home !== 'litemail') return { sets };
  const bare = sets.map(({ name, type, values }) => ({
    ...{ name, type },
    values: values.map(({ proxied: _, comment: __, tags: ___, ...value }): DesiredValue => value),
  }));
  const dropsAttributes = sets.some(({ type, values }) =>
    values.some(({ proxied, comment, tags }) => (proxied && isProxiable(type)) || comment || tags),
  );
  if (!dropsAttributes) return { sets: bare };
  return {
    sets: bare,
    dropped: 'LiteMail has no proxy settings, comments or tags; the ones in this file are ignored.',
  };
}

/** Typed lines are parsed per zone, because names may be relative to it. */
async function reader(ctx: CommandContext, input: ImportInput): Promise<(zone: Zone) => ZoneFile> {
  if (input.template === undefined) return (zone) => parseZoneFile(input.records ?? '', zone.name);
  if (input.records !== undefined)
    throw new AppError('bad_input', 'Give either records or a template, not both.', {
      fields: { template: 'Clear this field or the records.' },
    });
  const { teamId } = ctx.actor;
  const template = await ctx.stores.templates.get(teamId, input.template.toLowerCase());
  if (template) return (zone) => fillTemplate(template, zone.name, input.values);
  const names = (await ctx.stores.templates.list(teamId)).map(({ name }) => name);
  throw new AppError('not_found', `This team has no template “${input.template}”.`, {
    hint:
      names.length > 0 ? `Templates: ${names.slice(0, 20).join(', ')}.` : `Save one with ${typed('templates save')}.`,
  });
}
