import { spoil } from './faults.ts';
import { type Findings, findings } from './findings.ts';
import { createRandom } from './random.ts';
import {
  addsAndApplies,
  connectsDomains,
  deletesAndUndoes,
  deliversEvents,
  isDenied,
  pressesOldCopies,
  runsPlacement,
} from './story.ts';
import { createWorld, type World } from './world.ts';

export interface Round extends Findings {
  readonly seed: number;
  readonly kills: number;
  readonly seconds: number;
  /** What went wrong at the APIs besides. */
  readonly faults: readonly string[];
  /** What the app said on stdout and stderr, for whoever looks for the cause. */
  readonly output: string;
}

/** Changes in the world, calls and messages together, that one story makes. */
const changes = 120;
const calm = 1200;

/**
 * One whole story with kills at moments that follow from the seed, then everything looked through. `withFaults`: APIs
 * are slow, lose answers and fail meanwhile.
 */
export async function playRound(seed: number, { withFaults = false } = {}): Promise<Round> {
  const began = performance.now();
  const random = createRandom(seed);
  const world = await createWorld(random);
  try {
    await prepare(world);
    const faults = withFaults ? spoil(world) : [];
    world.beginKilling({ count: random.between(1, 3), most: changes });
    const [events, ...stories] = await Promise.allSettled([
      deliversEvents(world, 8),
      deletesAndUndoes(world),
      isDenied(world),
      addsAndApplies(world),
      connectsDomains(world),
      runsPlacement(world),
    ]);
    world.sandbox.sandbox.faults.off();
    await world.life.up();
    await world.quiet(calm);
    await pressesOldCopies(world);
    await world.quiet(calm);
    const code = await world.life.end();
    const found = await findings(world, events.status === 'fulfilled' ? events.value : []);
    const failed = [events, ...stories].flatMap((story) => (story.status === 'rejected' ? [String(story.reason)] : []));
    return {
      ...found,
      violations: [...failed, ...found.violations, ...(code === 0 ? [] : [`It ended with ${code}.`])],
      seed,
      kills: world.life.kills.length,
      seconds: (performance.now() - began) / 1000,
      faults: faults.map((fault) => JSON.stringify(fault)),
      output: world.life.output(),
    };
  } finally {
    await world.life.end();
    await world.stop();
  }
}

/** What an admin has done long before: events come, and a channel wants them. */
async function prepare(world: World): Promise<void> {
  for (const [command, answer] of [
    ['webhooks register', 'now sends'],
    ['notify subscribe domain.updated --channel #ops', 'now gets'],
  ] as const) {
    await world.sandbox.command('U0ADA', 'C0OPS', command);
    await world.eventually(
      () => world.find('C0OPS', 'U0ADA', answer),
      () => false,
    );
  }
}
