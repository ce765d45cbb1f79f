import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { veraReads } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('somebody whose script sends hundreds of commands', () => {
  it('is told which were not run, and others are answered meanwhile', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 600_000, operation: 'listDomains' });
    const sent = Array.from({ length: 90 }, () => product.command('U0ANA', 'C0OPS', 'domains list'));
    await saying(product, 'C0OPS', 'this one was not run', 'U0ANA');
    await veraReads(product, 'dns list acme-mail.com', 'acme-mail.com');
    await Promise.all(sent);
    expect(product.wire('litemail').length).toBeLessThanOrEqual(5);
  });
});
