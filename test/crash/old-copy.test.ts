import { afterEach, describe, expect, it } from 'vitest';
import { amendRequest } from '../../src/services/approvals/amend-request.ts';
import { changedJob } from '../../src/services/approvals/jobs.ts';
import { labels, saying, withButton } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
afterEach(() => product.stop());

const copies = () => product.messages('C0APPROVE').filter((message) => textOf(message).includes('wants:'));

describe('a card that is in the channel twice, because the answer to its posting was lost', () => {
  it('can be decided on where the app knows of it, and the other has no buttons and says so', async () => {
    product = await startProduct();
    await product.act({ do: 'fault', api: 'slack', kind: 'drop', operation: 'chat.postMessage', times: 2 });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await asTimePasses(
      product,
      10,
      () => copies().length === 2 && copies().find((copy) => labels(copy).includes('Approve')),
      'two copies, and one with buttons',
    );
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', '*Done.*');
    await product.until(() => copies().flatMap(labels).join() === 'Undo', 'no button but Undo');
    expect(copies().map((copy) => textOf(copy).includes('stray copy'))).toEqual([true, false]);
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
    await amendRequest({ stores }, request, (latest) => {
      const next = { ...latest, verdict: ['SPF as before'], version: latest.version + 1 };
      return { next, jobs: [changedJob(next, 0)] };
    });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('SPF as before');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', '*Done.*');
  });
});
