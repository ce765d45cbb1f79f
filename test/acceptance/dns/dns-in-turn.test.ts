import { afterEach, beforeEach, expect, it } from 'vitest';
import { labels, saying } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { anaAsks } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const mail = 'acme-mail.com';
const many = 18;
/** Of this test, on a machine that has other things to do. */
const patience = 60_000;

it(
  'many small changes of a slow zone hold up nobody else: a change of another zone is asked for and done meanwhile',
  async () => {
    for (let n = 0; n < many; n += 1) await product.command('U0ANA', 'C0OPS', `dns add ${mail} TXT n${n} "v${n}"`);
    const plans = () => product.messages('U0ANA').filter((message) => labels(message).includes('Apply'));
    await product.until(() => plans().length === many, 'all plans');
    const zone = product.sandbox.cloudflare.zones().find(({ name }) => name === mail)?.id;
    const operation = `${zone}/dns_records/batch`;
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 25_000, times: 1, operation });
    for (const { ts } of plans()) await product.press('U0ANA', { channel: 'U0ANA', ts, label: 'Apply' });
    const { ts } = await anaAsks(product, 'dns delete outbound-labs.io A @');
    await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'Done');
    const added = () => product.sandbox.cloudflare.records(mail).filter(({ name }) => /^n\d+\./.test(name)).length;
    expect(added()).toBe(0);
    await product.act({ do: 'clock', advance: '26s' });
    await product.until(() => added() === many, 'all changes');
  },
  patience,
);
