import { describe, expect, it } from 'vitest';
import { lastSeen } from '../helpers/last-seen.ts';
import { labels } from '../helpers/look.ts';
import { textOf } from '../helpers/sandbox.ts';
import { seed } from '../helpers/seed.ts';
import { createRandom } from './random.ts';
import { createWorld, type World } from './world.ts';

/** One run for every day, or as many as a release is worth. */
const runs = process.env.ROUNDS === 'all' ? [0, 1, 2, 3] : [0];
const count = 9;
const patience = 60_000;

const after = (milliseconds: number): (() => boolean) => {
  const end = Date.now() + milliseconds;
  return () => Date.now() > end;
};

/** Acts until it shows, as somebody does whose app goes down now and then. */
async function until<T>(world: World, act: () => Promise<unknown>, seen: () => T | undefined): Promise<T> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await world.life.up();
    await act().catch(() => undefined);
    const found = await world.eventually(seen, after(4000));
    if (found !== undefined) return found;
  }
  throw new Error(`Nothing came of it.\n${lastSeen(world.sandbox.sandbox)}`);
}

/** One record for each of many zones, with kills at moments that follow from the seed. Gives what went wrong. */
async function play(of: number): Promise<string[]> {
  const random = createRandom(of);
  const world = await createWorld(random);
  const { cloudflare } = world.sandbox.sandbox;
  try {
    const zones = await cloudflare.seedZones(count, { records: 4 });
    const card = await until(
      world,
      () => world.sandbox.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_run 300 IN TXT once"'),
      () => world.sandbox.messages('U0ANA').findLast((message) => labels(message).includes('Apply')),
    );
    world.sandbox.sandbox.faults.add({ api: 'cloudflare', kind: 'drop', times: 2, operation: '/batch' });
    world.beginKilling({ count: random.between(1, 4), most: 70 });
    const shown = () => world.sandbox.messages('U0ANA').find(({ ts }) => ts === card.ts);
    await until(
      world,
      () => world.sandbox.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' }),
      () => (labels(shown()).includes('Apply') ? undefined : shown()),
    );
    await world.life.up();
    await world.eventually(() => (/Done\./.test(textOf(shown())) ? true : undefined), after(patience));
    await world.quiet(1500);
    await world.life.end();
    const told = textOf(shown());
    const rows = zones.map((zone) => cloudflare.records(zone).filter(({ name }) => name === `_run.${zone}`).length);
    const batches = zones.map((zone) => cloudflare.batches().filter((batch) => batch.zone === zone).length);
    const runs = world.sandbox.messages('U0ANA').filter((message) => /lab-0001\.example: /.test(textOf(message)));
    return [
      ...(told.includes(`${count} zones: ${count} changed and read back`) ? [] : [`The card says: ${told}`]),
      ...(rows.every((one) => one === 1) ? [] : [`Records in the zones: ${rows.join(' ')}`]),
      ...(batches.every((one) => one === 1) ? [] : [`Writes that got through: ${batches.join(' ')}`]),
      ...(runs.some((message) => labels(message).includes('Stop')) ? ['Stop is left on the progress message.'] : []),
      ...(/unhandled/i.test(world.life.output()) ? [world.life.output().slice(-2000)] : []),
    ];
  } finally {
    await world.life.end();
    await world.stop();
  }
}

describe('the app is killed during a run over many zones, and answers are lost', () => {
  it.each(runs)(
    'and goes on where it was, without writing any zone twice (%i)',
    async (index) => {
      const violations = await play(seed + index);
      expect({ violations, ...(violations.length > 0 && { seed: seed + index }) }).toEqual({ violations: [] });
    },
    180_000,
  );
});
