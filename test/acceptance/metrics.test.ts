import { afterEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
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
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    await saying(product, 'C0OPS', '$', 'U0ANA');
    expect((await metrics()).status).toBe(401);
    expect((await metrics('Bearer another-token')).status).toBe(401);
    const page = await metrics('Bearer a-metrics-token');
    expect(page.headers.get('content-type')).toContain('text/plain');
    const text = await page.text();
    expect(text).toContain('# TYPE process_cpu_seconds_total counter');
    expect(text).toMatch(/api_call_seconds_count\{api="LiteMail",operation="getWalletBalance",status="200"\} 1/);
  });

  it('shows how long Slack waited for acknowledgements, by what it sent, and the calls to Slack', async () => {
    product = await startProduct({ env: { METRICS_TOKEN: 'a-metrics-token' } });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => product.views('U0BO')[0], 'the form');
    const text = await (await metrics('Bearer a-metrics-token')).text();
    expect(text).toMatch(/slack_ack_seconds_bucket\{le="0\.5",kind="command"\} 1/);
    expect(text).toMatch(/slack_ack_seconds_count\{kind="block_actions"\} 1/);
    expect(text).toMatch(/api_call_seconds_count\{api="Slack",operation="views\.open",status="200"\} 1/);
  });

  it('names calls to Slack by its methods alone, also where a file goes to an address that is a key', async () => {
    product = await startProduct({ env: { METRICS_TOKEN: 'a-metrics-token' } });
    await product.command('U0ANA', 'C0OPS', 'dns export acme-mail.com');
    const page = async () => (await metrics('Bearer a-metrics-token')).text();
    const isThere = async () => (await page()).includes('operation="files.completeUploadExternal"');
    await expect.poll(isThere).toBe(true);
    const labels = [...(await page()).matchAll(/api="Slack",operation="([^"]*)"/g)].map(([, label]) => label);
    const methods = new Set(product.wire('slack').map(({ path }) => path.split('/').at(-1)));
    expect(labels).toContain('other');
    for (const label of labels.filter((each) => each !== 'other')) expect(methods).toContain(label);
  });

  it('shows what waits: jobs, and events that are not in their channels yet', async () => {
    product = await startProduct({ env: { METRICS_TOKEN: 'a-metrics-token' } });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await withButton(product, 'C0APPROVE', 'Approve');
    const page = async () => (await metrics('Bearer a-metrics-token')).text();
    expect(await page()).toMatch(/^jobs_waiting [1-9]/m);
    expect(await page()).toMatch(/^events_waiting 0$/m);
    expect(await page()).not.toMatch(/xoxb|lm-sandbox|U0ANA|T0ACME/);
  });
});
