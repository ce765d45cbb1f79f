import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whispers, withButton } from '../helpers/look.ts';
import { type StartedProduct, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { signed } from '../helpers/signed-request.ts';

let product: StartedProduct;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const command = (user: string, text: string, trigger: string) =>
  signed(
    product.url,
    new URLSearchParams({
      command: '/litemail',
      team_id: 'T0ACME',
      channel_id: 'C0OPS',
      user_id: user,
      trigger_id: trigger,
      text,
    }).toString(),
    { type: 'application/x-www-form-urlencoded' },
  );
const requests = () => product.app.stores.requests.list('T0ACME');
const advance = (time: string) => product.act({ do: 'clock', advance: time });

describe('a command that somebody sends again as Slack signed it', () => {
  it('asks for nothing a second time, while the app runs and after a restart', async () => {
    const send = command('U0ANA', 'dns delete acme-mail.com MX @', '1.1');
    await send();
    await withButton(product, 'C0APPROVE', 'Approve');
    await advance('11s');
    expect((await send()).status).toBe(200);
    await advance('4m');
    expect((await send()).status).toBe(200);
    await product.restart();
    expect((await send()).status).toBe(200);
    await product.until(
      () => product.messages('C0OPS', { user: 'U0ANA' }).some((message) => textOf(message).includes('was sent before')),
      'a word about it',
    );
    expect(await requests()).toHaveLength(1);
  });

  it('writes nothing a second time where it runs at once, also after a restart', async () => {
    const send = command('U0ANA', 'tags create "Again" --color #aabbcc', '1.2');
    await send();
    await product.until(() => product.wire('litemail').some(({ method }) => method === 'POST'), 'the tag');
    await product.restart();
    await send();
    await product.until(() => whispers(product, 'C0OPS', 'U0ANA').some((text) => text.includes('was sent before')));
    expect(product.wire('litemail').filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('leaves nothing in the store when it only reads', async () => {
    await command('U0ANA', 'dns list acme-mail.com', '1.3')();
    await product.until(() => product.messages('C0OPS', { user: 'U0ANA' }).length > 0, 'the records');
    expect(await product.app.stores.jobs.list('T0ACME', 'delivered')).toEqual([]);
  });

  it('is a command of its own when it was typed again', async () => {
    await command('U0ANA', 'dns delete acme-mail.com MX @', '1.4')();
    await command('U0ANA', 'dns delete acme-mail.com MX @', '1.5')();
    await product.until(async () => (await requests()).length === 2, 'two requests');
  });

  it('is forgotten once its signature is not accepted any more', async () => {
    await command('U0ANA', 'dns delete acme-mail.com MX @', '1.6')();
    await withButton(product, 'C0APPROVE', 'Approve');
    expect(await product.app.stores.jobs.list('T0ACME', 'delivered')).toHaveLength(1);
    await advance('11m');
    await product.until(
      async () => (await product.app.stores.jobs.list('T0ACME', 'delivered')).length === 0,
      'nothing to remember',
    );
  });
});
