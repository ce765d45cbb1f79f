import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiteMailEvent } from '../src/domain/events/event.ts';
import { type Figure, median } from './figures.ts';
import { eventBody, type LoadResult } from './load.ts';
import { load, type Surroundings } from './surroundings.ts';

const connections = 50;
const warmUp = 3000;
const amount = 10_000;
const stored = 50_000;
const goal = 1000;

interface Endpoint {
  readonly url: string;
  readonly secret: string;
}

const kinds = ['few', 'many', 'wanted'] as const;

/** LiteMail's events over signed HTTP: into an empty store, into one that holds 50,000, and with a channel that wants them all. */
export async function measureEvents(surroundings: Surroundings, rounds: number): Promise<Figure[]> {
  const endpoint = await prepare(surroundings);
  const results: Record<(typeof kinds)[number], LoadResult[]> = { few: [], many: [], wanted: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const kind of kinds) results[kind].push(await accepted(surroundings, kind, endpoint));

  const rates = (kind: (typeof kinds)[number]) => results[kind].map(({ perSecond }) => perSecond);
  const [few, many, wanted] = [median(rates('few')), median(rates('many')), median(rates('wanted'))];
  return [
    {
      what: `events accepted, fsync before the 200, ${connections} connections`,
      unit: '/s',
      ours: few,
      goal: { text: `at least ${goal.toLocaleString('en-US')}/s`, met: few >= goal },
      rounds: { ours: rates('few') },
    },
    {
      what: `the same with ${stored.toLocaleString('en-US')} events stored already`,
      unit: '/s',
      ours: many,
      other: { name: 'empty store', value: few },
      // Within what two medians of the same thing differ by.
      goal: { text: 'no slower (5 %)', met: many >= 0.95 * few },
      rounds: { ours: rates('many') },
    },
    {
      what: 'the same while a channel wants every one of them',
      unit: '/s',
      ours: wanted,
      other: { name: 'nobody wants them', value: few },
      rounds: { ours: rates('wanted') },
    },
    {
      what: 'time until the 200, 99th percentile',
      unit: 'ms',
      ours: median(results.few.map(({ p99 }) => p99)),
      rounds: { ours: results.few.map(({ p99 }) => p99) },
    },
    {
      what: 'the load generator meanwhile',
      unit: '% of a core',
      ours: 100 * median(results.few.map(({ busy }) => busy)),
      rounds: {},
    },
  ];
}

/** The three data directories that each round begins with a copy of. */
async function prepare({ sandbox, startOurs, copyData, dataDir }: Surroundings): Promise<Endpoint> {
  /** Sends the command on a data directory, and waits until the answer says so. */
  async function done(data: string, text: string, answer: string): Promise<void> {
    const app = await startOurs(data);
    const sent = await sandbox.control.do({ do: 'command', user: 'U0ADA', channel: 'C0OPS', text });
    if (!sent.ok) throw new Error(`${text}: ${sent.error}`);
    const said = () => sandbox.slack.slack.state.messages('T0ACME', 'C0OPS').some((each) => each.text.includes(answer));
    while (!said()) await new Promise(setImmediate);
    await app.stop();
  }
  await done('few', 'webhooks register', 'now sends');
  const { url = '', secret = '' } = sandbox.litemail.team('T0ACME').webhooks.at(-1) ?? {};
  await copyData('few', 'many');
  await appendFile(join(dataDir('many'), 'events.jsonl'), storedEvents(url.split('/').at(-1) ?? ''));
  await copyData('few', 'wanted');
  await done('wanted', 'notify subscribe * --channel #ops', 'now gets');
  return { url, secret };
}

/** Delivered long ago, all of them. */
function storedEvents(endpointId: string): string {
  const lines: string[] = [];
  const before = Date.now() - 3_600_000;
  for (let index = 0; index < stored; index += 1) {
    const id = `stored-${index}`;
    const body = JSON.parse(eventBody(id, index));
    const event: LiteMailEvent = { id, teamId: 'T0ACME', endpointId, type: body.type, receivedAt: before, body };
    lines.push(JSON.stringify({ event }), JSON.stringify({ settled: { teamId: 'T0ACME', ids: [id] } }));
  }
  return `${lines.join('\n')}\n`;
}

async function accepted(
  { startOurs, copyData, dataDir }: Surroundings,
  kind: (typeof kinds)[number],
  { url, secret }: Endpoint,
): Promise<LoadResult> {
  await rm(dataDir('round'), { recursive: true, force: true });
  await copyData(kind, 'round');
  const app = await startOurs('round');
  try {
    await load({ url, connections, amount: warmUp, events: { secret, prefix: 'warm' } });
    return await load({ url, connections, amount, events: { secret, prefix: 'event' } });
  } finally {
    await app.kill();
  }
}
