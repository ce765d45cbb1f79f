import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaIsTold, anaReads, boApproves, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const channels = ['C0OPS', 'C0APPROVE', 'C0GENERAL', 'C0AUDIT'];
/** What everybody in the channels can read. */
const inPublic = () =>
  channels.flatMap((channel) => product.messages(channel).map((message) => JSON.stringify(message)));
const approvedLater = (text: string) =>
  asTimePasses(
    product,
    2000,
    () =>
      product
        .messages('C0APPROVE')
        .map(textOf)
        .find((said) => said.includes(text)),
    text,
  );

describe('the wallet', () => {
  it('is nothing for people who may only look, and their help does not name it', async () => {
    for (const line of ['wallet balance', 'wallet invoices'])
      await veraReads(product, line, `${line}\` is for operators`);
    expect(await veraReads(product, 'help', 'What you can do')).not.toContain('wallet');
    expect(product.wire('litemail')).toEqual([]);
  });

  it('shows its balance to the caller alone, --share or not', async () => {
    expect(await anaReads(product, 'wallet balance --share', '$42.50')).toContain('below $20.00 it adds $50.00');
    expect(received(product, 'getWalletBalance').status).toBe(200);
    expect(inPublic().join()).not.toContain('42.50');
  });

  it('is topped up with a payment link that only the requester gets, after somebody else has approved', async () => {
    const card = await anaAsks(product, 'wallet top-up 50');
    expect(textOf(card)).toContain('One payment of $50.00, not monthly');
    expect(allReceived(product, 'addWalletBalance')).toEqual([]);
    await boApproves(product, card, 'LiteMail created a payment link for $50.00; only the requester has it');
    expect(received(product, 'addWalletBalance').body).toEqual({ amount: 50 });
    expect(await anaIsTold(product, 'checkout.example.com')).toContain('Pay at LiteMail');
    expect(inPublic().join()).not.toContain('checkout.example.com');
  });

  it('is never asked for a second link by itself when the answer was lost, and says what is known', async () => {
    const card = await anaAsks(product, 'wallet top-up 50');
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: 'POST /v1/wallet/balance', times: 1 });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const said = await approvedLater('no answer came, and the wallet has not grown. It was not retried');
    expect(said).toContain('Nothing is charged until a link is paid');
    expect(allReceived(product, 'addWalletBalance')).toHaveLength(1);
    expect(await anaIsTold(product, 'Wallet balance')).toContain('Wallet balance: $42.50 before, $42.50 now');
    expect(inPublic().join()).not.toContain('$42.50');
  });

  it('gets credit from the saved card, once, although LiteMail’s answer was lost', async () => {
    const card = await anaAsks(product, 'wallet credit 25');
    expect(textOf(card)).toContain('LiteMail charges $25.00 to the saved card at once');
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: 'POST /v1/wallet/credit', times: 1 });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await approvedLater('the wallet has grown by $25.00: it was charged once');
    expect(received(product, 'addWalletCredit').body).toEqual({ amount: 25 });
    expect(allReceived(product, 'addWalletCredit')).toHaveLength(1);
    expect(product.sandbox.litemail.team('T0ACME').wallet.balance).toBe(67.5);
    await anaIsTold(product, '$67.50 now');
    expect(inPublic().join()).not.toContain('$67.50');
  });

  it('is recharged by itself only after the card has said what each time costs', async () => {
    const card = await anaAsks(product, 'wallet auto-recharge on --below 30 --add 100');
    expect(textOf(card)).toContain('Each time the wallet falls below $30.00, $100.00 is charged');
    expect(textOf(card)).toContain('LiteMail sets no limit');
    await boApproves(product, card, 'Auto-recharge is set: below $30.00 it adds $100.00');
    expect(received(product, 'enableAutoRecharge').body).toEqual({
      enable: true,
      threshold: 30,
      minimumRechargeAmount: 100,
    });
    const off = await anaAsks(product, 'wallet auto-recharge off');
    expect(textOf(off)).toContain('lapse unless somebody tops it up');
    await boApproves(product, off, 'Auto-recharge is set: off');
    expect(received(product, 'enableAutoRecharge').body).toEqual({ enable: false });
    await anaReads(product, 'wallet auto-recharge off', 'already set this way');
  });

  it('has invoices, for the caller alone', async () => {
    const said = await anaReads(product, 'wallet invoices --share', '5 invoices');
    expect(said).toMatch(/LM-00001\n\$100\.00\npaid/);
    expect(received(product, 'listInvoices').query).toMatchObject({ page: '1' });
    expect(inPublic().join()).not.toContain('LM-00001');
  });
});

describe('buying domains', () => {
  it('starts with a search that names prices', async () => {
    const said = await veraReads(product, 'domains search acmehello.com --tlds com,io', 'available');
    expect(said).toContain('`acmehello.com` is available: $12.99 for 1 year');
    expect(received(product, 'searchDomains').query).toEqual({
      domainName: 'acmehello.com',
      tlds: 'com,io',
      years: '1',
    });
  });

  it('shows price, quantity and what they cost a month, and pays once from the wallet', async () => {
    const card = await anaAsks(product, 'domains buy acmehello.com --wallet');
    expect(textOf(card)).toContain('+ acmehello.com, 1 year, $12.99, renews at $14.99 a year');
    expect(textOf(card)).toContain('Renewal then costs $14.99 a year, about $1.25 a month');
    expect(textOf(card)).toContain('Costs money');
    await boApproves(product, card, 'acmehello.com is bought');
    expect(received(product, 'buyDomains').body).toEqual({
      domains: [{ domainName: 'acmehello.com', years: 1 }],
      useWallet: true,
    });
    expect(await anaIsTold(product, 'View invoice')).toContain('invoices.example.com');
  });

  it('gives the payment link to the requester when the wallet is not to pay', async () => {
    const card = await anaAsks(product, 'domains buy acmehello.com');
    await boApproves(product, card, 'The domains are registered once it is paid');
    await anaIsTold(product, 'checkout.example.com');
    expect(inPublic().join()).not.toContain('checkout.example.com');
  });

  it('is not done twice when the answer was lost: the list tells that they are bought', async () => {
    const card = await anaAsks(product, 'domains buy acmehello.com --wallet');
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: 'POST /v1/domains', times: 1 });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await approvedLater('its list shows acmehello.com, so it is bought, once');
    expect(allReceived(product, 'buyDomains')).toHaveLength(1);
    expect(product.sandbox.litemail.team('T0ACME').wallet.balance).toBe(29.51);
  });

  it('asks a person, with what is known, when nobody can tell whether they were bought', async () => {
    const card = await anaAsks(product, 'domains buy acmehello.com --wallet');
    await product.act({
      do: 'fault',
      api: 'litemail',
      kind: 'status',
      status: 502,
      operation: 'POST /v1/domains',
      times: 1,
    });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const said = await approvedLater('It is not known whether acmehello.com was bought');
    expect(said).toContain('its list shows 0 of 1');
    expect(allReceived(product, 'buyDomains')).toHaveLength(1);
    await anaIsTold(product, 'Wallet balance: $42.50 before, $42.50 now');
  });

  it('is refused at once for a name that is taken', async () => {
    await anaReads(product, 'domains buy acme-mail.com', '`acme-mail.com` cannot be bought');
    expect(product.messages('C0APPROVE')).toEqual([]);
  });

  it('by link is approved like any purchase', async () => {
    const card = await anaAsks(product, 'domains payment-link acmehello.com --years 2');
    expect(textOf(card)).toContain('+ acmehello.com, 2 years, $25.98');
    await boApproves(product, card, 'LiteMail made a payment link for acmehello.com');
    expect(received(product, 'getPurchaseLink').query).toEqual({ domainName: 'acmehello.com', years: '2' });
    await anaIsTold(product, 'checkout.example.com');
  });
});

describe('subscriptions', () => {
  it('are listed with what they cost a month', async () => {
    const said = await veraReads(product, 'subscriptions list', '1 subscription');
    expect(said).toMatch(/Pro\nactive\n50\n\$150\.00/);
    expect(received(product, 'listBillingSubscriptions').status).toBe(200);
  });

  it('are upgraded once that is approved, and say what they cost then', async () => {
    const card = await anaAsks(product, 'subscriptions upgrade Pro Scale');
    expect(textOf(card)).toContain('- Pro, 50 mailboxes, $150.00 a month');
    expect(textOf(card)).toContain('LiteMail does not show the new price beforehand');
    await boApproves(product, card, 'from Pro to Scale. It costs $400.00 a month now instead of $150.00');
    const [{ id } = { id: '' }] = product.sandbox.litemail.team('T0ACME').subscriptions;
    expect(received(product, 'upgradeBillingSubscription')).toMatchObject({
      params: { id },
      body: { newPlan: 'Scale' },
    });
  });

  it('are upgraded once although the answer was lost', async () => {
    const card = await anaAsks(product, 'subscriptions upgrade Pro Scale');
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: '/upgrade', times: 1 });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await approvedLater('it shows plan Scale: the upgrade was made once');
    expect(allReceived(product, 'upgradeBillingSubscription')).toHaveLength(1);
  });

  it('are cancelled once somebody has approved what stops with them', async () => {
    const card = await anaAsks(product, 'subscriptions cancel Pro');
    expect(textOf(card)).toContain('Its 50 mailboxes work until');
    await boApproves(product, card, 'The LiteMail subscription Pro is cancelled');
    expect(received(product, 'cancelBillingSubscription').status).toBe(200);
    await anaReads(product, 'subscriptions cancel Pro', 'already cancelled');
  });
});

describe('the billing address', () => {
  it('is asked for in a form, checked, approved and set', async () => {
    await product.command('U0ANA', 'C0OPS', 'billing update');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    const answers = {
      'First name': 'Ana',
      'Last name': 'Ruiz',
      Company: 'Acme',
      Street: '1 Main St',
      City: 'Lisbon',
      'Postal code': '1000-001',
      'Phone country code': '+351',
      Phone: '910000000',
    };
    expect(JSON.stringify(await product.submit('U0ANA', { ...answers, Country: 'Portugal' }))).toContain(
      'Use two letters',
    );
    await product.submit('U0ANA', { ...answers, Country: 'pt' });
    const card = await product.until(
      () => product.messages('C0APPROVE').find((message) => textOf(message).includes('billing address')),
      'the card',
    );
    expect(textOf(card)).toContain('+ 1000-001 Lisbon PT');
    await boApproves(product, card, 'LiteMail’s invoices are now addressed to Acme, Lisbon');
    expect(received(product, 'addBillingDetails').body).toMatchObject({
      country: 'PT',
      phoneCc: '351',
      company: 'Acme',
    });
  });
});

describe('two like charges at once, one answer lost', () => {
  it('do not take each other’s money for their own: the second waits until it is known of the first', async () => {
    const cards: string[] = [];
    for (const _ of [1, 2]) {
      await product.command('U0ANA', 'C0OPS', 'wallet credit 25');
      await product.until(() => product.messages('C0APPROVE').length > cards.length, 'the card');
      cards.push(product.messages('C0APPROVE').at(-1)?.ts ?? '');
    }
    await product.act({
      do: 'fault',
      api: 'litemail',
      kind: 'status',
      status: 502,
      operation: 'POST /v1/wallet/credit',
      times: 1,
    });
    for (const ts of cards) await product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
    const said = (ts: string) => textOf(product.messages('C0APPROVE').find((message) => message.ts === ts));
    const ended = () => cards.every((ts) => /Failed|Done/.test(said(ts)));
    await asTimePasses(product, 100, ended, 'both outcomes');
    expect(cards.map((ts) => (/The outcome is unknown/.test(said(ts)) ? 'unknown' : 'done')).sort()).toEqual([
      'done',
      'unknown',
    ]);
    expect(product.sandbox.litemail.team('T0ACME').wallet.balance).toBe(67.5);
  });
});
