import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('the dashboard', () => {
  it('shows domains, mailboxes, wallet, placement and approvals, to the caller alone', async () => {
    await anaAsks(product, 'dns delete acme-mail.com MX @');
    const said = await anaReads(product, 'status --share', 'Overview');
    expect(said).toContain('Domains:* 4, 3 active');
    expect(said).toContain('Mailboxes:* 4 active, 1 inactive, 1 failed');
    expect(said).toContain('Wallet:* $42.50');
    expect(said).toContain('last “October baseline”');
    expect(said).toContain('Approvals:* 1 waiting');
    expect(received(product, 'getDashboard').status).toBe(200);
    expect(received(product, 'getMailboxStatusCounts').status).toBe(200);
    expect(product.messages('C0OPS')).toEqual([]);
  });

  it('shows no wallet to people who are not operators, on App Home neither, and does not ask for it', async () => {
    const said = await veraReads(product, 'status', 'Overview');
    expect(said).toContain('Mailboxes:* 4 active, 1 inactive, 1 failed');
    expect(said).not.toContain('Wallet');
    await product.home('U0VERA');
    const home = await product.until(() => {
      const text = textOf(product.homeOf('U0VERA'));
      return text.includes('Domains:') && text;
    }, 'the dashboard on App Home');
    expect(home).toContain('Mailboxes:* 4 active');
    expect(home).not.toContain('Wallet');
    expect(allReceived(product, 'getWalletBalance')).toEqual([]);
  });

  it('says “not available” for a part that LiteMail does not give, and shows the others', async () => {
    for (const operation of ['GET /v1/dashboard/mailbox-status', 'GET /v1/wallet', 'GET /v1/placement-tests'])
      await product.act({ do: 'fault', api: 'litemail', kind: 'status', status: 404, operation });
    const said = await anaReads(product, 'status', 'Overview');
    expect(said).toContain('Mailboxes:* not available');
    expect(said).toContain('Wallet:* not available');
    expect(said).toContain('Placement:* not available');
    expect(said).toContain('Domains:* 4, 3 active');
  });

  it('stands on App Home too', async () => {
    await product.home('U0ANA');
    const home = await product.until(() => {
      const text = textOf(product.homeOf('U0ANA'));
      return text.includes('Domains:') && text;
    }, 'the dashboard on App Home');
    expect(home).toContain('Mailboxes:* 4 active');
    expect(home).toContain('Wallet:* $42.50');
  });
});
