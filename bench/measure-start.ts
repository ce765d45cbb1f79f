import type { AppProcess } from '../test/crash/app-process.ts';
import { type Figure, median } from './figures.ts';
import { helpCommand, helpText } from './help-command.ts';
import { textLength } from './measure-help.ts';
import { load, residentMegabytes, type Surroundings } from './surroundings.ts';

const requests = 1000;

interface Start {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Starts with a warm compile cache, and memory after a thousand requests; ours and bare Bolt in turn. */
export async function measureStart(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const { appUrl, bareUrl, responseUrl } = surroundings;
  const first = await surroundings.startOurs();
  const length = textLength(await helpText(appUrl, responseUrl()));
  await first.stop();
  await (await surroundings.startBare(length)).stop();

  async function measured(app: AppProcess, url: string): Promise<Start> {
    const request = helpCommand(responseUrl());
    await load({ url: `${url}/slack/events`, connections: 10, amount: requests, request });
    const megabytes = (await residentMegabytes(app.pid)) ?? Number.NaN;
    await app.stop();
    return { milliseconds: app.readyAfter, megabytes };
  }
  const results: { ours: Start; bare: Start }[] = [];
  for (let round = 0; round < rounds; round += 1)
    results.push({
      ours: await measured(await surroundings.startOurs(), appUrl),
      bare: await measured(await surroundings.startBare(length), bareUrl),
    });

  const figure = (what: string, unit: string, most: number, of: (start: Start) => number): Figure => {
    const ours = results.map((result) => of(result.ours));
    const bare = results.map((result) => of(result.bare));
    return {
      what,
      unit,
      ours: median(ours),
      other: { name: 'bare Bolt', value: median(bare) },
      goal: { text: `at most ${most}x`, met: median(ours) <= most * median(bare) },
      rounds: { ours, bare },
    };
  };
  return [
    figure('second start until ready', 'ms', 2, ({ milliseconds }) => milliseconds),
    figure(`resident memory after ${requests.toLocaleString('en-US')} requests`, 'MB', 1.5, (start) => start.megabytes),
  ];
}
