import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../../src/domain/dns/model/normalise.ts';
import type { RecordSet, RecordValue, ZonePlan } from '../../../../src/domain/dns/model/record.ts';
import { planMerge, planReplace } from '../../../../src/domain/dns/plan/desired.ts';
import { overlay, touches } from '../../../../src/domain/dns/plan/zone-plan.ts';
import { parseZoneFile } from '../../../../src/domain/dns/zonefile/read-zone-file.ts';
import { formatZoneFile } from '../../../../src/domain/dns/zonefile/write-zone-file.ts';
import { counted, looksDuring } from '../../../helpers/counted-looks.ts';
import { zoneOf } from '../arbitraries.ts';
import { set, zone } from '../simulated-zone.ts';

const wanted = (...lines: string[]) => parseZoneFile(lines.join('\n'), zone.name).sets;
const kept = { proxied: true, ttl: 1, comment: 'web', tags: ['env:prod'] };
const www = set('www', 'A', { content: '192.0.2.1', ...kept });
const shop = set('shop', 'CNAME', { content: 'shops.example.com', ...kept });
const mx = set('@', 'MX', { content: 'mx1.example.com', priority: 10 }, { content: 'mx2.example.com', priority: 20 });
const current = [mx, www, shop];
const made = (plan: ZonePlan, owner: RecordSet) =>
  plan.changes.find((change) => touches({ ...plan, changes: [change] }, owner))?.after?.values;

describe('merging an import', () => {
  it('adds what is new and leaves the rest', () => {
    const plan = planMerge(
      zone,
      current,
      wanted('@ 60 MX 10 mx1.example.com.', '@ MX 50 mx5.example.com.', 'shop CNAME shops.example.com.'),
    );
    expect(plan.changes).toHaveLength(1);
    expect(made(plan, mx)).toEqual([...mx.values, { content: 'mx5.example.com', priority: 50, ttl: 60 }]);
  });

  it('puts a new value beside the others as they are: proxied, and with their TTL', () =>
    expect(made(planMerge(zone, current, wanted('www A 192.0.2.2')), www)).toEqual([
      ...www.values,
      { content: '192.0.2.2', proxied: true, ttl: 1 },
    ]));

  it('changes the target of an alias and nothing else about it', () =>
    expect(made(planMerge(zone, current, wanted('shop CNAME x.example.com.')), shop)).toEqual([
      { ...shop.values[0], content: 'x.example.com' },
    ]));

  it('takes what the file says about it', () =>
    expect(
      made(planMerge(zone, current, wanted('shop CNAME x.example.com. ; new cf_tags=cf-proxied:false')), shop),
    ).toEqual([
      { id: 'shop-CNAME-0', content: 'x.example.com', ttl: 1, proxied: false, comment: 'new', tags: ['env:prod'] },
    ]));
});

describe('a file that replaces a zone', () => {
  /** With rows that the provider holds, and TTLs that only some zones may have. */
  const anyZone = fc
    .tuple(zoneOf(zone.name, 12), fc.boolean())
    .map(([sets, readOnly]) => sets.map((each) => withEach(each, (value, at) => odd(value, readOnly && at === 0))));
  const odd = (value: RecordValue, readOnly: boolean): RecordValue => ({
    ...value,
    ttl: value.ttl === 300 ? 30 : value.ttl,
    ...(readOnly && { readOnly }),
  });
  const withEach = (each: RecordSet, make: (value: RecordValue, at: number) => RecordValue): RecordSet => ({
    ...each,
    values: each.values.map(make),
  });

  it('changes nothing when it is the zone’s own export, whatever the zone holds', () => {
    fc.assert(
      fc.property(anyZone, (sets) => {
        const { sets: read } = parseZoneFile(formatZoneFile(zone.name, sets), zone.name);
        expect(planReplace(zone, sets, read).changes).toEqual([]);
        expect(planMerge(zone, sets, read).changes).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('takes from the records what it does not say: TTL, proxy, comments and tags', () => {
    fc.assert(
      fc.property(anyZone, (sets) => {
        const bare = sets.map((each) => withEach(each, (value) => ({ ...contentOf(value), ttl: 1 })));
        const file = formatZoneFile(zone.name, bare).replaceAll('\t1\tIN\t', '\tIN\t');
        expect(planReplace(zone, sets, parseZoneFile(file, zone.name).sets).changes).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('deletes what it does not name, but never the name servers of the zone', () => {
    const servers = set('@', 'NS', 'ns1.second-provider.example');
    const lab = set('lab', 'NS', 'ns1.lab.example');
    const plan = planReplace(
      zone,
      [...current, servers, lab],
      wanted('@ NS ns1.elsewhere.example.', 'www A 192.0.2.1'),
    );
    expect(overlay([...current, servers, lab], plan)).toEqual([www, servers]);
  });

  it('keeps everything about a single value that it replaces by a single one, of a type that gives way too', () => {
    const plan = planReplace(zone, current, wanted('www A 192.0.2.9', 'shop A 192.0.2.8', '@ MX 10 mx1.example.com.'));
    expect(made(plan, www)).toEqual([{ ...www.values[0], content: '192.0.2.9' }]);
    expect(made(plan, { ...shop, type: 'A' })).toEqual([{ content: '192.0.2.8', ...kept }]);
  });

  it('keeps a TTL below 60 where the record has it, and gives it to no other', () => {
    const fast = set('fast', 'A', { content: '192.0.2.1', ttl: 30 });
    const { sets, warnings } = parseZoneFile('fast 30 A 192.0.2.1\nslow 30 A 192.0.2.2', zone.name);
    const plan = planReplace(zone, [fast], sets);
    expect(plan.changes.map(({ name, after }) => [name, after?.values[0]?.ttl])).toEqual([['slow.acme-mail.com', 60]]);
    expect(warnings[1]).toEqual({ line: 2, text: 'a TTL of 30 becomes 60, except where the record already has it' });
  });
});

describe('the work that an import takes', () => {
  /** How many looks at a name it takes to plan so many records, into a zone that has so large a part of them. */
  function work(size: number, part: number): number {
    const sets = wanted(...Array.from({ length: size }, (_, at) => `h${at} 300 A 192.0.2.1`)).map(counted);
    const now = Array.from({ length: size * part }, (_, at) => counted(set(`h${at}`, 'A', '192.0.2.1')));
    return looksDuring(() => expect(planMerge(zone, now, sets).changes).toHaveLength(size - now.length));
  }

  it.each([
    ['an empty zone', 0],
    ['a zone that has half of it', 0.5],
    ['a zone that has all of it', 1],
  ])('grows as the import does, into %s', (_, part) => {
    const [few, many] = [work(500, part), work(5_000, part)];
    expect(few).toBeGreaterThanOrEqual(500);
    expect(many / few).toBeLessThan(11);
  });
});
