import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { commandsFor } from '../../src/engine/commands/define.ts';
import type { CommandContext } from '../../src/engine/context.ts';
import { defineFeature, type Feature } from '../../src/engine/features/define-feature.ts';
import { saying, withButton } from '../helpers/look.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { rules } from '../helpers/scratch.ts';

let product: StartedProduct;
afterEach(() => product.stop());

const rung: string[] = [];
const declared = { name: 'bells ring', summary: 'Ring the bells', role: 'operator', args: {} } as const;
const commands = commandsFor<CommandContext>();
/** As it was: it ran at once, and was no more than a line to those whom a rule asked. */
const yesterday = defineFeature({
  name: 'bells',
  commands: [
    commands.write({
      ...declared,
      async run() {
        rung.push('at once');
        return { text: 'Rung.' };
      },
    }),
  ],
});
/** As it is: planned, and of an effect for which somebody else is asked. */
const today = defineFeature({
  name: 'bells',
  commands: [
    commands.planned({
      ...declared,
      planSchema: z.object({ bells: z.int() }),
      plan: async () => ({ bells: 3 }),
      describe: ({ bells }) => ({
        title: `Ring ${bells} bells`,
        effect: 'destructive',
        risk: { level: 'high', reasons: ['everybody wakes up'] },
        items: [{ sign: '+', text: 'noise' }],
        meaning: [],
        undo: 'Not possible.',
        calls: 1,
      }),
      async apply() {
        rung.push('planned');
        return { status: 'applied', text: 'Rung.' };
      },
    }),
  ],
});

/** Asked for while the command ran at once; the app is then one in which it is planned. */
async function askedBefore(policy: string, channel: string, label: string) {
  rung.length = 0;
  const features: Feature[] = [yesterday];
  product = await startProduct({ features, env: rules(policy) });
  await product.command('U0ANA', 'C0OPS', 'bells ring');
  const card = await withButton(product, channel, label);
  features[0] = today;
  await product.restart();
  return card;
}

it('what its requester alone confirms, and somebody else would have to approve now, is not done', async () => {
  const card = await askedBefore('  - { name: bells, when: { effect: write }, require: [] }', 'U0ANA', 'Apply');
  await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
  await saying(product, 'U0ANA', /not enough any more: 1 more of approver is needed. Ask again/);
  expect(rung).toEqual([]);
});

it('what somebody else approves is planned and done', async () => {
  const card = await askedBefore(
    '  - { name: bells, when: { effect: write }, require: [{ min: 1, from: approver }] }',
    'C0APPROVE',
    'Approve',
  );
  await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
  await saying(product, 'C0APPROVE', 'Rung.');
  expect(rung).toEqual(['planned']);
});
