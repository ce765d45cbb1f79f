import { setTimeout as pause } from 'node:timers/promises';
import { writeHistory } from '../test/helpers/history.ts';
import { type Figure, median } from './figures.ts';
import { approve, card } from './measure-card.ts';
import type { Surroundings } from './surroundings.ts';

const requests = 20_000;
const events = 200_000;
const goal = 1.5;
const cardsEach = 5;

interface Times {
  readonly start: number;
  readonly cards: number[];
  readonly presses: number[];
}

/** Start, card and press on an empty store, and on one with 20,000 closed requests, a job for each, and 200,000 events. */
export async function measureHistory(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  await timesOf(surroundings, 'empty');
  await surroundings.copyData('empty', 'history');
  await writeHistory(surroundings.dataDir('history'), { requests, events });
  await timesOf(surroundings, 'history');
  const results: Record<'empty' | 'history', Times[]> = { empty: [], history: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const data of ['empty', 'history'] as const) results[data].push(await timesOf(surroundings, data));

  const figure = (what: string, of: (times: Times) => readonly number[]): Figure => {
    const [history, empty] = [results.history.flatMap(of), results.empty.flatMap(of)];
    return {
      what: `${what} with ${requests.toLocaleString('en-US')} closed requests and ${events.toLocaleString('en-US')} events`,
      unit: 'ms',
      ours: median(history),
      other: { name: 'empty store', value: median(empty) },
      goal: { text: `at most ${goal}x`, met: median(history) <= goal * median(empty) },
      rounds: { history, empty },
    };
  };
  return [
    figure('start until ready', ({ start }) => [start]),
    figure('card', ({ cards }) => cards),
    figure('Approve until done', ({ presses }) => presses),
  ];
}

async function timesOf(surroundings: Surroundings, data: string): Promise<Times> {
  const app = await surroundings.startOurs(data);
  const [cards, presses]: [number[], number[]] = [[], []];
  try {
    await pause(1000);
    for (let index = 0; index < cardsEach; index += 1) {
      cards.push(await card(surroundings));
      presses.push(await approve(surroundings));
    }
    return { start: app.readyAfter, cards, presses };
  } finally {
    await app.stop();
  }
}
