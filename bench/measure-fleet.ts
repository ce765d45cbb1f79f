import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { seedFleet } from '../sandbox/fleet.ts';
import { type Figure, median } from './figures.ts';
import type { Surroundings } from './surroundings.ts';

const domains = 400;
const patience = 120_000;

/** How long the real app takes for a look at a fleet, how often it calls Cloudflare, and what memory it needs over idle. */
export async function measureFleet({ sandbox, startOurs }: Surroundings, rounds: number): Promise<Figure[]> {
  await seedFleet(sandbox, domains);
  const seen = {
    first: [] as number[],
    whole: [] as number[],
    calls: [] as number[],
    again: [] as number[],
    memory: [] as number[],
  };
  const calls = () => sandbox.wire.list().filter(({ api }) => api === 'cloudflare').length;
  const texts = (channel: string, user: string) =>
    JSON.stringify(sandbox.control.read(new URLSearchParams({ read: 'messages', channel, user })));
  const waitFor = async (count: () => number, wanted: number) => {
    for (const end = performance.now() + patience; count() < wanted; await pause(20))
      if (performance.now() > end) throw new Error(`no look at the fleet in ${patience} ms`);
  };
  const ends = () => texts('U0ANA', 'U0ANA').split(`of ${domains + 1} domains need attention`).length;
  const bars = () => texts('C0OPS', 'U0ANA').split('Looking at the fleet').length;
  const ask = (text = 'fleet') => sandbox.control.do({ do: 'command', user: 'U0ANA', channel: 'C0OPS', text });
  const ones = () => texts('C0OPS', 'U0ANA').split('of 1 domain').length;
  for (let round = 0; round < rounds; round += 1) {
    const app = await startOurs(`fleet-${round}`);
    try {
      // Everything is loaded then, the client of live DNS too.
      const one = ones();
      await ask('fleet acme-mail.com');
      await waitFor(ones, one + 1);
      await writeFile(`/proc/${app.pid}/clear_refs`, '5');
      const idle = await megabytes(app.pid, 'VmRSS');
      const [bar, end] = [bars(), ends()];
      sandbox.wire.clear();
      const began = performance.now();
      await ask();
      await waitFor(bars, bar + 1);
      seen.first.push(performance.now() - began);
      // The message itself, and the end in its thread.
      await waitFor(ends, end + 2);
      seen.whole.push(performance.now() - began);
      seen.calls.push(calls() / domains);
      const before = ends();
      sandbox.wire.clear();
      await ask();
      await waitFor(ends, before + 2);
      seen.again.push(calls() / domains);
      seen.memory.push((await megabytes(app.pid, 'VmHWM')) - idle);
    } finally {
      await app.stop();
    }
  }
  const figure = (what: string, unit: string, values: readonly number[], most: number): Figure => {
    const ours = median(values);
    return {
      what: `${what}, ${domains} domains`,
      unit,
      ours,
      goal: { text: `at most ${most} ${unit}`, met: ours <= most },
      rounds: { ours: values },
    };
  };
  return [
    figure('fleet: first lines', 'ms', seen.first, 5_000),
    figure('fleet: whole', 'ms', seen.whole, 300_000),
    figure('fleet: Cloudflare calls a domain', 'calls', seen.calls, 1.1),
    figure('fleet: the same once more', 'calls', seen.again, 0.1),
    figure('fleet: peak over idle', 'MB', seen.memory, 150),
  ];
}

/** As the system tells: `VmRSS` now, `VmHWM` at most since the last reset. */
async function megabytes(pid: number, which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1000;
}
