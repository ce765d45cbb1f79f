import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const addresses = () =>
  product.sandbox.cloudflare
    .records('acme-mail.com')
    .filter(({ name }) => name === 'www.acme-mail.com')
    .map(({ type, content }) => `${type} ${content}`);

const isCard = (message: SeenMessage): boolean => textOf(message).includes('wants:');

describe('switching a record over to another value', () => {
  it('is approved by somebody else, takes one batch, is read back and can be switched back and over again', async () => {
    const card = await anaAsks(product, 'dns swap acme-mail.com A www 198.51.100.7');
    expect(textOf(card)).toContain('Switch www.acme-mail.com from 192.0.2.10 to 198.51.100.7');
    const done = await boApproves(product, card, 'read back');
    expect(done).toContain('Approved by <@U0BO>');
    expect(addresses()).toEqual(['A 198.51.100.7']);
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);

    const own = await withButton(product, 'U0ANA', 'Switch back to 192.0.2.10');
    const cards = [...product.messages('C0APPROVE'), ...product.messages('U0ANA')].filter(isCard);
    expect(cards.map(labels)).toEqual([['Undo'], ['Undo']]);
    expect(isCard(own)).toBe(false);
    await product.press('U0ANA', { channel: 'U0ANA', ts: own.ts, label: 'Switch back to 192.0.2.10' });
    const back = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(back)).toContain('Switch www.acme-mail.com back from 198.51.100.7 to 192.0.2.10');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: back.ts, label: 'Approve' });
    await withButton(product, 'U0ANA', 'Switch to 198.51.100.7 again');
    await product.until(
      () => labels(product.messages('U0ANA').find(({ ts }) => ts === own.ts)).length === 0,
      'the first notice, which switches back no more',
    );
    expect(addresses()).toEqual(['A 192.0.2.10']);
    expect(product.sandbox.cloudflare.batches()).toHaveLength(2);
    await product.until(() =>
      textOf(product.messages('C0APPROVE').find(({ ts }) => ts === card.ts)).includes('Undone by'),
    );
  });

  it('puts an alias in the place of an address without a moment in between', async () => {
    const card = await anaAsks(product, 'dns swap acme-mail.com CNAME www green.example.net');
    await boApproves(product, card, 'read back');
    expect(addresses()).toEqual(['CNAME green.example.net']);
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
  });

  it('says so when somebody else changed the record meanwhile, and writes nothing', async () => {
    const card = await anaAsks(product, 'dns swap acme-mail.com A www 198.51.100.7');
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      set: { type: 'A', name: 'www.acme-mail.com', content: '192.0.2.99' },
    });
    const said = await boApproves(product, card, 'Refused, nothing was written');
    expect(said).toContain('Switch www.acme-mail.com from 192.0.2.99 to 198.51.100.7');
    expect(addresses()).toEqual(['A 192.0.2.99']);
  });

  it('is no way to make a record', async () => {
    await anaReads(product, 'dns swap acme-mail.com A blue 198.51.100.7', 'has no A record to switch');
    await anaReads(product, 'dns swap acme-mail.com A www 192.0.2.10', 'already exactly this');
    expect(product.messages('C0APPROVE')).toEqual([]);
  });
});
