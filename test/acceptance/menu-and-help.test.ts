import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('somebody who does not know the app yet', () => {
  it('gets a menu for the bare command', async () => {
    await product.command('U0ANA', 'C0OPS', '');
    const menu = await saying(product, 'C0OPS', /dns/i, 'U0ANA');
    expect(menu.ephemeral).toBe(true);
    expect(JSON.stringify(menu.blocks)).toContain('dns add');
  });

  it('sees in help only what their roles allow', async () => {
    await product.command('U0ANA', 'C0OPS', 'help');
    const operator = textOf(await saying(product, 'C0OPS', 'dns', 'U0ANA'));
    expect(operator).toMatch(/dns.*add|add.*dns/is);
    expect(operator).not.toContain('webhooks');
    await product.command('U0VERA', 'C0OPS', 'help');
    const viewer = textOf(await saying(product, 'C0OPS', 'list', 'U0VERA'));
    expect(viewer).not.toMatch(/\bdelete\b/);
  });

  it('is told the nearest command for a typo', async () => {
    await product.command('U0ANA', 'C0OPS', 'dsn lst acme-mail.com');
    expect(textOf(await saying(product, 'C0OPS', 'dns list', 'U0ANA'))).toContain('dns list');
  });

  it('is told plainly that guests may do nothing', async () => {
    await product.command('U0GUS', 'C0OPS', 'dns list acme-mail.com');
    expect(textOf(await saying(product, 'C0OPS', 'viewer', 'U0GUS'))).toContain('you are not');
    await product.command('U0GUS', 'C0OPS', 'whoami');
    expect(textOf(await saying(product, 'C0OPS', 'no role', 'U0GUS'))).toContain('admin');
  });

  it('reads the wallet alone, even when asked to share it', async () => {
    await product.command('U0ANA', 'C0OPS', 'wallet balance --share');
    const answer = await saying(product, 'C0OPS', 'wallet', 'U0ANA');
    expect(answer.ephemeral).toBe(true);
    expect(textOf(answer)).toMatch(/\$\d+/);
    expect(product.messages('C0OPS', { user: 'U0VERA' }).filter((message) => textOf(message).includes('$'))).toEqual(
      [],
    );
  });
});
