import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const noMore = (api: string) => product.act({ do: 'fault', api, kind: 'status', status: 429, times: 1 });

describe('what an API does not take for now', () => {
  it('is sent again by a button, with all that was typed, once it does', async () => {
    await noMore('cloudflare');
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @ --reason "new provider" --share');
    const refused = await saying(product, 'C0OPS', 'is rate-limiting this account', 'U0ANA');
    expect(refused.ephemeral).toBe(true);
    expect(textOf(refused)).toMatch(/Try again in 5 minutes\. The limit ends <!date\^\d+/);
    product.sandbox.clock.advance(300_000);
    await product.press('U0ANA', { channel: 'C0OPS', ts: refused.ts, label: 'Send it again' });
    expect(textOf(await withButton(product, 'C0APPROVE', 'Approve'))).toMatch(/new provider[\s\S]*- acme-mail\.com MX/);
  });

  it('is told in seconds where it is only seconds, whatever was asked', async () => {
    await noMore('litemail');
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    const refused = await saying(product, 'C0OPS', 'is rate-limiting this account', 'U0ANA');
    expect(textOf(refused)).toMatch(/Try again in a second\.$|Try again in a second\.\n/);
    product.sandbox.clock.advance(2_000);
    await product.press('U0ANA', { channel: 'C0OPS', ts: refused.ts, label: 'Send it again' });
    await saying(product, 'C0OPS', '$42.50', 'U0ANA');
  });

  it('is not kept where it holds a secret', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup litemail');
    await product.until(() => product.views('U0ADA')[0], 'the form');
    await noMore('litemail');
    await product.submit('U0ADA', { 'LiteMail API key': 'lm-another-key-0123456789' });
    const refused = await saying(product, 'C0OPS', 'is rate-limiting this account', 'U0ADA');
    expect(textOf(refused)).not.toContain('Send it again');
  });
});
