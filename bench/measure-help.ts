import type { Figure } from './figures.ts';
import { median } from './figures.ts';
import { helpCommand, helpText } from './help-command.ts';
import type { LoadResult } from './load.ts';
import { load, type Surroundings } from './surroundings.ts';

const connections = 50;
const seconds = 5;
const overhead = JSON.stringify({ response_type: 'ephemeral', text: '' }).length;

/** Of a bare Bolt's acknowledgement that is as long as ours. */
export const textLength = (help: string): number => Math.max(1, Buffer.byteLength(help) - overhead);

/** `/litemail help` over signed HTTP, ours and bare Bolt in turn. */
export async function measureHelp(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const { appUrl, bareUrl, responseUrl } = surroundings;
  const ours = await surroundings.startOurs();
  const help = await helpText(appUrl, responseUrl());
  const bare = await surroundings.startBare(textLength(help));
  const fire = (url: string, time = seconds): Promise<LoadResult> =>
    load({ url: `${url}/slack/events`, connections, seconds: time, request: helpCommand(responseUrl()) });

  for (const url of [appUrl, bareUrl]) await fire(url);
  const results: { ours: LoadResult; bare: LoadResult }[] = [];
  for (let round = 0; round < rounds; round += 1) results.push({ ours: await fire(appUrl), bare: await fire(bareUrl) });
  await Promise.all([ours.stop(), bare.stop()]);

  const each = (of: (result: LoadResult) => number) => ({
    ours: results.map((result) => of(result.ours)),
    bare: results.map((result) => of(result.bare)),
  });
  const rate = each(({ perSecond }) => perSecond);
  const late = each(({ p99 }) => p99);
  const compared = (value: { bare: number[] }) => ({ name: 'bare Bolt', value: median(value.bare) });
  return [
    {
      what: `/litemail help, ${connections} connections, ${(Buffer.byteLength(help) / 1000).toFixed(1)} kB`,
      unit: '/s',
      ours: median(rate.ours),
      other: compared(rate),
      goal: { text: 'at least 0.8x', met: median(rate.ours) >= 0.8 * median(rate.bare) },
      rounds: rate,
    },
    {
      what: 'its 99th percentile',
      unit: 'ms',
      ours: median(late.ours),
      other: compared(late),
      goal: { text: 'at most 3x', met: median(late.ours) <= 3 * median(late.bare) },
      rounds: late,
    },
    {
      what: 'the load generator meanwhile',
      unit: '% of a core',
      ours: 100 * median(results.map((result) => result.ours.busy)),
      other: { name: 'for bare Bolt', value: 100 * median(results.map((result) => result.bare.busy)) },
      rounds: {},
    },
  ];
}
