import { afterEach, expect, it } from 'vitest';
import { withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
afterEach(() => product.stop());

/** What the card says as soon as it can be decided on. */
async function card(address: string): Promise<string> {
  await product.command('U0ANA', 'C0OPS', `dns set acme-mail.com A www ${address}`);
  const found = await product.until(async () => {
    const newest = await withButton(product, 'C0APPROVE', 'Approve');
    return textOf(newest).includes(address) && newest;
  }, `a card for ${address}`);
  return textOf(found);
}

// How soon: npm run bench -- --only card.
it('the first card after a start waits for no resolver, and neither does any other', async () => {
  product = await startProduct();
  product.sandbox.faults.add({ api: 'dns', kind: 'drop' });
  for (const address of ['192.0.2.81', '192.0.2.82']) expect(await card(address)).toContain(address);
});
