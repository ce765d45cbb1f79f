import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, median } from './figures.ts';
import type { Surroundings } from './surroundings.ts';

const goal = 500;
const patience = 20_000;
/** Milliseconds after readiness at which somebody types the first command. */
const later = 1000;
/** Further cards of each process. */
const further = 3;

interface Cards {
  readonly first: number;
  readonly others: readonly number[];
}

/** From a command until the card that asks for approval can be pressed: the first after a start, and those after it. */
export async function measureCard(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const { sandbox } = surroundings;
  // The compile cache of what only a card needs.
  await cards(surroundings, 0);
  const results: Record<'answering' | 'silent' | 'atOnce', Cards[]> = { answering: [], silent: [], atOnce: [] };
  for (let round = 0; round < rounds; round += 1) {
    results.answering.push(await cards(surroundings, later));
    results.atOnce.push(await cards(surroundings, 0));
    sandbox.faults.add({ api: 'dns', kind: 'drop' });
    results.silent.push(await cards(surroundings, later));
    sandbox.faults.off();
  }
  const figure = (what: string, values: readonly number[]): Figure => ({
    what,
    unit: 'ms',
    ours: median(values),
    rounds: { ours: values },
  });
  const kept = (of: Figure): Figure => ({ ...of, goal: { text: `under ${goal} ms`, met: of.ours < goal } });
  const firsts = (of: readonly Cards[]) => of.map(({ first }) => first);
  const others = (of: readonly Cards[]) => of.flatMap((each) => each.others);
  const first = `first card, ${later / 1000} s after a start`;
  return [
    kept(figure(first, firsts(results.answering))),
    kept(figure(`${first}, silent resolver`, firsts(results.silent))),
    figure('first card, asked for at the moment of readiness', firsts(results.atOnce)),
    kept(figure('later cards', others(results.answering))),
    kept(figure('later cards, silent resolver', others(results.silent))),
  ];
}

let count = 0;

async function cards(surroundings: Surroundings, wait: number): Promise<Cards> {
  const app = await surroundings.startOurs('card');
  try {
    await pause(wait);
    const times: number[] = [];
    for (let index = 0; index <= further; index += 1) times.push(await card(surroundings));
    const [first = Number.NaN, ...others] = times;
    return { first, others };
  } finally {
    await app.stop();
  }
}

/** Milliseconds until somebody could press Approve. */
export async function card({ sandbox }: Surroundings): Promise<number> {
  count += 1;
  const address = `192.0.2.${(count % 200) + 20}`;
  const began = performance.now();
  const shown = untilShown(sandbox, (text) => text.includes(address) && text.includes('approval.approve'), began);
  const text = `dns set acme-mail.com A www ${address}`;
  await sandbox.control.do({ do: 'command', user: 'U0ANA', channel: 'C0OPS', text });
  return shown;
}

/** Presses Approve on the latest card; milliseconds until people can see that it is done. */
export async function approve({ sandbox }: Surroundings): Promise<number> {
  const { messages } = sandbox.control.read(new URLSearchParams({ read: 'messages', channel: 'C0APPROVE' }));
  const { ts } = (messages as { ts: string }[]).at(-1) ?? { ts: '' };
  const began = performance.now();
  const shown = untilShown(sandbox, (text) => text.includes('Done.'), began);
  await sandbox.control.do({ do: 'press', user: 'U0BO', channel: 'C0APPROVE', ts, label: 'Approve' });
  return shown;
}

/** Milliseconds since `began` until the latest message of the approvals channel is as asked for. */
const untilShown = (sandbox: Surroundings['sandbox'], isIt: (text: string) => boolean, began: number) =>
  new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no card in ${patience} ms`)), patience);
    const unsubscribe = sandbox.feed.subscribe(() => {
      const { messages } = sandbox.control.read(new URLSearchParams({ read: 'messages', channel: 'C0APPROVE' }));
      if (!isIt(JSON.stringify((messages as unknown[]).at(-1) ?? ''))) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(performance.now() - began);
    });
  });
