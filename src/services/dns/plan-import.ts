import { acrossZones, type Saying } from '../../core/dns/across-zones.ts';
import type { DnsPlan } from '../../core/dns/dns-plan.ts';
import { planMerge, planReplace } from '../../core/dns/merge.ts';
import { displayName, relativeName } from '../../core/dns/name.ts';
import type { RecordSet, Zone } from '../../core/dns/record.ts';
import { fillTemplate } from '../../core/dns/template.ts';
import { isProxiable, recordType } from '../../core/dns/types.ts';
import type { Wanted, WantedSet } from '../../core/dns/wanted.ts';
import { parseZoneFile, type ZoneFile } from '../../core/dns/zone-file/import.ts';
import { AppError } from '../../core/errors.ts';
import type { CommandContext } from '../context.ts';
import { type Choice, choosePlaces } from './choose-places.ts';
import { planZones } from './plan-zone.ts';

interface Import extends Choice {
  /** A zone file, or lines of one. */
  readonly records?: string | undefined;
  /** Name of a template of the team. */
  readonly template?: string | undefined;
  /** Placeholder → value. */
  readonly values: Readonly<Record<string, string>>;
  /** What a zone holds beside the records is deleted. */
  readonly replace: boolean;
}

const mostNotes = 8;
const mostKept = 5;

/** Records for one or many zones as a plan; nothing is written. What the file says otherwise than meant is in its notes. */
export async function planImport(ctx: CommandContext, wish: Import): Promise<DnsPlan | undefined> {
  const read = await reader(ctx, wish);
  const { places, notes: missed } = await choosePlaces(ctx, wish);
  const said: Saying[] = [];
  const plan = await planZones(ctx, places, (current, { zone }) => {
    const say = (text: string) => said.push({ planned: { zone }, text });
    const file = read(zone);
    if (file.sets.length === 0)
      throw new AppError('bad_input', `There is no record for ${displayName(zone.name)} in this.`, {
        fields: { records: 'Give at least one record.' },
      });
    const { sets, unkept } = keepable(zone, file.sets);
    if (unkept) say(unkept);
    for (const { line, text } of file.warnings) say(`Line ${line}: ${text}.`);
    for (const { line, text } of file.skipped) say(`Line ${line} is left out: ${text}.`);
    const left = wish.replace ? leftAlone(current, zone) : undefined;
    if (left) say(left);
    return wish.replace ? planReplace(zone, current, sets) : planMerge(zone, current, sets);
  });
  const notes = [...missed, ...acrossZones(said)];
  if (!plan || notes.length === 0) return plan;
  const more = notes.length - mostNotes;
  const shown = notes.slice(0, mostNotes);
  return { ...plan, notes: more > 0 ? [...shown, `${more} more notes of this kind.`] : shown };
}

/** What no plan ever touches stays, even where all else is replaced. */
function leftAlone(current: readonly RecordSet[], zone: Zone): string | undefined {
  const kept = current.flatMap(({ name, type, values }) => {
    const why = recordType(type)
      ? values.some(({ readOnly }) => readOnly) && 'managed by Cloudflare'
      : 'of a type that is only shown here';
    return why ? [`${relativeName(name, zone.name)} ${type} (${why})`] : [];
  });
  if (kept.length === 0) return undefined;
  const more = kept.length > mostKept ? ` and ${kept.length - mostKept} more` : '';
  return `Stays in ${displayName(zone.name)} all the same: ${kept.slice(0, mostKept).join(', ')}${more}.`;
}

/** The records without what the zone's home cannot keep, and what to tell of that. */
function keepable(zone: Zone, sets: readonly WantedSet[]): { sets: readonly WantedSet[]; unkept?: string } {
  if (zone.home !== 'litemail') return { sets };
  const bare = sets.map(({ name, type, values }) => ({
    ...{ name, type },
    values: values.map(({ proxied: _, comment: __, tags: ___, ...value }): Wanted => value),
  }));
  const said = sets.some(({ type, values }) =>
    values.some(({ proxied, comment, tags }) => (proxied && isProxiable(type)) || comment || tags),
  );
  if (!said) return { sets: bare };
  return { sets: bare, unkept: 'LiteMail keeps no proxy setting, comments or tags: those in here are left out.' };
}

/** Lines that were typed are checked for each zone, because names in them may be relative to it. */
async function reader(ctx: CommandContext, wish: Import): Promise<(zone: Zone) => ZoneFile> {
  if (wish.template === undefined) return (zone) => parseZoneFile(wish.records ?? '', zone.name);
  if (wish.records !== undefined)
    throw new AppError('bad_input', 'Records and a template were given; only one of them can be imported.', {
      fields: { template: 'Leave this empty, or the records.' },
    });
  const { teamId } = ctx.actor;
  const template = await ctx.stores.templates.get(teamId, wish.template.toLowerCase());
  if (template) return (zone) => fillTemplate(template, zone.name, wish.values);
  const names = (await ctx.stores.templates.list(teamId)).map(({ name }) => name);
  throw new AppError('not_found', `This team has no template “${wish.template}”.`, {
    hint:
      names.length > 0 ? `There are: ${names.slice(0, 20).join(', ')}.` : 'Save one with `/litemail templates save`.',
  });
}
