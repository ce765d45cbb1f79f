import { expect, it } from 'vitest';
import type { RecordSet, Zone } from '../../../src/domain/dns/model/record.ts';
import { planAdd, planSet } from '../../../src/domain/dns/plan/edit-records.ts';
import { reconcile, type WriteProgress } from '../../../src/domain/dns/plan/reconcile.ts';
import { applyZone } from '../../../src/features/dns/service/apply-zone.ts';
import type { DnsProvider } from '../../../src/ports/dns-provider.ts';

const zone: Zone = { home: 'cloudflare', id: 'z1', name: 'acme-mail.com', batchLimit: 200 };
const name = 'www.acme-mail.com';
const www = (content: string, modifiedOn: number, id = 'a'): RecordSet => ({
  name,
  type: 'A',
  values: [{ id, content, ttl: 300, proxied: false, modifiedOn }],
});
const planned = (was: RecordSet) => planSet([was], { zone, name: 'www', type: 'A', values: ['192.0.2.9'] });

/** Lists, one after the other; the last one stays. Writes are counted. */
function provider(lists: readonly RecordSet[][]): { readonly home: DnsProvider; readonly sent: () => number } {
  let [read, sent] = [0, 0];
  const home: DnsProvider = {
    findZone: async () => zone,
    zones: async () => [zone],
    usage: async () => undefined,
    list: async () => lists[Math.min(read++, lists.length - 1)] ?? [],
    write: async () => {
      sent += 1;
    },
  };
  return { home, sent: () => sent };
}

it('a list of before the plan is read again; it is neither drift nor somebody’s change', async () => {
  const plan = planned(www('192.0.2.2', 2000));
  const { home, sent } = provider([[www('192.0.2.1', 1000)], [www('192.0.2.2', 2000)], [www('192.0.2.9', 3000)]]);
  let progress: WriteProgress | undefined;
  const attempt = () =>
    applyZone({
      provider: home,
      plan,
      progress,
      checkpoint: async (next) => {
        progress = next;
      },
      recordSnapshot: async () => {},
    });
  await expect(attempt()).rejects.toMatchObject({ code: 'unknown_outcome' });
  expect(sent()).toBe(0);
  expect(await attempt()).toMatchObject({ status: 'applied', text: '1 record set changed and read back.' });
  expect(sent()).toBe(1);
});

it.each([
  ['the same row, unchanged', [www('192.0.2.1', 1000)], 'unseen'],
  ['an older state of the row', [www('192.0.2.7', 500)], 'unseen'],
  ['the same row, changed back since', [www('192.0.2.1', 3000)], 'overwritten'],
  ['the same row with another value', [www('192.0.2.7', 3000)], 'overwritten'],
  ['another row with the old value', [www('192.0.2.1', 3000, 'b')], 'overwritten'],
  ['no row, though ours was to stay', [], 'overwritten'],
] as const)('after a call that was answered, %s is evidence for: %s', (_, now, kind) => {
  const found = reconcile(planned(www('192.0.2.1', 1000)), { answered: 1, begun: 1, already: [] }, [...now]);
  expect(found[kind]).toHaveLength(1);
  expect(found[kind === 'unseen' ? 'overwritten' : 'unseen']).toHaveLength(0);
});

it('an added record that is not listed proves nothing about anybody', () => {
  const plan = planAdd([], { zone, name: 'www', type: 'A', value: '192.0.2.1' });
  const found = reconcile(plan, { answered: 1, begun: 1, already: [] }, []);
  expect(found).toMatchObject({ written: [], overwritten: [] });
  expect(found.unseen).toHaveLength(1);
});
