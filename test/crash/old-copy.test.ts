import { afterEach, describe, expect, it } from 'vitest';
import { amendRequest, changedJob } from '../../src/engine/approvals/request/amend-request.ts';
import { labels, saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
afterEach(() => product.stop());

const copies = () => product.messages('C0APPROVE').filter((message) => textOf(message).includes('wants:'));

describe('a card that is in the channel twice, because the answer to its posting was lost', () => {
  it('is brought up to date as soon as somebody presses the copy that the app did not know of', async () => {
    product = await startProduct();
    await product.act({ do: 'fault', api: 'slack', kind: 'drop', operation: 'chat.postMessage', times: 2 });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const [first, second] = await product.until(() => {
      product.sandbox.clock.advance(500);
      return copies().length === 2 && copies();
    }, 'two copies');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: second?.ts ?? '', label: 'Approve' });
    await saying(product, 'C0APPROVE', '*Done.*');
    expect(labels(copies()[0])).toContain('Approve');

    await product.press('U0ADA', { channel: 'C0APPROVE', ts: first?.ts ?? '', label: 'Approve' });
    await product.until(() => labels(copies()[0]).join() === 'Undo', 'the first copy without buttons but Undo');
    expect(textOf(copies()[0])).toContain('Approved by <@U0BO>');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
  });
});

describe('a card that somebody deleted while it waited', () => {
  it('is posted again as soon as there is something new to show', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const { channel, ts } = await withButton(product, 'C0APPROVE', 'Approve');
    const { slack } = product.sandbox.slack;
    await slack.state.removeMessage('T0ACME', channel, ts);
    const { stores } = product.app;
    const [request] = await stores.requests.list('T0ACME');
    if (!request) throw new Error('There is no request.');
    await amendRequest({ stores, clock: product.sandbox.clock }, request, (latest) => {
      const next = {
        ...latest,
        enrichment: { title: 'Effect on mail', lines: ['SPF as before'] },
        version: latest.version + 1,
      };
      return { next, jobs: [changedJob(next, 0)] };
    });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('SPF as before');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', '*Done.*');
  });
});
