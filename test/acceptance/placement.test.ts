import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { boApproves } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('a placement test', () => {
  it('asks in a form for what is missing, shows progress and ends as a table per provider', async () => {
    await product.command('U0ANA', 'C0OPS', 'placement run "Launch check"');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    const wrong = await product.submit('U0ANA', { Mailboxes: '' });
    expect(JSON.stringify(wrong)).toContain('Mailboxes: a value is required, or one of Domains, Tag');
    await product.submit('U0ANA', { Mailboxes: ['ana@acme-mail.com', 'bo@acme-mail.com'], Subject: 'Quick question' });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('test mail from bo@acme-mail.com');
    await boApproves(product, card, 'is starting');
    const running = await saying(product, 'U0ANA', 'is running');
    const done = await product.until(() => {
      product.sandbox.clock.advance(60_000);
      return product.messages('U0ANA').find((message) => textOf(message).includes('Provider'));
    }, 'the table');
    expect(done.ts).toBe(running.ts);
    expect(textOf(done)).toMatch(/Google[\s\S]*Microsoft/);
    expect(textOf(done)).toMatch(/inbox.*spam.*missing/);
  });

  it('starts nothing for a mailbox that LiteMail does not know', async () => {
    await product.command('U0ANA', 'C0OPS', 'placement run "Launch check" --mailboxes ghost@acme-mail.com');
    await saying(product, 'C0OPS', 'no mailbox `ghost@acme-mail.com`', 'U0ANA');
    expect(
      product.wire('litemail').filter(({ method, path }) => method === 'POST' && path.includes('placement')),
    ).toEqual([]);
  });
});
