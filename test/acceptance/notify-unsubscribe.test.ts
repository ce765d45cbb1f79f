import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
  await product.command('U0ADA', 'C0OPS', 'notify subscribe domain.* <#C0OPS|ops> --filter status:ACTIVE', {
    raw: true,
  });
  await saying(product, 'C0OPS', 'now gets', 'U0ADA');
  await product.command('U0ADA', 'C0OPS', 'notify subscribe mailbox.updated');
  await saying(product, 'C0OPS', 'mailbox.updated', 'U0ADA');
});
afterEach(() => product.stop());

const subscriptions = async () => {
  const all = await product.app.stores.subscriptions.list('T0ACME');
  return all.filter(({ channel }) => channel === 'C0OPS');
};

describe('ending the events of a channel', () => {
  it('without words asks which, and ends nothing', async () => {
    const before = await subscriptions();
    await product.command('U0ADA', 'C0OPS', 'notify unsubscribe');
    const form = JSON.stringify(await product.until(() => product.views('U0ADA')[0], 'the form'));
    expect(form).toContain('options.event-subscriptions');
    expect(await subscriptions()).toEqual(before);
  });

  it('ends the one that is chosen, and brings it back as it was', async () => {
    const before = await subscriptions();
    const [first] = before;
    await product.command('U0ADA', 'C0OPS', 'notify unsubscribe');
    await product.until(() => product.views('U0ADA')[0], 'the form');
    await product.submit('U0ADA', { Subscription: `${first?.id}: domain.* where status:ACTIVE` });
    const told = await saying(product, 'C0OPS', `Ended \`${first?.id}\``, 'U0ADA');
    expect(await subscriptions()).toEqual(before.slice(1));
    await product.press('U0ADA', { channel: 'C0OPS', ts: told.ts, label: 'Undo' });
    expect(textOf(await saying(product, 'C0OPS', 'Back again', 'U0ADA'))).toContain(`\`${first?.id}\``);
    expect(new Set(await subscriptions())).toEqual(new Set(before));
  });

  it('ends all of them when that is what was said', async () => {
    await product.command('U0ADA', 'C0OPS', 'notify unsubscribe all');
    await saying(product, 'C0OPS', 'Ended', 'U0ADA');
    expect(await subscriptions()).toEqual([]);
  });
});
