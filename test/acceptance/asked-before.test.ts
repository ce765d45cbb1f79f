import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { allReceived } from '../helpers/received.ts';
import { textOf } from '../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const requestIn = (text: string) => /r-[a-z0-9]+/.exec(text)?.[0] ?? 'none';

describe('asking for a second thing while the first one waits', () => {
  it.each([
    ['subscriptions upgrade Pro Scale', 'subscriptions upgrade Pro Max'],
    ['subscriptions upgrade Pro Scale', 'subscriptions cancel Pro'],
    ['wallet top-up 50', 'wallet credit 20'],
    ['mailboxes update ana@acme-mail.com --username anna', 'mailboxes remove ana@acme-mail.com'],
    ['dns delete acme-mail.com MX @', 'dns add acme-mail.com A again 192.0.2.9'],
  ])('`%s`, then `%s`: the second one is told of the first', async (first, second) => {
    const id = requestIn(await anaReads(product, first, 'asking for approval'));
    expect(await anaReads(product, second, 'same thing before')).toContain(id);
    const card = await product.until(
      () =>
        [...product.messages('C0APPROVE'), ...product.messages('U0ANA')].find((message) =>
          textOf(message).includes('same thing before'),
        ),
      'a card that says so',
    );
    expect(textOf(card)).toContain(`\`${id}\` by <@U0ANA>`);
  });

  it('on something else: nothing is said', async () => {
    await anaAsks(product, 'subscriptions upgrade Pro Scale');
    expect(await anaReads(product, 'wallet top-up 50', 'asking for approval')).not.toContain('before');
  });

  it('an upgrade is not sent when the plan was changed by the first one', async () => {
    const first = await anaAsks(product, 'subscriptions upgrade Pro Scale');
    await anaReads(product, 'subscriptions upgrade Pro Max', 'same thing before');
    await boApproves(product, first, 'is upgraded from Pro to Scale');
    const second = await withButton(product, 'C0APPROVE', 'Approve');
    expect(await boApproves(product, second, 'Refused, nothing was written')).toContain('on plan Scale now');
    expect(allReceived(product, 'upgradeBillingSubscription')).toHaveLength(1);
  });
});

describe('a requester who has lost the role', () => {
  it('is named on the card that the approver reads', async () => {
    const card = await anaAsks(product, 'dns delete acme-mail.com MX @');
    const ana = product.sandbox.slack.slack.state
      .teams()
      .flatMap(({ people }) => people)
      .find(({ id }) => id === 'U0ANA');
    if (!ana) throw new Error('no U0ANA');
    ana.deleted = true;
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const said = textOf(await saying(product, 'C0APPROVE', 'Failed'));
    expect(said).toMatch(/Ana[^.]*, who asked for this, is not an operator here any more/);
    expect(said).not.toContain('you are not');
  });
});
