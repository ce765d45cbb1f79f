import { afterEach, describe, expect, it } from 'vitest';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';

let product: Product;
afterEach(() => product.stop());

const metrics = (authorization?: string) =>
  fetch(`${product.url}/metrics`, authorization ? { headers: { authorization } } : {});

describe('the page of metrics', () => {
  it('is not there without a token set', async () => {
    product = await startProduct();
    expect((await metrics('Bearer ')).status).toBe(404);
  });

  it('shows calls by API, operation and status to whoever has the token, and nobody else', async () => {
    product = await startProduct({ env: { METRICS_TOKEN: 'a-metrics-token' } });
    await product.command('U0VERA', 'C0OPS', 'wallet balance');
    await saying(product, 'C0OPS', '$', 'U0VERA');
    expect((await metrics()).status).toBe(401);
    expect((await metrics('Bearer another-token')).status).toBe(401);
    const page = await metrics('Bearer a-metrics-token');
    expect(page.headers.get('content-type')).toContain('text/plain');
    const text = await page.text();
    expect(text).toContain('# TYPE process_cpu_seconds_total counter');
    expect(text).toMatch(/api_call_seconds_count\{api="LiteMail",operation="getWalletBalance",status="200"\} 1/);
  });
});
