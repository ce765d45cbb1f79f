import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../helpers/look.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { rules } from '../helpers/scratch.ts';
import { startLamps } from './lamps.ts';

let product: StartedProduct;
let world: Awaited<ReturnType<typeof startLamps>>;
beforeEach(async () => {
  world = await startLamps('hall', 'stairs', 'attic', 'cellar');
});
afterEach(async () => {
  await product.stop();
  await world.stop();
});

const asked = async (line: string) => {
  await product.command('U0ANA', 'C0OPS', line);
  return withButton(product, 'C0APPROVE', 'Approve');
};
const approve = (card: { ts: string }) =>
  product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
const runMessage = (words: string | RegExp) => saying(product, 'C0APPROVE', words);

describe('a feature outside of DNS, by its declaration alone', () => {
  beforeEach(async () => {
    product = await startProduct({ features: [world.feature] });
  });

  it('has a plan that somebody else approves, and an Undo button whose request switches back', async () => {
    const card = await asked('lamps switch on hall');
    expect(textOf(card)).toMatch(/Switch hall on[\s\S]*\+ hall on[\s\S]*Power[\s\S]*One watt more/);
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'somebody else', 'U0ANA');
    expect(world.writes).toEqual([]);
    await approve(card);
    const done = await runMessage('1 of 1 lamps switched');
    expect(world.lamps.get('hall')).toBe('on');

    await product.press('U0ANA', { channel: 'C0APPROVE', ts: done.ts, label: 'Undo' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(undo)).toMatch(/Undo r-\w+ \(Switch hall on\)[\s\S]*\+ hall off/);
    await approve(undo);
    await runMessage(/Undone by request/);
    expect(world.lamps.get('hall')).toBe('off');
    const original = product.messages('C0APPROVE').find(({ ts }) => ts === done.ts);
    expect(labels(original)).toEqual([]);
  });

  it('shows how far it is, and is stopped by a button', async () => {
    const card = await asked('lamps switch on hall stairs attic');
    world.allow(1);
    await approve(card);
    const run = await runMessage('1 of 3 lamps done');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: run.ts, label: 'Stop' });
    await saying(product, 'C0APPROVE', /Lamps that are being written now/, 'U0BO');
    world.allow(3);
    await runMessage('Stopped by <@U0BO>: 2 of 3 lamps written');
    expect(world.lamps.get('attic')).toBe('off');
  });

  it('finds out what became of a lost answer, and sends nothing twice', async () => {
    const card = await asked('lamps switch on hall');
    world.dark(true);
    await approve(card);
    await runMessage(/what was written is unknown/);
    world.dark(false);
    await product.act({ do: 'clock', advance: '2m' });
    await runMessage('1 of 1 lamps switched');
    expect(world.writes).toEqual(['hall']);
  });

  it('goes on where it was when the app is started again, and does nothing twice', async () => {
    const card = await asked('lamps switch on hall stairs attic cellar');
    world.allow(1);
    await approve(card);
    await runMessage('1 of 4 lamps done');
    const restarted = product.restart();
    world.allow(4);
    await restarted;
    await runMessage('4 of 4 lamps switched');
    expect(world.writes).toEqual(['hall', 'stairs', 'attic', 'cellar']);
  });
});

describe('where a rule wants a reason', () => {
  beforeEach(async () => {
    const reasoned = 'when: { effect: destructive }\n    require: [{ min: 1, from: approver }]\n    reason: required';
    product = await startProduct({
      features: [world.feature],
      env: rules(`  - name: with a reason\n    ${reasoned}\n`),
    });
  });

  it('the Undo button asks for one, and what is sent is the undo', async () => {
    const card = await asked('lamps switch on hall --reason "it is dark"');
    await approve(card);
    const done = await runMessage('1 of 1 lamps switched');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: done.ts, label: 'Undo' });
    const form = await product.until(() => product.views('U0ANA')[0], 'a form that asks why');
    expect(JSON.stringify(form.blocks)).toMatch(/Undo what `lamps switch` did[\s\S]*requires a reason/);
    await product.submit('U0ANA', { Reason: 'it is light' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(undo)).toMatch(/Undo r-\w+ \(Switch hall on\)[\s\S]*it is light[\s\S]*\+ hall off/);
    await approve(undo);
    await runMessage(/Undone by request/);
    expect(world.lamps.get('hall')).toBe('off');
  });
});
