import { AppError } from '../../../lib/errors.ts';
import { typed } from '../../../lib/text.ts';
import { displayName, fqdn } from '../model/name.ts';
import { contentOf, normaliseValue, sameRow, sameValue, valueKey } from '../model/normalise.ts';
import { parseValue, presentation, unknownType } from '../model/presentation.ts';
import { isDmarc, isSpf, tagList } from '../model/purpose.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from '../model/record.ts';
import { type Content, isProxiable, recordType } from '../model/types.ts';
import { type Attributes, inheritedFrom, maxTtl, mergeDesired, minTtl, withDefaults } from './desired.ts';
import { change, conflictingTypes, findSet, readOnlyError, sequence, zonePlan } from './zone-plan.ts';

/** The record set to edit. `name` is as typed: `@`, relative to the zone, or full. */
export interface Owner {
  readonly zone: Zone;
  readonly name: string;
  readonly type: string;
}

/** Typed text, or a parsed value. */
type ValueInput = string | Content;

/**
 * Adds one value to a record set. The plan is empty if the value exists. Throws `conflict` if existing records rule it
 * out, or if the value exists with different attributes.
 */
export function planAdd(
  current: readonly RecordSet[],
  input: Owner & Attributes & { readonly value: ValueInput },
): ZonePlan {
  const { zone, name, type, before } = resolveOwner(current, input);
  validateAttributes(zone, type, input);
  const value = parseInput(zone, type, input.value);
  const existing = before?.values.find((other) => sameValue(other, value));
  const added = withDefaults(
    type,
    { ...pickAttributes(input), ...value },
    existing ?? inheritedFrom(before?.values ?? []),
  );
  if (existing) {
    if (sameRow(existing, added)) return zonePlan(zone, []);
    throw conflict(name, type, 'already has this value with another TTL, proxy setting, comment or tags');
  }
  if (before && recordType(type)?.single) throw conflict(name, type, 'already exists, and there can be only one');
  const other = conflictingSets(current, name, type)[0];
  if (other) throw conflict(name, other.type, `exists, and a ${type} record cannot stand beside it`);
  const plan = zonePlan(zone, [change(before, { name, type, values: [...(before?.values ?? []), added] })]);
  return { ...plan, additive: true };
}

/**
 * Replaces the values of a record set. Unchanged values keep their attributes, and so does a single value replaced by a
 * single one; given attributes apply to all. A CNAME replaces addresses and vice versa.
 */
export function planSet(
  current: readonly RecordSet[],
  input: Owner & Attributes & { readonly values: readonly ValueInput[] },
): ZonePlan {
  const { zone, name, type, before } = resolveOwner(current, input);
  validateAttributes(zone, type, input);
  const inputs = input.values.map((value) => ({ ...pickAttributes(input), ...parseInput(zone, type, value) }));
  const desired = [...new Map(inputs.map((value) => [valueKey(value), value])).values()];
  if (desired.length === 0)
    throw new AppError('bad_input', 'No value was given.', { hint: 'To remove a record use `dns delete`.' });
  if (desired.length > 1 && recordType(type)?.single)
    throw new AppError('bad_input', `A name can have only one ${type} record.`, {
      fields: { value: 'Give one value.' },
    });
  const conflicting = conflictingSets(current, name, type);
  const replaced = conflicting.flatMap((set) => set.values);
  const values = mergeDesired(type, desired, before?.values ?? [], replaced);
  return zonePlan(zone, [
    ...conflicting.map((set) => change(set, { ...set, values: [] })),
    change(before, { name, type, values }),
  ]);
}

/** Deletes a record set, or one of its values. Throws `not_found`, with similar records in the hint. */
export function planDelete(
  current: readonly RecordSet[],
  input: Owner & { readonly value?: ValueInput | undefined },
): ZonePlan {
  const { zone, name, type, before } = resolveOwner(current, input);
  if (!before) throw notFound(current, name, type);
  if (!recordType(type)) throw unknownType(type);
  if (input.value === undefined) {
    if (before.values.some((value) => value.readOnly)) throw readOnlyError(name, type);
    return zonePlan(zone, [change(before, { name, type, values: [] })]);
  }
  const match = matching(zone, before, input.value);
  if (!match) throw noSuchValue(before);
  if (match.readOnly) throw readOnlyError(name, type);
  return zonePlan(zone, [change(before, { name, type, values: before.values.filter((value) => value !== match) })]);
}

export function resolveOwner(current: readonly RecordSet[], input: Owner) {
  const type = input.type.trim().toUpperCase();
  const name = fqdn(input.name, input.zone.name);
  return { zone: input.zone, name, type, before: findSet(current, name, type) };
}

export const parseInput = (zone: Zone, type: string, input: ValueInput): Content =>
  contentOf(
    typeof input === 'string' ? parseValue(type, input, zone.name) : normaliseValue(type, { ...input, ttl: 1 }),
  );

const pickAttributes = ({ ttl, proxied, comment, tags }: Attributes): Attributes => ({ ttl, proxied, comment, tags });

function validateAttributes(zone: Zone, type: string, attributes: Attributes): void {
  const problem = attributeProblem(zone, type, attributes);
  if (!problem) return;
  const { field, text, hint } = problem;
  throw new AppError('bad_input', text, { fields: { [field]: text }, ...(hint && { hint }) });
}

interface Problem {
  readonly field: string;
  readonly text: string;
  readonly hint?: string;
}

function attributeProblem(zone: Zone, type: string, attributes: Attributes): Problem | undefined {
  const { ttl, proxied, comment, tags } = attributes;
  if (ttl !== undefined && ttl !== 1 && !(Number.isInteger(ttl) && ttl >= minTtl && ttl <= maxTtl))
    return {
      field: 'ttl',
      text: `A TTL is a number of seconds from ${minTtl} to ${maxTtl}, or 1 for automatic.`,
      hint: 'Only zones on Cloudflare’s Enterprise plan allow less, down to 30; set that at Cloudflare.',
    };
  if (proxied && !isProxiable(type))
    return { field: 'proxied', text: `Records of type ${type} cannot be proxied; only A, AAAA and CNAME can.` };
  if (zone.home === 'litemail' && (proxied || comment || tags?.length))
    return {
      field: 'via',
      text: 'LiteMail has no proxy setting, comment or tags; only records at Cloudflare have them.',
    };
  if (comment !== undefined && /[\r\n]/.test(comment)) return { field: 'comment', text: 'A comment is a single line.' };
  const invalid = tags?.find((tag) => !/^(?!cf-)[A-Za-z0-9_-]+(:[^\r\n]*)?$/i.test(tag));
  if (invalid !== undefined)
    return { field: 'tags', text: `"${invalid}" is not a tag. Write name:value, the name in letters, digits, - or _.` };
  return undefined;
}

/** Existing record sets at the name that cannot coexist with the type. */
const conflictingSets = (current: readonly RecordSet[], name: string, type: string): RecordSet[] =>
  conflictingTypes(type).flatMap((other) => findSet(current, name, other) ?? []);

/** Finds the value as typed; for a mail server the priority may be left out. */
export function matching(zone: Zone, set: RecordSet, input: ValueInput): RecordValue | undefined {
  const typed = typeof input === 'string' ? input.trim().replace(/\.$/, '').toLowerCase() : undefined;
  const bare = set.type === 'MX' ? set.values.filter((value) => value.content === typed) : [];
  if (bare.length === 1) return bare[0];
  const presented = set.values.find((value) => presentation(set.type, value) === input);
  if (presented) return presented;
  try {
    const value = parseInput(zone, set.type, input);
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

export function notFound(current: readonly RecordSet[], name: string, type: string): AppError {
  const typesAtName = current.filter((set) => set.name === name).map((set) => set.type);
  const namesWithType = current.filter((set) => set.type === type).map((set) => displayName(set.name));
  const atName = typesAtName.length > 0 ? `${displayName(name)} has: ${typesAtName.join(', ')}.` : undefined;
  const sameType =
    namesWithType.length > 0 ? `${type} records exist for: ${namesWithType.slice(0, 5).join(', ')}.` : undefined;
  return new AppError('not_found', `${displayName(name)} has no ${type} record.`, {
    hint: [atName, sameType].filter(Boolean).join(' ') || 'Use `dns list` to see what exists.',
  });
}

/** A domain that neither takes nor sends mail (RFC 7505, RFC 7208 §2.6, M3AAWG on parked domains); all else stays. */
export function planPark(zone: Zone, current: readonly RecordSet[]): ZonePlan {
  const dmarc = `_dmarc.${zone.name}`;
  assertVisible(zone, current, dmarc);
  const set = (name: string, type: string, values: readonly string[]) => (now: readonly RecordSet[]) =>
    planSet(now, {
      zone,
      name,
      type,
      values: values.map((content) => ({ content, ...(type === 'MX' && { priority: 0 }) })),
    });
  return sequence(zone, current, [
    set(zone.name, 'MX', ['.']),
    set(zone.name, 'TXT', [...others(current, zone.name, isSpf), 'v=spf1 -all']),
    // A CNAME to a DMARC service would override our own policy.
    (now) =>
      findSet(now, dmarc, 'CNAME') ? planDelete(now, { zone, name: dmarc, type: 'CNAME' }) : zonePlan(zone, []),
    set(dmarc, 'TXT', [...others(current, dmarc, isDmarc), rejecting(current, zone.name)]),
  ]);
}

/** Throws `conflict` if other records of the zone would hide the parking records. */
function assertVisible(zone: Zone, current: readonly RecordSet[], dmarc: string): void {
  const alias = findSet(current, zone.name, 'CNAME');
  if (alias)
    throw new AppError(
      'conflict',
      `${displayName(zone.name)} is an alias for ${alias.values[0]?.content}, so it cannot be parked with records of its own.`,
      { hint: 'Replace the CNAME first.' },
    );
  const away = findSet(current, dmarc, 'NS');
  if (away)
    throw new AppError(
      'conflict',
      `${dmarc} is delegated to the name servers ${away.values.map(({ content }) => content).join(', ')}, so DMARC cannot be set here.`,
      {
        hint: `Delete its NS records first with ${typed(`dns delete ${zone.name} NS _dmarc`)}, then retire the domain.`,
      },
    );
}

const texts = (sets: readonly RecordSet[], name: string): string[] =>
  findSet(sets, name, 'TXT')?.values.map(({ content = '' }) => content) ?? [];

const others = (sets: readonly RecordSet[], name: string, replaced: (text: string) => boolean): string[] =>
  texts(sets, name).filter((text) => !replaced(text));

/** Reports go on going where they went. */
function rejecting(sets: readonly RecordSet[], domain: string): string {
  const rua = tagList(texts(sets, `_dmarc.${domain}`).find(isDmarc) ?? '').get('rua');
  return `v=DMARC1; p=reject; sp=reject; np=reject${rua ? `; rua=${rua}` : ''}`;
}
