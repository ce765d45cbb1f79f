import { afterEach, beforeEach, expect, it } from 'vitest';
import { labels, saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { anaAsks } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

it('twenty small changes of a slow zone hold up nobody else: cards of other zones come, and all are done in the end', async () => {
  const mail = 'acme-mail.com';
  const cards: SeenMessage[] = [];
  for (let n = 10; n < 30; n += 1) {
    await product.command('U0ANA', 'C0OPS', `dns add ${mail} TXT n${n} "v${n}"`);
    cards.push(
      await product.until(
        () =>
          product
            .messages('U0ANA')
            .find((message) => labels(message).includes('Apply') && textOf(message).includes(`n${n}.${mail}`)),
        `the plan of n${n}`,
      ),
    );
  }
  const zone = product.sandbox.cloudflare.zones().find(({ name }) => name === mail)?.id;
  const operation = `${zone}/dns_records/batch`;
  await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 25_000, times: 1, operation });
  for (const { ts } of cards) await product.press('U0ANA', { channel: 'U0ANA', ts, label: 'Apply' });
  const { ts } = await anaAsks(product, 'dns delete outbound-labs.io A @');
  await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
  await saying(product, 'C0APPROVE', 'Done');
  const added = () => product.sandbox.cloudflare.records(mail).filter(({ name }) => /^n\d\d\./.test(name)).length;
  expect(added()).toBe(0);
  await product.act({ do: 'clock', advance: '26s' });
  await product.until(() => added() === 20, 'all changes');
});
