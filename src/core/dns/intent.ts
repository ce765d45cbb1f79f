import { AppError } from '../errors.ts';
import { displayName, fqdn } from './name.ts';
import { contentOf, normaliseValue, sameRow, sameValue, valueKey } from './normalise.ts';
import { change, findSet, held, rivalTypes, zonePlan } from './plan.ts';
import { parseValue, presentation, unknownType } from './presentation.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from './record.ts';
import { type Content, isProxiable, recordType } from './types.ts';
import { type Attributes, alike, become, filled, leastTtl, mostTtl } from './wanted.ts';

/** Where the values belong. `name` is as typed: `@`, relative to the zone, or full. */
interface Owner {
  readonly zone: Zone;
  readonly name: string;
  readonly type: string;
}

/** Typed text, or a value that is known already. */
type Given = string | Content;

/**
 * Adds one value to a record set. The plan is empty when the value is there already; `conflict` when the name cannot
 * hold it beside what exists, or when the value exists with other attributes than those given.
 */
export function planAdd(current: readonly RecordSet[], wish: Owner & Attributes & { readonly value: Given }): ZonePlan {
  const { zone, name, type, before } = locate(current, wish);
  refuseAttributes(zone, type, wish);
  const value = read(zone, type, wish.value);
  const existing = before?.values.find((other) => sameValue(other, value));
  const added = filled(type, { ...said(wish), ...value }, existing ?? alike(before?.values ?? []));
  if (existing) {
    if (sameRow(existing, added)) return zonePlan(zone, []);
    throw conflict(name, type, 'has this value already, with another TTL, proxy setting, comment or tags');
  }
  if (before && recordType(type)?.single) throw conflict(name, type, 'exists already, and there can only be one');
  const other = rivals(current, name, type)[0];
  if (other) throw conflict(name, other.type, `exists, and a ${type} record cannot stand beside it`);
  return zonePlan(zone, [change(before, { name, type, values: [...(before?.values ?? []), added] })]);
}

/**
 * The record set becomes exactly these values. Values that stay keep their attributes, and so does a single value that
 * is replaced by a single one; attributes given apply to all. A CNAME replaces addresses and the other way round.
 */
export function planSet(
  current: readonly RecordSet[],
  wish: Owner & Attributes & { readonly values: readonly Given[] },
): ZonePlan {
  const { zone, name, type, before } = locate(current, wish);
  refuseAttributes(zone, type, wish);
  const given = wish.values.map((value) => ({ ...said(wish), ...read(zone, type, value) }));
  const wanted = [...new Map(given.map((value) => [valueKey(value), value])).values()];
  if (wanted.length === 0)
    throw new AppError('bad_input', 'No value was given.', { hint: 'To remove a record use `dns delete`.' });
  if (wanted.length > 1 && recordType(type)?.single)
    throw new AppError('bad_input', `A name can have only one ${type} record.`, {
      fields: { value: 'Give one value.' },
    });
  const gone = rivals(current, name, type);
  const replaced = gone.flatMap((set) => set.values);
  const values = become(type, wanted, before?.values ?? [], replaced);
  return zonePlan(zone, [
    ...gone.map((set) => change(set, { ...set, values: [] })),
    change(before, { name, type, values }),
  ]);
}

/** Deletes a record set, or one of its values. Throws `not_found`, naming what comes near. */
export function planDelete(
  current: readonly RecordSet[],
  wish: Owner & { readonly value?: Given | undefined },
): ZonePlan {
  const { zone, name, type, before } = locate(current, wish);
  if (!before) throw missing(current, name, type);
  if (!recordType(type)) throw unknownType(type);
  if (wish.value === undefined) {
    if (before.values.some((value) => value.readOnly)) throw held(name, type);
    return zonePlan(zone, [change(before, { name, type, values: [] })]);
  }
  const found = matching(zone, before, wish.value);
  if (!found) throw noSuchValue(before);
  if (found.readOnly) throw held(name, type);
  return zonePlan(zone, [change(before, { name, type, values: before.values.filter((value) => value !== found) })]);
}

function locate(current: readonly RecordSet[], wish: Owner) {
  const type = wish.type.trim().toUpperCase();
  const name = fqdn(wish.name, wish.zone.name);
  return { zone: wish.zone, name, type, before: findSet(current, name, type) };
}

const read = (zone: Zone, type: string, given: Given): Content =>
  contentOf(
    typeof given === 'string' ? parseValue(type, given, zone.name) : normaliseValue(type, { ...given, ttl: 1 }),
  );

const said = ({ ttl, proxied, comment, tags }: Attributes): Attributes => ({ ttl, proxied, comment, tags });

function refuseAttributes(zone: Zone, type: string, given: Attributes): void {
  const problem = attributeProblem(zone, type, given);
  if (!problem) return;
  const { field, text, hint } = problem;
  throw new AppError('bad_input', text, { fields: { [field]: text }, ...(hint && { hint }) });
}

interface Problem {
  readonly field: string;
  readonly text: string;
  readonly hint?: string;
}

function attributeProblem(zone: Zone, type: string, given: Attributes): Problem | undefined {
  const { ttl, proxied, comment, tags } = given;
  if (ttl !== undefined && ttl !== 1 && !(Number.isInteger(ttl) && ttl >= leastTtl && ttl <= mostTtl))
    return {
      field: 'ttl',
      text: `A TTL is a number of seconds from ${leastTtl} to ${mostTtl}, or 1 for automatic.`,
      hint: 'Only zones on Cloudflare’s Enterprise plan take less, down to 30; set that at Cloudflare.',
    };
  if (proxied && !isProxiable(type))
    return { field: 'proxied', text: `Records of type ${type} cannot be proxied; only A, AAAA and CNAME can.` };
  if (zone.home === 'litemail' && (proxied || comment || tags?.length))
    return {
      field: 'via',
      text: 'LiteMail keeps no proxy setting, comment or tags; only records at Cloudflare have them.',
    };
  if (comment !== undefined && /[\r\n]/.test(comment)) return { field: 'comment', text: 'A comment is a single line.' };
  const bad = tags?.find((tag) => !/^(?!cf-)[A-Za-z0-9_-]+(:[^\r\n]*)?$/i.test(tag));
  if (bad !== undefined)
    return { field: 'tags', text: `"${bad}" is not a tag. Write name:value, the name in letters, digits, - or _.` };
  return undefined;
}

/** What stands at the name and cannot stay beside the type. */
const rivals = (current: readonly RecordSet[], name: string, type: string): RecordSet[] =>
  rivalTypes(type).flatMap((other) => findSet(current, name, other) ?? []);

/** A value as typed; a mail server may be named without its priority. */
function matching(zone: Zone, set: RecordSet, given: Given): RecordValue | undefined {
  const typed = typeof given === 'string' ? given.trim().replace(/\.$/, '').toLowerCase() : undefined;
  const bare = set.type === 'MX' ? set.values.filter((value) => value.content === typed) : [];
  if (bare.length === 1) return bare[0];
  const shown = set.values.find((value) => presentation(set.type, value) === given);
  if (shown) return shown;
  try {
    const value = read(zone, set.type, given);
    return set.values.find((other) => sameValue(other, value));
  } catch {
    return undefined;
  }
}

const conflict = (name: string, type: string, why: string): AppError =>
  new AppError('conflict', `The ${type} record of ${displayName(name)} ${why}.`, {
    hint: 'Use `dns set` to replace it, or `dns delete` first.',
  });

const noSuchValue = (set: RecordSet): AppError => {
  const values = set.values.slice(0, 5).map((value) => presentation(set.type, value));
  const more = set.values.length > 5 ? ` and ${set.values.length - 5} more` : '';
  return new AppError('not_found', `The ${set.type} record of ${displayName(set.name)} has no such value.`, {
    hint: `It has: ${values.join(' · ')}${more}.`,
  });
};

function missing(current: readonly RecordSet[], name: string, type: string): AppError {
  const here = current.filter((set) => set.name === name).map((set) => set.type);
  const there = current.filter((set) => set.type === type).map((set) => displayName(set.name));
  const near = here.length > 0 ? `${displayName(name)} has: ${here.join(', ')}.` : undefined;
  const same = there.length > 0 ? `${type} records exist for: ${there.slice(0, 5).join(', ')}.` : undefined;
  return new AppError('not_found', `${displayName(name)} has no ${type} record.`, {
    hint: [near, same].filter(Boolean).join(' ') || 'Use `dns list` to see what exists.',
  });
}
