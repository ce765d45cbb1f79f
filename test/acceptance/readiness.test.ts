import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const asked = async (path: string) => {
  const response = await fetch(`${product.url}${path}`);
  return [response.status, await response.json()];
};

describe('whoever sends requests to this process', () => {
  it('hears that it is not ready while nothing can be stored, and that it is alive', async () => {
    expect(await asked('/readyz')).toEqual([200, { ready: true }]);
    const data = join(product.dataDir, 'app');
    await rename(data, `${data}.aside`);
    product.sandbox.clock.advance(1_000);
    expect(await asked('/readyz')).toEqual([503, { ready: false }]);
    expect(await asked('/healthz')).toEqual([200, { ok: true }]);
    await rename(`${data}.aside`, data);
    product.sandbox.clock.advance(1_000);
    expect(await asked('/readyz')).toEqual([200, { ready: true }]);
  });

  it('hears that it is not ready once it stops', async () => {
    await product.app.drain();
    expect(await asked('/readyz')).toEqual([503, { ready: false }]);
  });
});
