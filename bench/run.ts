import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureDnsPlan } from './dns-plan.ts';
import { type Figure, table } from './figures.ts';
import { measureCard } from './measure-card.ts';
import { measureCrowd } from './measure-crowd.ts';
import { measureEvents } from './measure-events.ts';
import { measureFleet } from './measure-fleet.ts';
import { measureHealth } from './measure-health.ts';
import { measureHelp } from './measure-help.ts';
import { measureHistory } from './measure-history.ts';
import { measureLarge } from './measure-large.ts';
import { measureMemory } from './measure-memory.ts';
import { measureStart } from './measure-start.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';

const usage = `npm run bench [-- --only help|start|card|events|dns|memory|large|history|fleet|health|crowd] [-- --rounds N] [-- --json FILE]

  --only     one part instead of all
  --rounds   how often each thing is measured; 5 when left out
  --json     writes every round's figures there too`;

const parts: Readonly<Record<string, (surroundings: Surroundings, rounds: number) => Promise<Figure[]>>> = {
  help: measureHelp,
  start: measureStart,
  card: measureCard,
  events: measureEvents,
  dns: measureDnsPlan,
  memory: measureMemory,
  large: measureLarge,
  history: measureHistory,
  health: measureHealth,
  crowd: measureCrowd,
  fleet: measureFleet,
};

const notes = [
  'Everything on one machine: what is measured, the load (autocannon) and the stand-ins are processes of their own.',
  'Ours and what it is compared with are measured in turn, after a warm-up; each figure is the median of all rounds.',
  'Where the load generator is busy with nearly a whole core, it is the limit and not what is measured.',
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const rounds = Number(values.rounds ?? 5);
const chosen = Object.entries(parts).filter(([name]) => values.only === undefined || name === values.only);

if (values.help || chosen.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 1;
} else {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`;
  console.log(`${machine}; ${rounds} rounds\n`);
  const surroundings = await createSurroundings();
  const figures: Figure[] = [];
  try {
    for (const [name, measure] of chosen) {
      console.error(`measuring ${name} …`);
      figures.push(...(await measure(surroundings, rounds)));
    }
  } finally {
    await surroundings.stop();
  }
  console.log(`${table(figures)}\n\n${notes.join('\n')}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, rounds, figures }, null, 2)}\n`);
}
