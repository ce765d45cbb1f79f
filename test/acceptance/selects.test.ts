import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.ts';
import { formOf } from '../helpers/story.ts';

/** Milliseconds of the sandbox's clock, which goes on by itself too: far longer than any of this takes. */
const slow = 600_000;

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** The values that a select offers. */
async function offered(label: string, query = '', user = 'U0ANA'): Promise<string[]> {
  const answer = await product.act({ do: 'options', user, view: product.views(user).at(-1)?.id, label, query });
  const { options } = answer as unknown as { options: { value: string }[] };
  return options.map(({ value }) => value);
}
/** What LiteMail has answered by now. */
const calls = () => product.wire('litemail').length;

describe('selects', () => {
  it('offer mailboxes and tags as they are typed, from what was read ahead when the form opened', async () => {
    await formOf(product, 'mailboxes export');
    await product.until(() => calls() >= 2, 'what is read ahead');
    expect(await offered('Mailboxes', 'acme-out')).toEqual(['dan@acme-outreach.net', 'eva@acme-outreach.net']);
    expect(await offered('Tags')).toEqual(['warm', 'parked']);
    const before = calls();
    await offered('Mailboxes', 'ana');
    expect(calls()).toBe(before);
  });

  it('offer domains by either spelling, and workspaces', async () => {
    await formOf(product, 'domains show');
    expect(await offered('Domain', 'bücher')).toEqual(['xn--bcher-post-9db.de']);
    expect(await offered('Domain', 'GETACME')).toEqual(['getacme.co']);
    await product.close('U0ANA');
    await formOf(product, 'workspaces update');
    expect(await offered('Workspace', 'ma')).toEqual(['Main']);
  });

  it('answer before a slow LiteMail does, and offer the list as soon as it is there', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: slow });
    await formOf(product, 'domains show');
    expect(await offered('Domain', 'acme')).toEqual([]);
    expect(calls()).toBe(0);
    product.sandbox.clock.advance(slow);
    await product.until(async () => (await offered('Domain', 'acme-mail')).length > 0, 'the list');
  });

  it('go on with the list of before while a new one is read', async () => {
    await formOf(product, 'domains show');
    await product.until(async () => (await offered('Domain', 'acme-mail')).length > 0, 'the list');
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: slow });
    product.sandbox.clock.advance(120_000);
    const before = calls();
    expect(await offered('Domain', 'acme-mail')).toEqual(['acme-mail.com']);
    expect(calls()).toBe(before);
  });

  it('offer nothing to people without a role', async () => {
    await formOf(product, 'domains show');
    const view = product.views('U0ANA').at(-1);
    expect(view).toBeDefined();
    await product.command('U0GUS', 'C0OPS', 'domains show');
    expect(product.views('U0GUS')).toEqual([]);
  });
});
