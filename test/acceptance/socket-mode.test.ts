import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct({
    env: {
      SLACK_CLIENT_ID: '',
      SLACK_CLIENT_SECRET: '',
      SLACK_STATE_SECRET: '',
      SLACK_SIGNING_SECRET: '',
      SLACK_APP_TOKEN: 'xapp-sandbox',
      SLACK_BOT_TOKEN: 'xoxb-sandbox-acme',
    },
  });
  await until(async () => (await fetch(`${product.url}/readyz`)).ok, 'ready');
});
afterEach(() => product.stop());

describe('an app in Socket Mode, which no request can reach', () => {
  it('takes the main job from the command to the undo over its own connection', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'somebody else has to decide', 'U0ANA');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    expect(textOf(await withButton(product, 'C0APPROVE', 'Undo'))).toContain('Approved by <@U0BO>');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);

    const sent = product.wire('app');
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(sent.filter(({ path }) => path.startsWith('/slack/events'))).toEqual([]);
    expect((await fetch(`${product.url}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('answers in the acknowledgement where that is the only way: complaints under fields, options, help', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains connect');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    const wrong = await product.submit('U0ANA', { Domains: 'not_a_domain' });
    expect(JSON.stringify(wrong)).toContain('not a complete domain');
    await product.close('U0ANA');
    await product.command('U0ANA', 'C0OPS', 'domains show');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    const asked = { do: 'options', user: 'U0ANA', label: 'Domain', query: 'getacme' };
    await until(async () => JSON.stringify(await product.act(asked)).includes('getacme.co'), 'offered');
    await product.close('U0ANA');
    await product.command('U0ANA', 'C0OPS', 'help');
    expect(textOf(await saying(product, 'C0OPS', 'What you can do', 'U0ANA'))).toContain('dns add');
  });

  it('shows App Home', async () => {
    await product.home('U0ANA');
    await product.until(() => product.homeOf('U0ANA'), 'App Home');
  });
});
