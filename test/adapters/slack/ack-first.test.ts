import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlAnswer } from '../../../sandbox/control/handle.ts';
import { saying, withButton } from '../../helpers/look.ts';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(async () => {
  // What is slow is answered now, so that the app need not wait for it.
  product.sandbox.faults.off();
  product.sandbox.clock.advance(5000);
  await product.stop();
});

/** Everything that the app could ask takes five seconds of the sandbox's clock. */
async function allSlow(): Promise<void> {
  for (const api of ['slack', 'litemail', 'cloudflare'])
    await product.act({ do: 'fault', api, kind: 'slow', ms: 5000 });
}
/** Acknowledged before anything that the app asked was answered. */
async function early(act: () => Promise<ControlAnswer>): Promise<void> {
  const answered = () => (['slack', 'litemail', 'cloudflare'] as const).flatMap((api) => product.wire(api)).length;
  const before = answered();
  const { delivered } = (await act()) as unknown as { delivered: { status: number } };
  expect(delivered.status).toBe(200);
  expect(answered()).toBe(before);
}

describe('while Slack, LiteMail and Cloudflare take five seconds for everything', () => {
  it('a command is acknowledged first; its answer comes in the direct message where the person was asked to wait', async () => {
    await allSlow();
    await early(() => product.command('U0ANA', 'C0OPS', 'wallet balance'));
    const direct = (text: string) => () => product.messages('U0ANA').find((message) => textOf(message).includes(text));
    const waiting = await asTimePasses(product, 10, direct('Still working'), 'a word that it takes time');
    const answer = await asTimePasses(product, 10, direct('$'), 'a balance');
    expect(answer.ts).toBe(waiting.ts);
    expect(product.messages('C0OPS', { user: 'U0ANA' })).toEqual([]);
  });

  it('so are a press, a form and App Home', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => product.views('U0BO')[0], 'the form');
    await allSlow();
    await early(() => product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' }));
    await early(() => product.submit('U0BO', { Reason: 'too late' }));
    await early(() => product.home('U0ADA'));
  });

  it('what memory alone can tell is told in the acknowledgement', async () => {
    await product.command('U0ANA', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'operator', 'U0ANA');
    await allSlow();
    await early(() => product.command('U0ANA', 'C0OPS', 'help'));
    expect(product.messages('C0OPS', { user: 'U0ANA' }).map(textOf).join()).toContain('dns');
  });
});
