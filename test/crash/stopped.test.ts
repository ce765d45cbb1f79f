import { afterEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
afterEach(() => product.stop());

describe('the app is told to stop while somebody waits for an answer', () => {
  it('and gives it before it goes', async () => {
    product = await startProduct();
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 300 });
    await product.command('U0ANA', 'C0OPS', 'domains connect outbound-labs.io');
    await product.app.stop();
    const said = product.messages('C0OPS', { user: 'U0ANA' }).map(textOf);
    expect(said.join()).toContain('Connecting 1 domain');
    expect(product.logged.filter((line) => line.includes('the store is closed'))).toEqual([]);
  });
});
