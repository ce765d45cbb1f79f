/**
 * Plans a change of a large zone again and again in a process of its own, and says how long it took and how much memory
 * the first one needed. `node bench/plan-once.ts ROWS CHANGES ROUNDS`; prints JSON.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloudflareDnsProvider } from '../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { cloudflare as operations } from '../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { openSnapshots, type Snapshots } from '../src/adapters/stores/lowdb/snapshot-store.ts';
import { systemClock } from '../src/adapters/system/system-clock.ts';
import type { RecordSet, Zone } from '../src/domain/dns/model/record.ts';
import { proposal } from '../src/domain/dns/plan/dns-plan.ts';
import { diff } from '../src/domain/dns/plan/zone-plan.ts';
import { planZone } from '../src/features/dns/service/plan-zone.ts';
import type { CommandContext } from '../src/features/product-context.ts';
import type { Cloudflare } from '../src/ports/apis.ts';
import { largeZone } from './large-zone.ts';

export interface PlanOnce {
  /** Milliseconds of each plan, the first one cold. */
  readonly times: readonly number[];
  /** Milliseconds that the thread itself computed, whatever else the machine did. */
  readonly computed: readonly number[];
  /** Peak over idle in MB while planning for the first time; NaN where the system does not tell. */
  readonly megabytes: number;
  readonly changes: number;
}

const zone: Zone = { home: 'cloudflare', id: 'z'.repeat(32), name: 'large.example', batchLimit: 3_500 };
const perPage = 50_000;

/** The pages as Cloudflare answers them, and a wish for every n-th record. */
function answers(rows: number): string[] {
  const dates = { created_on: '2026-01-01T00:00:00Z', modified_on: '2026-01-01T00:00:00Z' };
  const beside = { proxiable: false, proxied: false, settings: {}, meta: {}, comment: null, tags: [], ...dates };
  const all = largeZone(zone.name, rows).map((row, index) => {
    return { id: index.toString(16).padStart(32, '0'), ...row, ...beside };
  });
  return Array.from({ length: Math.ceil(rows / perPage) }, (_, page) => {
    const result = all.slice(page * perPage, (page + 1) * perPage);
    const result_info = { page: page + 1, per_page: perPage, count: result.length, total_count: rows };
    return JSON.stringify({ result, result_info });
  });
}

const directory = await mkdtemp(join(tmpdir(), 'plan-once-'));
const snapshots = openSnapshots(directory, console.error);

/**
 * Everything but the network: what the client does with an answer, normalising, plan, lint, the reading that is kept on
 * disk, and the words of the card.
 */
async function plan(pages: readonly string[], changes: number): Promise<number> {
  const client = {
    listDnsRecords: async ({ query }: { query: { page: number } }) =>
      operations.listDnsRecords.response.parse(JSON.parse(pages[query.page - 1] ?? '')),
    getDnsUsage: async () => ({ record_usage: 10_000, record_quota: 20_000 }),
  };
  const home = createCloudflareDnsProvider({ cloudflare: client as unknown as Cloudflare, clock: systemClock });
  const kept = Promise.withResolvers<void>();
  const put: Snapshots['put'] = (reading) => snapshots.put(reading).then(kept.resolve, kept.reject);
  const ctx = {
    clock: systemClock,
    actor: { teamId: 'T0ACME', userId: 'U0ANA' },
    stores: { teams: { get: async () => undefined }, snapshots: { ...snapshots, put } },
    reference: kept.reject,
  } as unknown as CommandContext;
  const made = await planZone(ctx, { provider: home, zone }, (current) =>
    diff(zone, current, wished(current, changes)),
  );
  if (!made) throw new Error('nothing was planned');
  proposal(made);
  await kept.promise;
  return made.zones[0]?.changes.length ?? 0;
}

/** Other values for every n-th record set, spread over all types. */
function wished(current: readonly RecordSet[], changes: number): RecordSet[] {
  const step = Math.floor(current.length / changes);
  return Array.from({ length: changes }, (_, index) => current[index * step])
    .filter((set) => set !== undefined)
    .map((set) => ({ ...set, values: set.values.map(({ id: _, ...value }) => ({ ...value, ttl: 3_600 })) }));
}

/** MB that were resident at most since the last `forget`. */
const peak = async (forget = false): Promise<number> => {
  if (forget) await writeFile('/proc/self/clear_refs', '5').catch(() => {});
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1000;
};

const [rows = 10_000, changes = 500, rounds = 15] = process.argv.slice(2).map(Number);
const pages = answers(rows);
globalThis.gc?.();
const idle = await peak(true);
const times: number[] = [];
const computed: number[] = [];
let megabytes = Number.NaN;
let counted = 0;
for (let round = 0; round < rounds; round += 1) {
  const before = process.threadCpuUsage();
  const begun = performance.now();
  counted = await plan(pages, changes);
  times.push(performance.now() - begun);
  const { user, system } = process.threadCpuUsage(before);
  computed.push((user + system) / 1000);
  if (round === 0) megabytes = (await peak()) - idle;
}
await snapshots.close();
await rm(directory, { recursive: true });
console.log(JSON.stringify({ times, computed, megabytes, changes: counted } satisfies PlanOnce));
