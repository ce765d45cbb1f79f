import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
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

  it('of a name that another one has is not taken for it when its answer is lost', async () => {
    const line = 'placement run Twice --mailboxes ana@acme-mail.com --subject Hi';
    for (const nth of [0, 1]) {
      await product.command('U0ANA', 'C0OPS', line);
      const cards = () => product.messages('C0APPROVE').filter((each) => textOf(each).includes('“Twice”'));
      await product.until(() => cards()[nth], 'the card');
    }
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', times: 1, operation: 'POST /v1/placement' });
    for (const { ts } of product.messages('C0APPROVE').filter((each) => textOf(each).includes('“Twice”')))
      await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
    const finals = () => product.messages('U0ANA').filter((each) => textOf(each).includes('Provider'));
    await asTimePasses(product, 5_000, () => finals().length === 2, 'both tables');
    expect(
      product.sandbox.litemail.team('T0ACME').placementTests.filter(({ testName }) => testName === 'Twice'),
    ).toHaveLength(2);
  });

  it('of two of one name, of which LiteMail got one, one is said to be of unknown outcome', async () => {
    const line = 'placement run Twice --mailboxes ana@acme-mail.com --subject Hi';
    const cards = () => product.messages('C0APPROVE').filter((each) => textOf(each).includes('“Twice”'));
    for (const nth of [0, 1]) {
      await product.command('U0ANA', 'C0OPS', line);
      await product.until(() => cards()[nth], 'the card');
    }
    await product.act({ do: 'fault', api: 'litemail', kind: 'empty', times: 1, operation: 'POST /v1/placement' });
    for (const { ts } of cards()) await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
    const said = (words: string) => product.messages('U0ANA').filter((each) => textOf(each).includes(words));
    await asTimePasses(
      product,
      5_000,
      () => said('Provider').length === 1 && said('unknown').length === 1,
      'both ends',
    );
    expect(
      product.sandbox.litemail.team('T0ACME').placementTests.filter(({ testName }) => testName === 'Twice'),
    ).toHaveLength(1);
  });

  it('starts nothing for a mailbox that LiteMail does not know', async () => {
    await product.command('U0ANA', 'C0OPS', 'placement run "Launch check" --mailboxes ghost@acme-mail.com');
    await saying(product, 'C0OPS', 'no mailbox `ghost@acme-mail.com`', 'U0ANA');
    expect(
      product.wire('litemail').filter(({ method, path }) => method === 'POST' && path.includes('placement')),
    ).toEqual([]);
  });
});
