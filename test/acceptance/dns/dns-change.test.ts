import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(async () => {
  await product.stop();
});

const labels = (message: SeenMessage): string[] =>
  (message.blocks ?? []).flatMap((block) =>
    ((block as { elements?: { text?: { text?: string } }[] }).elements ?? []).flatMap(
      (element) => element.text?.text ?? [],
    ),
  );
const withButton = (channel: string, label: string) => () =>
  product.messages(channel).find((message) => labels(message).includes(label));

describe('somebody deletes the MX records of a domain', () => {
  it('asks in the approvals channel, refuses the requester, takes another person, writes one batch and can be undone', async () => {
    const before = product.sandbox.cloudflare.records('acme-mail.com').filter((record) => record.type === 'MX');
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await product.until(withButton('C0APPROVE', 'Approve'));
    expect(textOf(card)).toContain('mail for acme-mail.com');

    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const refusal = await product.until(() =>
      product.messages('C0APPROVE', { user: 'U0ANA' }).find((message) => message.ephemeral),
    );
    expect(textOf(refusal)).toContain('somebody else has to decide');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(0);

    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const done = await product.until(withButton('C0APPROVE', 'Undo'));
    expect(textOf(done)).toContain('Approved by <@U0BO>');
    expect(labels(done)).toEqual(['Undo']);
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
    expect(product.sandbox.cloudflare.records('acme-mail.com').filter((record) => record.type === 'MX')).toHaveLength(
      0,
    );
    const direct = await product.until(() =>
      product.messages('U0ANA', { user: 'U0ANA' }).find((message) => textOf(message).includes('Done.')),
    );
    expect(textOf(direct)).toContain('Approved by <@U0BO>');

    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    const reverse = await product.until(withButton('U0ANA', 'Apply'));
    expect(textOf(reverse)).toMatch(/Undo r-\w+ \(Delete MX of acme-mail\.com\)/);
    await product.press('U0ANA', { channel: 'U0ANA', ts: reverse.ts, label: 'Apply' });
    await product.until(() => product.sandbox.cloudflare.batches().length === 2);
    await product.until(() =>
      textOf(product.messages('C0APPROVE').find(({ ts }) => ts === card.ts)).includes('Undone by'),
    );
    const contents = (records: readonly object[]) =>
      records.map((record) => (record as { content: string }).content).sort();
    expect(
      contents(product.sandbox.cloudflare.records('acme-mail.com').filter((record) => record.type === 'MX')),
    ).toEqual(contents(before));
  });
});
