import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromCloudflareRow,
  toBatchBody,
  toCloudflareRow,
} from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { cloudflare } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { recordSets } from '../../../src/domain/dns/model/normalise.ts';
import { rowBatch } from '../../../src/domain/dns/plan/batch.ts';
import { adoptIds } from '../../../src/domain/dns/plan/zone-plan.ts';
import { typedValue, types, zoneOf } from '../../domain/dns/arbitraries.ts';

const zone = 'example.com';

describe('rows on their way to Cloudflare and back', () => {
  it('mean the same afterwards, for every type', () => {
    fc.assert(
      fc.property(zoneOf(zone), (sets) => {
        const listed = sets.flatMap(({ name, type, values }) =>
          values.map(({ id = '', readOnly: _, ...value }) => ({ id, ...toCloudflareRow({ name, type, ...value }) })),
        );
        const rows = cloudflare.listDnsRecords.response.parse({ result: listed }).result;
        const read = recordSets(rows.map(fromCloudflareRow), zone);
        const order = (all: typeof sets) =>
          all.map(({ values, ...set }) => ({
            ...set,
            values: [...values].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
          }));
        expect(order(read)).toEqual(
          order(sets.map((set) => ({ ...set, values: set.values.map(({ readOnly: _, ...value }) => value) }))),
        );
      }),
    );
  });

  it('are taken by the declaration of the batch, for every type', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(typedValue, ([type, { id: _, readOnly: __, ...value }]) => {
        met.add(type);
        const row = { name: `www.${zone}`, type, ...value };
        const body = toBatchBody({ deletes: [{ id: 'r0' }], patches: [{ id: 'r1', ...row }], posts: [row] });
        expect(cloudflare.batchDnsRecords.body.safeParse(body).error?.issues).toBeUndefined();
      }),
      { numRuns: 500 },
    );
    expect([...met].sort()).toEqual([...types].sort());
  });

  it('carry what Cloudflare keeps beside a record: all of it when it is made again, nothing when it is changed', () => {
    const bare = { type: 'CNAME', name: `www.${zone}`, content: 'a.example.net', ttl: 1, proxied: true };
    const answer = { ...bare, settings: { ipv4_only: true, ipv6_only: false }, private_routing: true };
    const listed = cloudflare.listDnsRecords.response.parse({ result: [{ id: 'r1', ...answer }] }).result;
    const [before] = recordSets(listed.map(fromCloudflareRow), zone);
    if (!before) throw new Error('nothing was read');
    const again = rowBatch({ changes: [{ name: before.name, type: 'CNAME', after: adoptIds(undefined, before) }] });
    const posted = { ...answer, settings: { ipv4_only: true } };
    expect(toBatchBody(again).posts).toEqual([posted]);
    const after = { ...before, values: before.values.map((value) => ({ ...value, content: 'b.example.net' })) };
    const changed = rowBatch({ changes: [{ name: before.name, type: 'CNAME', before, after }] });
    expect(toBatchBody(changed).patches).toEqual([{ id: 'r1', ...bare, content: 'b.example.net' }]);
    for (const body of [again, changed].map(toBatchBody))
      expect(cloudflare.batchDnsRecords.body.safeParse(body).error?.issues).toBeUndefined();
  });

  it('leave out the parts of a batch that are empty', () => {
    expect(toBatchBody({ deletes: [{ id: 'r1' }], patches: [], posts: [] })).toEqual({ deletes: [{ id: 'r1' }] });
  });

  const hostOf = (type: string, data: object, content?: string) => {
    const row = {
      id: 'r1',
      type,
      name: `_s._tcp.${zone}`,
      ttl: 1,
      data,
      ...(content === undefined ? {} : { content }),
    };
    const { result } = cloudflare.listDnsRecords.response.parse({ result: [row] });
    return recordSets(result.map(fromCloudflareRow), zone)[0]?.values[0]?.data;
  };
  const srv = { priority: 0, weight: 0, port: 0 };

  it.each([
    ['SRV', 'target', { ...srv, target: false }],
    ['HTTPS', 'target', { priority: 0, target: false }],
    [
      'NAPTR',
      'replacement',
      { order: 1, preference: 1, flags: 'U', service: 'E2U+sip', regex: '!a!b!', replacement: false },
    ],
  ])('name no host where Cloudflare answers false: %s', (type, field, data) =>
    expect(hostOf(type, data)?.[field]).toBe('.'),
  );

  it.each<unknown>([true, {}, ['a'], [], { toString: 1 }])('make no host of a target that is no text: %j', (target) => {
    expect(hostOf('SRV', { ...srv, target })).toBeUndefined();
    expect(hostOf('SRV', { ...srv, target }, '1 2 3 sip.example.net')).toMatchObject({
      target: 'sip.example.net',
      port: 3,
    });
    expect(hostOf('CAA', { flags: 0, tag: 'issue', value: target })).toBeUndefined();
  });

  it.each(['@', 'example.com', 'EXAMPLE.COM.'])('put "%s" at the zone itself', (name) => {
    const row = fromCloudflareRow({ id: 'r1', type: 'a', name, content: '192.0.2.1' });
    expect(recordSets([row], zone)).toMatchObject([{ name: zone, type: 'A', values: [{ ttl: 1 }] }]);
  });
});
