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
afterEach(() => product.stop());

/** Everything that the app could ask takes five seconds of the sandbox's clock. */
async function allSlow(): Promise<void> {
  for (const api of ['slack', 'litemail', 'cloudflare'])
    await product.act({ do: 'fault', api, kind: 'slow', ms: 5000 });
}
const ackOf = (answer: ControlAnswer) => (answer as unknown as { delivered: { status: number; ms: number } }).delivered;
function expectEarly(answer: ControlAnswer): void {
  const { status, ms } = ackOf(answer);
  expect(status).toBe(200);
  expect(ms).toBeLessThan(500);
}

describe('while Slack, LiteMail and Cloudflare take five seconds for everything', () => {
  it('a command is acknowledged first; its answer comes in the direct message where the person was asked to wait', async () => {
    await allSlow();
    expectEarly(await product.command('U0VERA', 'C0OPS', 'wallet balance'));
    const direct = (text: string) => () => product.messages('U0VERA').find((message) => textOf(message).includes(text));
    const waiting = await asTimePasses(product, 10, direct('Still working'), 'a word that it takes time');
    const answer = await asTimePasses(product, 10, direct('$'), 'a balance');
    expect(answer.ts).toBe(waiting.ts);
    expect(product.messages('C0OPS', { user: 'U0VERA' })).toEqual([]);
  });

  it('so are a press, a form and App Home', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => product.views('U0BO')[0], 'the form');
    await allSlow();
    expectEarly(await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' }));
    expectEarly(await product.submit('U0BO', { Reason: 'too late' }));
    expectEarly(await product.home('U0ADA'));
  });

  it('what memory alone can tell is told in the acknowledgement', async () => {
    await product.command('U0ANA', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'operator', 'U0ANA');
    await allSlow();
    expectEarly(await product.command('U0ANA', 'C0OPS', 'help'));
    expect(product.messages('C0OPS', { user: 'U0ANA' }).map(textOf).join()).toContain('dns');
  });
});
