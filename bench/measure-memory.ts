import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { sandboxCredentials } from '../sandbox/seed-ids.ts';
import { type Figure, median } from './figures.ts';
import { largeZone } from './large-zone.ts';
import type { Surroundings } from './surroundings.ts';

const small = 'bench-small.example';
const large = 'bench-memory.example';
const rows = 10_000;
/** More of them show whether it goes on growing. */
const plans = 4;
const patience = 30_000;
/** Milliseconds without work after which V8 has given back what it no longer needs. */
const rest = 15_000;

/** What the real app needs over idle while people ask for changes of a large zone in Slack, one after the other. */
export async function measureMemory(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const { sandbox, startOurs } = surroundings;
  const { accountId } = sandboxCredentials.acme.cloudflareLogin;
  for (const [name, count] of [
    [small, 10],
    [large, rows],
  ] as const) {
    const records = largeZone(name, count).map((row) => ({ ...row }));
    await sandbox.cloudflare.addZone({ name, accountId, recordQuota: null, records });
  }
  const peaks: number[] = [];
  const rested: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const app = await startOurs(`memory-${round}`);
    try {
      // Everything is loaded then, the client of live DNS too.
      await planOne(surroundings, small, `${round}-small`);
      await writeFile(`/proc/${app.pid}/clear_refs`, '5');
      const idle = await megabytes(app.pid, 'VmRSS');
      for (let plan = 0; plan < plans; plan += 1) await planOne(surroundings, large, `${round}-large-${plan}`);
      peaks.push((await megabytes(app.pid, 'VmHWM')) - idle);
      await pause(rest);
      rested.push((await megabytes(app.pid, 'VmRSS')) - idle);
    } finally {
      await app.stop();
    }
  }
  const figure = (what: string, values: readonly number[]): Figure => {
    const ours = median(values);
    return { what, unit: 'MB', ours, goal: { text: 'under 100 MB', met: ours < 100 }, rounds: { ours: values } };
  };
  const what = `${plans} plans of ${rows.toLocaleString('en-US')} records`;
  return [
    figure(`the app's peak over idle, ${what}`, peaks),
    figure(`what stays of it ${rest / 1000} s later`, rested),
  ];
}

async function planOne({ sandbox }: Surroundings, name: string, mark: string): Promise<void> {
  const text = `dns add ${name} TXT _bench "${mark}"`;
  await sandbox.control.do({ do: 'command', user: 'U0ANA', channel: 'C0OPS', text });
  const shown = () => {
    const { messages } = sandbox.control.read(new URLSearchParams({ read: 'messages', channel: 'U0ANA' }));
    return JSON.stringify(messages).includes(mark);
  };
  for (const end = performance.now() + patience; !shown(); await pause(20))
    if (performance.now() > end) throw new Error(`no plan of ${name} in ${patience} ms`);
}

/** As the system tells: `VmRSS` now, `VmHWM` at most since the last reset. */
async function megabytes(pid: number, which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1000;
}
