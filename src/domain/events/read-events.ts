import { canonicalJson, isObject, type Json, sha256 } from '../../lib/json.ts';
import { objectOf } from './describe.ts';
import type { LiteMailEvent } from './event.ts';

/** For what LiteMail sent without saying what it is; only who wants everything gets it. */
export const NO_TYPE = 'unknown';

interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly body: Json;
}

/**
 * What has no id is taken for delivered again where the same delivery is what came last of its object, so short a time
 * before.
 */
const REDELIVERY_MS = 3 * 60_000;

type Earlier = Pick<LiteMailEvent, 'id' | 'receivedAt'>;

/**
 * The events in a delivery, in order: one, or a list of them, in the forms of LiteMail's siblings. Whatever it is, it is an
 * event: nothing is dropped. `latest` gives the event of an object that was received last.
 */
export async function readEvents(
  said: Json,
  now: number,
  latest: (object: string) => Promise<Earlier | undefined>,
): Promise<ReadEvent[]> {
  const bodies = Array.isArray(said) ? said : [said];
  const delivery = sha256(canonicalJson(bodies.length === 1 ? (bodies[0] ?? null) : said));
  return Promise.all(
    bodies.map(async (body, index) => {
      const fields: Readonly<Record<string, unknown>> = isObject(body) ? body : {};
      const id = idOf(fields) ?? (await idByContent(body, index));
      return { id, type: typeOf(fields) ?? NO_TYPE, body };
    }),
  );

  async function idByContent(body: Json, index: number): Promise<string> {
    const latestOne = await latest(objectOf(body) ?? delivery);
    const last = latestOne && latestOne.receivedAt >= now - REDELIVERY_MS ? latestOne.id : undefined;
    const [hash, before] = last?.split('-') ?? [];
    const time = Math.floor(now / REDELIVERY_MS);
    const after = hash === delivery && before ? before : last === undefined ? time : sha256(last).slice(0, 16);
    // Equal ones in one delivery are not the same one.
    return `${delivery}-${after}${index > 0 ? `-${index + 1}` : ''}`;
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
