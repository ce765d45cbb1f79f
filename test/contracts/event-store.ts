import { describe, expect, it } from 'vitest';
import { acme, aJob, anEvent, nova, scribbleOn } from './samples.ts';
import { type SetUp, useStores } from './stores-under-test.ts';

export function describeEventStore(adapter: string, setUp: SetUp): void {
  describe(`EventStore on ${adapter}`, () => {
    const stores = useStores(setUp);
    const unsettledIds = async (limit = 99) => (await stores.now().events.unsettled(limit)).map(({ id }) => id);

    it('keeps an event, also when opened again', async () => {
      expect(await stores.now().events.append(anEvent())).toBe(true);
      const { events } = await stores.reopen();
      expect(await events.get(acme, 'evt_1')).toEqual(anEvent());
      expect(await events.unsettled(9)).toEqual([anEvent()]);
    });

    it('takes an event once, however often and however close together it is delivered', async () => {
      const first = await Promise.all(Array.from({ length: 5 }, () => stores.now().events.append(anEvent())));
      expect(first.filter(Boolean)).toHaveLength(1);
      expect(await stores.now().events.append(anEvent())).toBe(false);
      await stores.now().events.settle(acme, ['evt_1']);
      expect(await stores.now().events.append(anEvent())).toBe(false);
      expect(await (await stores.reopen()).events.append(anEvent())).toBe(false);
      expect(await unsettledIds()).toEqual([]);
    });

    it('gives unsettled events oldest first, up to a limit, until each is settled', async () => {
      const ids = Array.from({ length: 6 }, (_, index) => `evt_${index}`);
      for (const id of ids) await stores.now().events.append(anEvent({ id }));
      expect(await unsettledIds()).toEqual(ids);
      expect(await unsettledIds(2)).toEqual(ids.slice(0, 2));
      await stores.now().events.settle(acme, ['evt_0', 'evt_4', 'never heard of']);
      await stores.now().events.settle(acme, []);
      expect(await unsettledIds()).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_5']);
      await stores.reopen();
      expect(await unsettledIds()).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_5']);
      expect(await stores.now().events.get(acme, 'evt_4')).toEqual(anEvent({ id: 'evt_4' }));
    });

    it('gives back every character, whatever is in the event', async () => {
      const odd = ['line\nbreak\r\n', '\u2028\u2029\u0085', '\0\u0001', '😀 bücher', '"\\', 'x'.repeat(300_000)];
      const event = anEvent({ id: 'odd/…\n', body: { odd, nested: { null: null, number: 1.5, __proto__: null } } });
      await stores.now().events.append(event);
      await stores.now().events.append(anEvent());
      await stores.now().events.settle(acme, [event.id]);
      expect(await stores.now().events.get(acme, event.id)).toEqual(event);
      const { events } = await stores.reopen();
      expect(await events.get(acme, event.id)).toEqual(event);
      expect(await unsettledIds()).toEqual(['evt_1']);
    });

    it('shows another team nothing, takes its event of the same id, and lets it settle nothing', async () => {
      const { events } = stores.now();
      await events.append(anEvent());
      expect(await events.get(nova, 'evt_1')).toBeUndefined();
      await events.settle(nova, ['evt_1']);
      expect(await unsettledIds()).toEqual(['evt_1']);
      expect(await events.append(anEvent({ teamId: nova }))).toBe(true);
      await events.settle(nova, ['evt_1']);
      expect(await events.unsettled(9)).toEqual([anEvent()]);
      expect(await events.get(nova, 'evt_1')).toEqual(anEvent({ teamId: nova }));
    });

    it('moves what a channel has still to get to another one, also when opened again', async () => {
      const { events } = stores.now();
      await events.append(anEvent(), ['C1', 'C2']);
      await events.append(anEvent({ id: 'evt_2' }), ['C1']);
      await events.move(acme, 'C1', 'C9');
      await events.move(acme, 'C7', 'C8');
      for (const now of [events, (await stores.reopen()).events]) {
        expect(await now.owed(acme, 'C1', 9)).toEqual([]);
        expect((await now.owed(acme, 'C9', 9)).map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
        expect((await now.owed(acme, 'C2', 9)).map(({ id }) => id)).toEqual(['evt_1']);
      }
    });

    it('keeps 500 events that arrive at once', async () => {
      const ids = Array.from({ length: 500 }, (_, index) => `evt_${index}`);
      await Promise.all(ids.map((id) => stores.now().events.append(anEvent({ id }))));
      await stores.reopen();
      expect((await unsettledIds(1000)).sort()).toEqual([...ids].sort());
    });

    it('stores the jobs of each new event and of no other', async () => {
      const { events, jobs } = stores.now();
      const added = async () => (await jobs.list(acme)).map(({ key }) => key);
      await events.append(anEvent(), ['C1'], [aJob({ key: 'C1' })]);
      await events.append(anEvent(), ['C1'], [aJob({ key: 'C2' })]);
      expect(await added()).toEqual(['C1']);
      await events.append(anEvent({ id: 'evt_2' }), ['C3'], [aJob({ key: 'C3' })]);
      expect(await added()).toEqual(['C1', 'C3']);
    });

    it('knows what each channel has still to get, also when opened again', async () => {
      const owed = async (channel: string, limit = 9) =>
        (await stores.now().events.owed(acme, channel, limit)).map(({ id }) => id);
      for (const id of ['evt_1', 'evt_2', 'evt_3']) await stores.now().events.append(anEvent({ id }), ['C1', 'C2']);
      await stores.now().events.append(anEvent({ teamId: nova }), ['C1']);
      await stores.now().events.append(anEvent({ id: 'nobody wants it' }), []);
      expect(await owed('C1', 2)).toEqual(['evt_1', 'evt_2']);
      await stores.now().events.settle(acme, ['evt_1', 'evt_2'], 'C1');
      await stores.now().events.settle(acme, ['evt_2'], 'C2');
      await stores.now().events.settle(acme, ['evt_3'], 'C9');
      for (const opened of ['now', 'again']) {
        if (opened === 'again') await stores.reopen();
        expect(await owed('C1')).toEqual(['evt_3']);
        expect(await owed('C2')).toEqual(['evt_1', 'evt_3']);
        expect(await unsettledIds()).toEqual(['evt_1', 'evt_3', 'evt_1']);
      }
      await stores.now().events.settle(acme, ['evt_1', 'evt_3'], 'C2');
      await stores.now().events.settle(nova, ['evt_1'], 'C1');
      expect(await unsettledIds()).toEqual(['evt_3']);
      expect(await stores.now().events.owing()).toEqual([{ teamId: acme, channel: 'C1' }]);
      await stores.now().events.settle(acme, ['evt_3']);
      expect(await stores.now().events.owing()).toEqual([]);
    });

    it('gives an event its channels once, when it was stored without', async () => {
      const { events } = stores.now();
      await events.append(anEvent());
      await events.append(anEvent({ id: 'evt_2' }));
      expect((await events.unrouted()).map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
      expect(await events.append(anEvent(), ['C1'])).toBe(false);
      expect(await events.append(anEvent(), ['C2'])).toBe(false);
      expect(await events.append(anEvent({ id: 'evt_2' }), [])).toBe(false);
      expect(await (await stores.reopen()).events.unrouted()).toEqual([]);
      expect(await stores.now().events.owing()).toEqual([{ teamId: acme, channel: 'C1' }]);
      expect(await unsettledIds()).toEqual(['evt_1']);
    });

    it('knows the last event of each object, some minutes at least and also when opened again', async () => {
      const about = (id: string, domain: string, receivedAt: number) =>
        anEvent({ id, receivedAt, body: { type: 'domain.updated', data: { domain } } });
      const { events } = stores.now();
      for (const event of [about('e1', 'a.io', 1_000), about('e2', 'b.io', 2_000), about('e3', 'a.io', 3_000)])
        await events.append(event, ['C1']);
      await events.append(anEvent({ id: 'hash-1', receivedAt: 4_000, body: 'of nothing known' }), []);
      for (const now of [events, (await stores.reopen()).events]) {
        expect(await now.latest(acme, 'a.io')).toEqual({ id: 'e3', receivedAt: 3_000 });
        expect(await now.latest(acme, 'b.io')).toEqual({ id: 'e2', receivedAt: 2_000 });
        expect(await now.latest(acme, 'hash')).toEqual({ id: 'hash-1', receivedAt: 4_000 });
        expect(await now.latest(nova, 'a.io')).toBeUndefined();
        expect(await now.latest(acme, 'c.io')).toBeUndefined();
      }
    });

    it('is not changed by what callers do with what they gave or got', async () => {
      const { events } = stores.now();
      const given = anEvent();
      const appending = events.append(given);
      scribbleOn(given);
      await appending;
      scribbleOn(await events.get(acme, 'evt_1'));
      for (const event of await events.unsettled(9)) scribbleOn(event);
      expect(await events.get(acme, 'evt_1')).toEqual(anEvent());
      expect(await (await stores.reopen()).events.unsettled(9)).toEqual([anEvent()]);
    });
  });
}
