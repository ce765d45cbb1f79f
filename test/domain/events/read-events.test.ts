import { describe, expect, it } from 'vitest';
import { channelsFor } from '../../../src/domain/events/filter.ts';
import { NO_TYPE, readEvents } from '../../../src/domain/events/read-events.ts';
import type { Json } from '../../../src/lib/json.ts';

const minute = 60_000;
const at = 1_795_000_000_000;

/** Takes deliveries one after the other, as a store would, and tells the ids of those that were new. */
function inbox() {
  const received = new Map<string, number>();
  return async (said: Json, now: number): Promise<string[]> => {
    const events = await readEvents(said, now, async (id, since) => (received.get(id) ?? 0) >= since);
    const fresh = events.map(({ id }) => id).filter((id) => !received.has(id));
    for (const id of fresh) received.set(id, now);
    return fresh;
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
  const [event] = await readEvents(said as Json, at, async () => false);
  expect(event).toMatchObject({ type, body: said });
  if (id) expect(event?.id).toBe(id);
});

it('what has no type goes to those who want everything, and to nobody else', async () => {
  const [event] = await readEvents({ something: 'else' }, at, async () => false);
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
