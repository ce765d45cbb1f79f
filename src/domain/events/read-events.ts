import { canonicalJson, isObject, type Json, sha256 } from '../../lib/json.ts';

/** For what LiteMail sent without saying what it is; only who wants everything gets it. */
export const NO_TYPE = 'unknown';

interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly body: Json;
}

/** What has no id is taken for delivered again where an equal one came so short a time before. */
const REDELIVERY_MS = 3 * 60_000;

/**
 * The events in a delivery, in order: one, or a list of them, in the forms of LiteMail's siblings. Whatever it is, it is an
 * event: nothing is dropped. `isKnown` tells whether one of this id was received since then.
 */
export async function readEvents(
  said: Json,
  now: number,
  isKnown: (id: string, since: number) => Promise<boolean>,
): Promise<ReadEvent[]> {
  const equal = new Map<string, number>();
  const events: ReadEvent[] = [];
  for (const body of Array.isArray(said) ? said : [said]) {
    const fields: Readonly<Record<string, unknown>> = isObject(body) ? body : {};
    events.push({ id: idOf(fields) ?? (await idByContent(body)), type: typeOf(fields) ?? NO_TYPE, body });
  }
  return events;

  async function idByContent(body: Json): Promise<string> {
    const hash = sha256(canonicalJson(body));
    // Equal ones in one delivery are not the same one.
    const count = (equal.get(hash) ?? 0) + 1;
    equal.set(hash, count);
    const idIn = (span: number) => `${hash}-${span}${count > 1 ? `-${count}` : ''}`;
    const span = Math.floor(now / REDELIVERY_MS);
    return (await isKnown(idIn(span - 1), now - REDELIVERY_MS)) ? idIn(span - 1) : idIn(span);
  }
}

const first = (fields: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined =>
  names
    .map((name) => fields[name])
    .filter((value) => (typeof value === 'string' && value.trim() !== '') || typeof value === 'number')
    .map((value) => String(value).trim().slice(0, 200))[0];

const idOf = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  first(fields, ['id', 'eventId', 'event_id']);
const typeOf = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  first(fields, ['type', 'event', 'event_type', 'eventType', 'event_name', 'eventName']);
