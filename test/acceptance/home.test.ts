import { afterEach, beforeEach, expect, it } from 'vitest';
import { withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** The Home of a person as it is now, as text, once it says this. */
const home = async (user: string, says: string | RegExp): Promise<string> => {
  await product.home(user);
  const shown = () => JSON.stringify(product.homeOf(user) ?? '');
  await product.until(() => (typeof says === 'string' ? shown().includes(says) : says.test(shown())), String(says));
  return shown();
};

it('offers what waits for one’s own word, and to undo only to those who may ask for it', async () => {
  await product.command('U0ANA', 'C0OPS', 'dns add acme-go.com TXT _verify "token=1"');
  const plan = await withButton(product, 'U0ANA', 'Apply');
  expect(await home('U0ANA', 'approval.apply')).toMatch(/Low risk/);
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  await withButton(product, 'U0ANA', 'Undo');
  expect(await home('U0ANA', 'approval.undo')).not.toContain('approval.apply');
  expect(await home('U0VERA', 'Recent requests')).not.toContain('approval.undo');
});

it('tells approvers how risky it is and what it means, before they press Approve there', async () => {
  await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
  await withButton(product, 'C0APPROVE', 'Approve');
  expect(await home('U0BO', 'approval.approve')).toMatch(/High risk[\s\S]*ail for acme-mail\.com/);
});
