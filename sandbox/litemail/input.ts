import type { Call } from '../router.ts';
import { Refusal } from './litemail-context.ts';

type Fields = Record<string, unknown>;

/** The request's JSON object. LiteMail refuses null instead of reading it as absent. */
export function fieldsOf(call: Call): Fields {
  if (call.raw.length === 0) return {};
  const body = call.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(400, 'Invalid JSON body');
  if (hasNull(body)) throw new Refusal(422, 'Invalid value');
  return body as Fields;
}

function hasNull(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'object' && Object.values(value).some(hasNull);
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === '') throw new Refusal(400, `${name} is required`);
  if (typeof value !== 'string') throw new Refusal(422, 'Invalid value');
  return value;
}

export const optionalText = (fields: Fields, name: string) =>
  fields[name] === undefined ? undefined : text(fields, name);

export function amount(fields: Fields, name: string): number {
  const value = fields[name];
  if (value === undefined) throw new Refusal(400, `${name} is required`);
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Refusal(422, 'Invalid value');
  if (value <= 0) throw new Refusal(400, `${name} must be greater than 0`);
  return value;
}

export function texts(fields: Fields, name: string): string[] {
  const value = fields[name];
  if (value === undefined) throw new Refusal(400, `${name} is required`);
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw new Refusal(422, 'Invalid value');
  if (value.length === 0) throw new Refusal(400, `${name} must not be empty`);
  return value as string[];
}

export function email(fields: Fields, name: string): string {
  const value = text(fields, name);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) throw new Refusal(400, `${name} must be an email address`);
  return value;
}

/** A query parameter; `null` and `undefined` as words are refused like null. */
export function query(call: Call, name: string): string | undefined {
  const value = call.query.get(name) ?? undefined;
  if (value === 'null' || value === 'undefined') throw new Refusal(422, 'Invalid value');
  return value === '' ? undefined : value;
}

function count(call: Call, name: string, fallback: number): number {
  const value = query(call, name);
  if (value === undefined) return fallback;
  if (!/^[1-9]\d*$/.test(value)) throw new Refusal(422, 'Invalid value');
  return Number(value);
}

/** One page of a list under its name, with the counters beside it. At most 100 items. */
export function paged<T>(call: Call, name: string, items: readonly T[]): Record<string, unknown> & { items: T[] } {
  const page = count(call, 'page', 1);
  const limit = Math.min(count(call, 'limit', 20), 100);
  const totalPages = Math.ceil(items.length / limit);
  const rows = items.slice((page - 1) * limit, page * limit);
  const answer = {
    totalSearchedCount: items.length,
    currentPage: page,
    nextPage: page < totalPages ? page + 1 : null,
    totalPages,
    [name]: rows,
  };
  return Object.defineProperty(answer, 'items', { value: rows, enumerable: false }) as typeof answer & { items: T[] };
}

/** Keeps what contains the text of `?contains=` in one of the given words. */
export function searched<T>(call: Call, items: readonly T[], words: (item: T) => string[]): T[] {
  const contains = query(call, 'contains')?.toLowerCase();
  return items.filter(
    (item) => contains === undefined || words(item).some((word) => word.toLowerCase().includes(contains)),
  );
}
