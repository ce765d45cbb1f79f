import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sandboxCredentials } from '../sandbox/seed-ids.ts';
import { createCloudflare } from '../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { systemClock } from '../src/adapters/system/system-clock.ts';
import { diff } from '../src/domain/dns/plan/zone-plan.ts';
import { applyZone } from '../src/features/dns/service/apply-zone.ts';
import { type Figure, median } from './figures.ts';
import type { PlanOnce } from './plan-once.ts';
import type { Surroundings } from './surroundings.ts';

const execute = promisify(execFile);
const changed = 150;
const plansEach = 15;
const warmUp = 5;
/** Milliseconds that each answer of the stand-in takes in the second comparison: the way to Cloudflare and back. */
const distance = 20;

async function plans(rows: number): Promise<PlanOnce> {
  const script = join(import.meta.dirname, 'plan-once.ts');
  const args = ['--expose-gc', script, String(rows), '500', String(plansEach)];
  const { stdout } = await execute(process.execPath, args);
  return JSON.parse(stdout) as PlanOnce;
}

/** Plans of large zones, and the apply of 150 changed records beside one call per record. */
export async function measureDnsPlan(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const results: { small: PlanOnce; large: PlanOnce }[] = [];
  for (let round = 0; round < rounds; round += 1)
    results.push({ small: await plans(1_000), large: await plans(10_000) });
  const warm = (which: 'small' | 'large', what: 'times' | 'computed') =>
    results.map((result) => median(result[which][what].slice(warmUp)));
  const [small, large] = [warm('small', 'times'), warm('large', 'times')];
  const computed = warm('large', 'computed');
  const cold = results.map(({ large: { times } }) => times[0] ?? Number.NaN);
  const megabytes = results.map((result) => result.large.megabytes);
  const growth = median(large) / median(small);
  const what = 'plan of 10,000 records with 500 changes';
  return [
    {
      what: `${what}, warm`,
      unit: 'ms',
      ours: median(large),
      other: { name: '1,000 records', value: median(small) },
      goal: { text: 'under 250 ms', met: median(large) < 250 },
      rounds: { large, small },
    },
    {
      what: '10,000 records beside 1,000',
      unit: 'x',
      ours: growth,
      goal: { text: 'at most 12x', met: growth <= 12 },
      rounds: {},
    },
    { what: 'of it computing in its thread', unit: 'ms', ours: median(computed), rounds: { computed } },
    { what: 'the first in its process', unit: 'ms', ours: median(cold), rounds: { cold } },
    {
      what: 'its memory over idle, peak',
      unit: 'MB',
      ours: median(megabytes),
      goal: { text: 'under 60 MB', met: median(megabytes) < 60 },
      rounds: { megabytes },
    },
    ...(await measureApply(surroundings, rounds)),
  ];
}

interface Applied {
  readonly calls: number;
  readonly milliseconds: number;
}

async function measureApply({ sandbox }: Surroundings, rounds: number): Promise<Figure[]> {
  const name = 'bench-apply.example';
  const { cloudflareToken: token, cloudflareLogin } = sandboxCredentials.acme;
  const numbers = Array.from({ length: changed }, (_, index) => index);
  const records = numbers.map((index) => ({ type: 'A', name: `h${index}`, content: `192.0.2.${index}`, ttl: 300 }));
  await sandbox.cloudflare.addZone({ name, accountId: cloudflareLogin.accountId, records });
  const quick = { calls: 1_000_000, window: 300_000 };
  sandbox.cloudflare.setRateLimit(quick);
  const apiUrl = `${sandbox.url}/sandbox/cloudflare/client/v4`;
  let next = 0;

  /** Each time other addresses, so that all 150 change. */
  const address = (index: number, round: number) => `10.${round % 250}.0.${index}`;
  async function ours(): Promise<Applied> {
    const round = ++next;
    const cloudflare = createCloudflare({ apiUrl, credential: { token }, clock: systemClock });
    const home = createCloudflareDnsProvider({ cloudflare, clock: systemClock });
    const zone = await home.findZone(name);
    if (!zone) throw new Error(`no zone ${name}`);
    const current = await home.list(zone);
    const desired = numbers.map((index) => ({
      name: `h${index}.${name}`,
      type: 'A',
      values: [{ content: address(index, round), ttl: 300, proxied: false }],
    }));
    const plan = diff(zone, current, desired);
    return counted(async (call) => {
      const watched = {
        ...home,
        list: (one: typeof zone) => call(() => home.list(one)),
        write: (one: typeof zone, batch: Parameters<typeof home.write>[1]) => call(() => home.write(one, batch)),
      };
      const done = await applyZone({
        provider: watched,
        plan,
        checkpoint: async () => {},
        recordSnapshot: async () => {},
      });
      if (done.status !== 'applied' || plan.changes.length !== changed) throw new Error(done.text);
    });
  }

  /** What octoDNS and dnscontrol do: one record after the other, nothing read before or after. */
  async function single(): Promise<Applied> {
    const round = ++next;
    const { id: zoneId } = sandbox.cloudflare.zones().find((zone) => zone.name === name) ?? {};
    const rows = sandbox.cloudflare.records(name);
    return counted(async (call) => {
      for (const [index, { id, ttl }] of rows.entries()) {
        const response = await call(() =>
          fetch(`${apiUrl}/zones/${zoneId}/dns_records/${id}`, {
            method: 'PATCH',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: JSON.stringify({ content: address(index, round), ttl }),
          }),
        );
        if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
        await response.arrayBuffer();
      }
    });
  }

  const near: { ours: Applied; single: Applied }[] = [];
  const far: { ours: Applied; single: Applied }[] = [];
  const pair = async () => ({ ours: await ours(), single: await single() });
  await pair();
  for (let round = 0; round < rounds; round += 1) {
    near.push(await pair());
    sandbox.faults.add({ api: 'cloudflare', kind: 'slow', ms: distance });
    far.push(await pair());
    sandbox.faults.off('cloudflare');
  }
  const figure = (what: string, unit: string, from: typeof near, of: (applied: Applied) => number): Figure => {
    const each = { ours: from.map((one) => of(one.ours)), single: from.map((one) => of(one.single)) };
    return {
      what,
      unit,
      ours: median(each.ours),
      other: { name: 'one call per record', value: median(each.single) },
      rounds: each,
    };
  };
  const calls = figure(`calls to apply ${changed} changed records`, 'calls', near, (one) => one.calls);
  return [
    { ...calls, goal: { text: '3 calls', met: calls.ours === 3 } },
    figure('time of it, beside the stand-in', 'ms', near, (one) => one.milliseconds),
    figure(`time of it, each answer ${distance} ms away`, 'ms', far, (one) => one.milliseconds),
  ];
}

async function counted(work: (call: <T>(one: () => Promise<T>) => Promise<T>) => Promise<void>): Promise<Applied> {
  let calls = 0;
  const begun = performance.now();
  await work((one) => {
    calls += 1;
    return one();
  });
  return { calls, milliseconds: performance.now() - begun };
}
