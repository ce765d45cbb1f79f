import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const direct = (text: string) => () => product.messages('U0ANA').find((message) => textOf(message).includes(text));
const promised = (count: number) =>
  product.until(
    async () => (await product.app.stores.jobs.list('T0ACME', 'promised-answer')).length === count,
    `${count} promised answers in the store`,
  );

describe('an answer that takes long', () => {
  it('is promised in the store too, until it is there', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 20_000 });
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    await asTimePasses(product, 10, direct('Still working'), 'a word that it takes time');
    await promised(1);
    await asTimePasses(product, 10, direct('$'), 'the balance');
    await promised(0);
    expect(product.messages('U0ANA')).toHaveLength(1);
  });

  it('and was promised by a process that is gone, is said to be lost', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 6000, times: 3 });
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    const { channel, ts } = await asTimePasses(product, 10, direct('$'), 'the balance');
    await promised(0);
    const runAt = product.sandbox.clock.now();
    await product.app.stores.jobs.add([
      { teamId: 'T0ACME', kind: 'promised-answer', key: `${channel}/${ts}`, data: { channel, ts }, runAt },
    ]);
    await product.until(direct('The app restarted while working on this'), 'a word that no answer comes');
    await promised(0);
  });
});
