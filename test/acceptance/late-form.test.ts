import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** Slack opens no form: the three seconds of its trigger are over, or it has a problem. */
const noForms = () =>
  product.act({ do: 'fault', api: 'slack', kind: 'status', status: 500, operation: 'views.open', times: 1 });

describe('a form that Slack does not open any more', () => {
  it('is offered again by a button, with everything that was typed', async () => {
    await noForms();
    await product.command('U0ANA', 'C0OPS', 'placement run "Launch check" --subject "Quick question"');
    const late = await saying(product, 'C0OPS', 'could not open the form for `placement run`', 'U0ANA');
    expect(textOf(late)).toContain('Nothing was done');
    await product.press('U0ANA', { channel: 'C0OPS', ts: late.ts, label: 'Open the form' });
    const form = await product.until(() => product.views('U0ANA')[0], 'the form');
    expect(JSON.stringify(form)).toMatch(/Launch check[\s\S]*Quick question/);
  });

  it('because its trigger was used or is over, is offered again too', async () => {
    await product.act({ do: 'fault', api: 'slack', kind: 'slow', ms: 4000, operation: 'users.info', times: 1 });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com');
    const answer = () =>
      [...product.messages('C0OPS', { user: 'U0ANA' }), ...product.messages('U0ANA')].find((message) =>
        textOf(message).includes('could not open the form for `dns delete`'),
      );
    const late = await asTimePasses(product, 10, answer, 'an answer');
    await product.press('U0ANA', { channel: late.channel, ts: late.ts, label: 'Open the form' });
    const form = await product.until(() => product.views('U0ANA')[0], 'the form');
    expect(JSON.stringify(form)).toContain('acme-mail.com');
  });

  it('keeps nothing of a secret that was typed', async () => {
    await product.command('U0NIA', 'C1OPS', 'whoami', { team: 'T0NOVA' });
    await noForms();
    const key = 'cfut_AAAABBBBCCCCDDDDEEEEFFFF';
    await product.command('U0ADA', 'C0OPS', `setup cloudflare ${key}`);
    const answer = await product.until(() => product.messages('C0OPS', { user: 'U0ADA' }).at(-1), 'an answer');
    expect(JSON.stringify(answer)).not.toContain(key);
    expect(product.logged.join('\n')).not.toContain(key);
  });

  it('of a refusal leaves the card as it was, to be pressed again', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Deny');
    await noForms();
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await saying(product, 'C0APPROVE', 'Press the button again', 'U0BO');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => product.views('U0BO')[0], 'the form');
    await product.submit('U0BO', { Reason: 'Not now' });
    await saying(product, 'U0ANA', 'Not now');
  });
});
