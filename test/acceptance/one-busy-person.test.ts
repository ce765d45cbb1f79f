import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { anaApplies, veraReads } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** Ana's script sends what takes ten minutes each, until one of them is refused. */
async function anasScript(): Promise<void> {
  await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 600_000 });
  const sent = Array.from({ length: 90 }, () => product.command('U0ANA', 'C0OPS', 'dns list acme-mail.com'));
  await saying(product, 'C0OPS', 'this one was not run', 'U0ANA');
  await Promise.all(sent);
}

describe('somebody whose script sends hundreds of commands', () => {
  it('is told which were not run, and others are answered meanwhile', async () => {
    await anasScript();
    await veraReads(product, 'mailboxes list acme-mail.com', '@acme-mail.com');
    expect(product.wire('cloudflare').length).toBeLessThanOrEqual(5);
  });

  it('is told the same by a form, which stays open with what was entered, and by a button; can still withdraw', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add outbound-labs.io A shop 192.0.2.77');
    await anaApplies(product, 'shop');
    const done = await withButton(product, 'U0ANA', 'Undo');
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const own = await withButton(product, 'U0ANA', 'Withdraw');
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await anasScript();
    await product.submit('U0ANA', { Records: 'www A 192.0.2.7' });
    expect(Object.values(product.views('U0ANA')[0]?.errors ?? {})).toEqual([
      expect.stringContaining('this one was not run'),
    ]);
    await product.press('U0ANA', { channel: 'U0ANA', ts: done.ts, label: 'Undo' });
    await saying(product, 'U0ANA', 'this one was not run', 'U0ANA');
    await product.press('U0ANA', { channel: 'U0ANA', ts: own.ts, label: 'Withdraw' });
    await saying(product, 'C0APPROVE', /withdrawn/i);
  });
});
