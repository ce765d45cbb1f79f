import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.ts';
import { formOf } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** The values that a select offers, and how long Slack waited for them, in milliseconds. */
async function offered(label: string, query = '', user = 'U0ANA'): Promise<{ values: string[]; ms: number }> {
  const started = performance.now();
  const answer = await product.act({ do: 'options', user, view: product.views(user).at(-1)?.id, label, query });
  const { options } = answer as unknown as { options: { value: string }[] };
  return { values: options.map(({ value }) => value), ms: performance.now() - started };
}
const calls = () => product.wire('litemail').length;

describe('selects', () => {
  it('offer mailboxes and tags as they are typed, from what was read ahead when the form opened', async () => {
    await formOf(product, 'mailboxes export');
    await product.until(() => calls() >= 2, 'what is read ahead');
    expect((await offered('Mailboxes', 'acme-out')).values).toEqual(['dan@acme-outreach.net', 'eva@acme-outreach.net']);
    expect((await offered('Tags')).values).toEqual(['warm', 'parked']);
    const before = calls();
    await offered('Mailboxes', 'ana');
    expect(calls()).toBe(before);
  });

  it('offer domains by either spelling, and workspaces', async () => {
    await formOf(product, 'domains show');
    expect((await offered('Domain', 'bücher')).values).toEqual(['xn--bcher-post-9db.de']);
    expect((await offered('Domain', 'GETACME')).values).toEqual(['getacme.co']);
    await product.close('U0ANA');
    await formOf(product, 'workspaces update');
    expect((await offered('Workspace', 'ma')).values).toEqual(['Main']);
  });

  it('answer within 300 ms although LiteMail is slow, and offer the list as soon as it is there', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 5000 });
    await formOf(product, 'domains show');
    const first = await offered('Domain', 'acme');
    expect(first.ms).toBeLessThan(300);
    expect(first.values).toEqual([]);
    product.sandbox.clock.advance(5000);
    await product.until(async () => (await offered('Domain', 'acme-mail')).values.length > 0, 'the list');
  });

  it('go on with the list of before while a new one is read', async () => {
    await formOf(product, 'domains show');
    await product.until(async () => (await offered('Domain', 'acme-mail')).values.length > 0, 'the list');
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 5000 });
    product.sandbox.clock.advance(120_000);
    const old = await offered('Domain', 'acme-mail');
    expect(old.values).toEqual(['acme-mail.com']);
    expect(old.ms).toBeLessThan(300);
  });

  it('offer nothing to people without a role', async () => {
    await formOf(product, 'domains show');
    const view = product.views('U0ANA').at(-1);
    expect(view).toBeDefined();
    await product.command('U0GUS', 'C0OPS', 'domains show');
    expect(product.views('U0GUS')).toEqual([]);
  });
});
