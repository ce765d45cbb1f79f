import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../../helpers/look.ts';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { rules } from '../../helpers/scratch.ts';
import { anaAsks, boApproves, formOf } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct({
    env: rules('  - name: all writes\n    when: { effect: write }\n    require: [{ min: 1, from: approver }]\n'),
  });
});
afterEach(() => product.stop());

describe('where a rule wants every write approved', () => {
  it('a tag is made only once somebody has', async () => {
    const card = await anaAsks(product, 'tags create hot');
    expect(allReceived(product, 'createTag')).toEqual([]);
    await boApproves(product, card, 'Tag `hot` was created');
    expect(received(product, 'createTag').body).toEqual({ name: 'hot' });
  });

  it('an export whose answer was lost is not sent again', async () => {
    const card = await anaAsks(product, 'mailboxes export manual --mailboxes ana@acme-mail.com');
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: 'POST /v1/exports', times: 1 });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const said = await asTimePasses(
      product,
      2000,
      () =>
        product
          .messages('C0APPROVE')
          .map(textOf)
          .find((text) => text.includes('The outcome is unknown')),
      'the outcome',
    );
    expect(said).toContain('It was not retried');
    expect(allReceived(product, 'exportMailboxes')).toHaveLength(1);
  });

  it('a password is refused instead of slipping through or waiting in a request', async () => {
    await formOf(product, 'exports add-account');
    await product.submit('U0ANA', { Sequencer: 'INSTANTLY', 'Login email': 'ops@acme.com', Password: 'canary-pass' });
    await saying(product, 'C0OPS', 'a request cannot hold a key or password', 'U0ANA');
    expect(allReceived(product, 'addThirdPartyAccount')).toEqual([]);
  });
});
