import { afterEach, expect, it } from 'vitest';
import { busy } from '../helpers/busy.ts';
import { createRandom } from './random.ts';
import { withButton } from './story.ts';
import { createWorld, type World } from './world.ts';

let world: World;
afterEach(async () => {
  await world.life.end();
  await world.stop();
});

const soon = 500;
const patience = 20_000;

/** Milliseconds until the card can be decided on. */
async function card(address: string): Promise<number> {
  const began = performance.now();
  await world.sandbox.command('U0ANA', 'C0OPS', `dns set acme-mail.com A www ${address}`);
  const found = await world.eventually(
    () => withButton(world, 'C0APPROVE', 'Approve', new RegExp(address)),
    () => performance.now() - began > patience,
  );
  if (!found) throw new Error(`There was no card for ${address}.`);
  return performance.now() - began;
}

it('the first card after a start is there as soon as any other, also while no resolver answers', async () => {
  world = await createWorld(createRandom(1));
  world.sandbox.sandbox.faults.add({ api: 'dns', kind: 'drop' });
  await world.quiet(1000);
  const first = await card('192.0.2.81');
  const second = await card('192.0.2.82');
  expect({ first: first < soon * busy(), second: second < soon * busy() }, `${first} and ${second} ms`).toEqual({
    first: true,
    second: true,
  });
}, 60_000);
