import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordSet, Row, Zone } from '../../src/domain/dns/model/record.ts';
import type { DnsProvider } from '../../src/ports/dns-provider.ts';

/** Trouble for the next call that changes something, or for the next of any kind. */
export type Trouble = 'answer lost' | 'web page' | 'broken' | 'too many';

export interface DnsHomeUnderTest {
  readonly home: DnsProvider;
  /** The name of a zone that is there; whatever else it holds stays. */
  readonly zone: string;
  /** A batch is all or nothing. */
  readonly atomic: boolean;
  /** Keeps TTL, as opposed to choosing one of its own. */
  readonly keepsTtl: boolean;
  /** Calls so far that changed, or tried to change, something. */
  writes(): number;
  trouble(kind: Trouble, when: 'next call' | 'next write'): void;
}

const empty = { deletes: [], patches: [], posts: [] };

/** What every DnsHome must do. */
export function describeDnsHome(adapter: string, setUp: () => Promise<DnsHomeUnderTest>): void {
  describe(`DnsHome on ${adapter}`, () => {
    let at: DnsHomeUnderTest;
    let zone: Zone;
    const row = (label: string, type: string, more: Omit<Row, 'name' | 'type' | 'ttl'>): Row => ({
      name: label === '@' ? zone.name : `${label}.${zone.name}`,
      type,
      ttl: 1,
      ...more,
    });
    const post = (...posts: Row[]) => at.home.write(zone, { ...empty, posts });
    async function set(label: string, type: string): Promise<RecordSet | undefined> {
      const sets = await at.home.list(zone);
      return sets.find((one) => one.name === `${label}.${zone.name}` && one.type === type);
    }

    beforeEach(async () => {
      at = await setUp();
      const found = await at.home.findZone(at.zone);
      if (!found) throw new Error(`no zone ${at.zone}`);
      zone = found;
    });

    it('finds the zone of a name, however it is written, and no zone for a stranger', async () => {
      expect(await at.home.findZone(`deep.below.${at.zone.toUpperCase()}.`)).toEqual(zone);
      expect(await at.home.findZone(`not${at.zone}`)).toBeUndefined();
      expect((await at.home.zones()).map(({ name }) => name)).toContain(at.zone);
      expect(zone.batchLimit).toBeGreaterThan(0);
    });

    it('gives back what was written, in normal form', async () => {
      const long = `v=DKIM1; k=rsa; p=${'A1b2/+'.repeat(70)} "quoted" \\ ünïcode`;
      await post(
        row('contract', 'A', { content: '192.0.2.1' }),
        row('contract', 'A', { content: '192.0.2.2' }),
        row('contract', 'MX', { content: 'mx1.example.net', priority: 10 }),
        row('contract', 'TXT', { content: long }),
      );
      expect((await set('contract', 'A'))?.values).toMatchObject([{ content: '192.0.2.1' }, { content: '192.0.2.2' }]);
      expect((await set('contract', 'MX'))?.values).toMatchObject([{ content: 'mx1.example.net', priority: 10 }]);
      expect((await set('contract', 'TXT'))?.values).toMatchObject([{ content: long }]);
    });

    it('gives every value an id, and its TTL', async () => {
      await post({ ...row('contract', 'A', { content: '192.0.2.1' }), ttl: 3600 });
      const [value] = (await set('contract', 'A'))?.values ?? [];
      expect(value?.id).toMatch(/./);
      if (at.keepsTtl) expect(value?.ttl).toBe(3600);
    });

    it('changes a value in place: its id stays', async () => {
      await post(row('contract', 'A', { content: '192.0.2.1' }));
      const id = (await set('contract', 'A'))?.values[0]?.id ?? '';
      await at.home.write(zone, { ...empty, patches: [{ id, ...row('contract', 'A', { content: '192.0.2.9' }) }] });
      expect((await set('contract', 'A'))?.values).toMatchObject([{ id, content: '192.0.2.9' }]);
    });

    it('deletes before it makes, so that a CNAME can take the place of an address', async () => {
      await post(row('contract', 'A', { content: '192.0.2.1' }));
      const id = (await set('contract', 'A'))?.values[0]?.id ?? '';
      await at.home.write(zone, {
        ...empty,
        deletes: [{ id }],
        posts: [row('contract', 'CNAME', { content: 'example.net' })],
      });
      expect(await set('contract', 'A')).toBeUndefined();
      expect((await set('contract', 'CNAME'))?.values).toMatchObject([{ content: 'example.net' }]);
    });

    it('writes nothing when the first row is refused, and says so in words', async () => {
      const before = await at.home.list(zone);
      const refused = at.home.write(zone, {
        ...empty,
        deletes: [{ id: '0'.repeat(32) }],
        posts: [row('contract', 'A', { content: '192.0.2.1' })],
      });
      await expect(refused).rejects.toMatchObject({
        message: expect.stringMatching(/[a-z]{4}.*\.$/),
        hint: expect.stringMatching(/\.$/),
      });
      expect(await at.home.list(zone)).toEqual(before);
    });

    it('is all or nothing, or says how far it came', async () => {
      await post(row('contract', 'CNAME', { content: 'example.net' }));
      const half = post(
        row('contract-two', 'A', { content: '192.0.2.1' }),
        row('contract', 'A', { content: '192.0.2.1' }),
      );
      const code = at.atomic ? 'upstream_rejected' : 'unknown_outcome';
      await expect(half).rejects.toMatchObject({
        code,
        message: expect.stringMatching(at.atomic ? /A contract\./ : /1 of 2/),
      });
      expect((await set('contract-two', 'A')) === undefined).toBe(at.atomic);
    });

    it('says not_found for a zone that is not there', async () => {
      const nowhere = { ...zone, id: 'f'.repeat(32), name: 'gone.example' };
      await expect(at.home.list(nowhere)).rejects.toMatchObject({ code: 'not_found' });
    });

    const writes = {
      'a new record': (_: string) => post(row('contract', 'A', { content: '192.0.2.2' })),
      'a changed record': (id: string) =>
        at.home.write(zone, { ...empty, patches: [{ id, ...row('contract', 'A', { content: '192.0.2.2' }) }] }),
      'a deletion': (id: string) => at.home.write(zone, { ...empty, deletes: [{ id }] }),
    };
    const contents = async () => (await set('contract', 'A'))?.values.map(({ content }) => content) ?? [];

    it.each([
      ['a new record', ['192.0.2.1', '192.0.2.2']],
      ['a changed record', ['192.0.2.2']],
      ['a deletion', []],
    ] as const)('does not send %s again whose answer was lost, and says that nobody knows', async (what, after) => {
      await post(row('contract', 'A', { content: '192.0.2.1' }));
      const { id = '' } = (await set('contract', 'A'))?.values[0] ?? {};
      at.trouble('answer lost', 'next write');
      const before = at.writes();
      await expect(writes[what](id)).rejects.toMatchObject({ code: 'unknown_outcome' });
      expect(at.writes() - before).toBe(1);
      expect(await contents()).toEqual(after);
    });

    it.each([['a new record'], ['a changed record'], ['a deletion']] as const)(
      'does not send %s again when the API fails at it, and says that nobody knows',
      async (what) => {
        await post(row('contract', 'A', { content: '192.0.2.1' }));
        const { id = '' } = (await set('contract', 'A'))?.values[0] ?? {};
        at.trouble('broken', 'next write');
        const before = at.writes();
        await expect(writes[what](id)).rejects.toMatchObject({ code: 'unknown_outcome' });
        expect(at.writes() - before).toBeLessThan(2);
        expect(await contents()).toEqual(['192.0.2.1']);
      },
    );

    it('says that it is unavailable when it gets a web page', async () => {
      at.trouble('web page', 'next call');
      await expect(at.home.list(zone)).rejects.toMatchObject({ code: 'upstream_unavailable' });
      at.trouble('web page', 'next write');
      await expect(post(row('contract', 'A', { content: '192.0.2.1' }))).rejects.toMatchObject({
        code: 'unknown_outcome',
      });
    });

    it('says when it goes on when it was asked too often', async () => {
      at.trouble('too many', 'next call');
      await expect(at.home.list(zone)).rejects.toMatchObject({ code: 'rate_limited', retryAt: expect.any(Number) });
    });

    it('tells how full the zone is, or that nobody says', async () => {
      const before = await at.home.usage(zone);
      await post(row('contract', 'A', { content: '192.0.2.1' }));
      expect(await at.home.usage(zone)).toEqual(before && { ...before, used: before.used + 1 });
    });
  });
}
