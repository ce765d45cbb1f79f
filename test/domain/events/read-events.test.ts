import { describe, expect, it } from 'vitest';
import { objectOf } from '../../../src/domain/events/describe.ts';
import { channelsFor } from '../../../src/domain/events/filter.ts';
import { NO_TYPE, readEvents } from '../../../src/domain/events/read-events.ts';
import type { Json } from '../../../src/lib/json.ts';

const minute = 60_000;
const at = 1_795_000_000_000;

/** Takes deliveries one after the other, as a store would, and tells the ids of those that were new. */
function inbox() {
  const received = new Set<string>();
  const latest = new Map<string | undefined, { id: string; receivedAt: number }>();
  return async (said: Json, now: number): Promise<string[]> => {
    const events = await readEvents(said, now, async (object) => latest.get(object));
    const fresh = events.filter(({ id }) => !received.has(id));
    for (const { id, body } of fresh) {
      received.add(id);
      latest.set(objectOf(body) ?? id.split('-')[0], { id, receivedAt: now });
    }
    return fresh.map(({ id }) => id);
  };
}

describe('events without an id', () => {
  const body = { type: 'domain.updated', data: { domain: 'acme.io', status: 'SUSPENDED' } };

  it('of equal bodies are one where the second comes within minutes, and two after that', async () => {
    const take = inbox();
    expect(await take(body, at)).toHaveLength(1);
    for (const later of [1_000, minute, 2.5 * minute]) expect(await take(body, at + later)).toHaveLength(0);
    expect(await take(body, at + 10 * minute)).toHaveLength(1);
    expect(await take(body, at + 10 * minute + 1_000)).toHaveLength(0);
    expect(await take(body, at + 60 * minute)).toHaveLength(1);
  });

  const active = { ...body, data: { domain: 'acme.io', status: 'ACTIVE' } };

  it('that say again what was so before something else of the same object came are new', async () => {
    const take = inbox();
    const later = [body, active, body, body, active, active, body];
    const fresh: number[] = [];
    for (const [index, said] of later.entries()) fresh.push((await take(said, at + index * 10_000)).length);
    expect(fresh).toEqual([1, 1, 1, 0, 1, 0, 1]);
  });

  it.each([
    ['of another domain', { ...body, data: { domain: 'other.io', status: 'ACTIVE' } }],
    ['that nobody knows the object of', { type: 'odd', data: { status: 'ACTIVE' } }],
  ])('are delivered again though an event %s came in between', async (_, between) => {
    const take = inbox();
    for (const [said, count] of [
      [body, 1],
      [between, 1],
      [body, 0],
      [between, 0],
    ] as const)
      expect(await take(said, at)).toHaveLength(count);
  });

  it('are new after an event of their object that has an id', async () => {
    const take = inbox();
    for (const said of [body, { ...active, id: 'e1' }, body]) expect(await take(said, at)).toHaveLength(1);
  });

  it('that stand in one delivery are all there, and come once when it is delivered again', async () => {
    const take = inbox();
    const three = [body, { ...body, data: { domain: 'acme.io', status: 'ACTIVE' } }, body];
    expect(await take(three, at)).toHaveLength(3);
    expect(await take(three, at + minute)).toHaveLength(0);
  });
});

it.each([
  [{ type: 'a.b', id: 'e1' }, 'a.b', 'e1'],
  [{ event: 'a.b', eventId: 7 }, 'a.b', '7'],
  [{ event_type: 'a.b', event_id: 'e1' }, 'a.b', 'e1'],
  [{ eventType: 'a.b', id: '' }, 'a.b', undefined],
  [{ type: null, event_name: ' a.b ' }, 'a.b', undefined],
  [{ type: {}, id: null }, NO_TYPE, undefined],
  ['only a text', NO_TYPE, undefined],
  [null, NO_TYPE, undefined],
])('%j is read under whatever name it has', async (said, type, id) => {
  const [event] = await readEvents(said as Json, at, async () => undefined);
  expect(event).toMatchObject({ type, body: said });
  if (id) expect(event?.id).toBe(id);
});

it('what has no type goes to those who want everything, and to nobody else', async () => {
  const [event] = await readEvents({ something: 'else' }, at, async () => undefined);
  const subscription = (channel: string, types: string[]) => ({
    id: channel,
    teamId: 'T',
    channel,
    types,
    createdBy: 'U',
    createdAt: 0,
    state: 'well' as const,
  });
  const wanting = [subscription('C1', ['*']), subscription('C2', ['domain.*'])];
  const stored = { teamId: 'T', endpointId: 'e', receivedAt: at, id: '', type: '', body: null, ...event };
  expect(channelsFor(stored, wanting)).toEqual(['C1']);
});
