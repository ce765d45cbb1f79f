import { describe, expect, it } from 'vitest';
import type { Change, RecordSet, Zone } from '../../../../src/domain/dns/model/record.ts';
import { proposal } from '../../../../src/domain/dns/plan/dns-plan.ts';
import { plannedZone } from '../../../../src/domain/dns/plan/planned-zone.ts';
import { counted, looksDuring } from '../../../helpers/counted-looks.ts';

const zone: Zone = { home: 'cloudflare', id: 'z1', name: 'acme-mail.com', batchLimit: 3_500 };

const set = (index: number, type: string, content: string): RecordSet =>
  counted({ name: `h${index}.acme-mail.com`, type, values: [{ id: `${type}${index}`, content, ttl: 300 }] });

type Kind = (set: RecordSet, index: number) => Omit<Change, 'name'>[];
/** How many looks at a name a plan takes that does this to each of so many record sets. */
function work(size: number, kind: Kind): number {
  const current = Array.from({ length: size }, (_, index) => set(index, 'A', '192.0.2.1'));
  const changes = current.flatMap((one, index) =>
    kind(one, index).map((change) => counted({ name: `h${index}.acme-mail.com`, ...change })),
  );
  return looksDuring(() => proposal({ kind: 'dns', zones: [plannedZone({ zone, changes }, current)] }));
}

describe('the work that a plan takes', () => {
  it.each<[string, Kind]>([
    ['is deleted', (before) => [{ type: 'A', before }]],
    [
      'is swapped for a CNAME',
      (before, index) => [
        { type: 'A', before },
        { type: 'CNAME', after: set(index, 'CNAME', 'host.example.com') },
      ],
    ],
    ['is handed over', (_, index) => [{ type: 'NS', after: set(index, 'NS', 'ns1.example.com') }]],
    [
      'is a mail server that is led elsewhere',
      (before, index) => [
        { type: 'A', before, after: set(index, 'A', '192.0.2.2') },
        { type: 'MX', after: set(index, 'MX', `h${index}.acme-mail.com`) },
      ],
    ],
    ['gets a certificate rule', (_, index) => [{ type: 'CAA', after: set(index, 'CAA', '') }]],
  ])('grows as the plan does when every record %s', (_, kind) => {
    const [few, many] = [work(100, kind), work(1_000, kind)];
    expect(few).toBeGreaterThan(100);
    expect(many / few).toBeLessThan(11);
  });
});
