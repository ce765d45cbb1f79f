import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const settle = async (channel: string, text: RegExp) => {
  const { clock } = product.sandbox;
  return product.until(() => {
    clock.advance(5000);
    return product.messages(channel).findLast((message) => text.test(textOf(message)));
  }, String(text));
};

describe('connecting domains of the Cloudflare account to LiteMail', () => {
  it('keeps one message current until each is connected or says why not', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains connect acme-mail.com outbound-labs.io not-there.com');
    await saying(product, 'C0OPS', 'one direct message', 'U0ANA');
    const done = await settle('U0ANA', /of 3 domains connected/);
    expect(textOf(done)).toContain('2 of 3 domains connected');
    expect(textOf(done)).toMatch(/not-there\.com.*not an active zone/);
    expect(product.messages('U0ANA').filter((message) => textOf(message).includes('domains'))).toHaveLength(1);
  });

  it('takes the names from a file as well, and says which line is no domain', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
    const give = async (content: string) => {
      await product.command('U0ANA', 'C0OPS', 'domains connect');
      await product.until(() => product.views('U0ANA')[0], 'the form');
      await product.submit('U0ANA', { 'Domains as a file': { name: 'domains.csv', content } });
    };
    await give('acme-mail.com\nnot a domain\n');
    await saying(product, 'C0OPS', '"not" is not a complete domain', 'U0ANA');
    await give('acme-mail.com;\r\noutbound-labs.io\r\n');
    const done = await settle('U0ANA', /of 2 domains connected/);
    expect(textOf(done)).toContain('2 of 2 domains connected');
  });

  it('asks for the credentials in a form when LiteMail has none, and shows nothing of them anywhere', async () => {
    await product.command('U0NED', 'C1OPS', 'domains connect nova-reach.io', { team: 'T0NOVA' });
    const [form] = await product.until(
      () => (product.views('U0NED').length > 0 ? product.views('U0NED') : undefined),
      'the form',
    );
    expect(textOf(form)).toContain('Global API Key');
    const wrong = await product.submit('U0NED', {
      'Cloudflare email': 'nobody',
      'Global API Key': 'short',
      'Account ID': 'x',
    });
    expect(JSON.stringify(wrong)).toContain('email address');
    const { email, apiKey: key, accountId } = sandboxCredentials.nova.cloudflareLogin;
    await product.submit('U0NED', {
      'Cloudflare email': email,
      'Global API Key': 'not-the-right-one',
      'Account ID': accountId,
    });
    const refused = await saying(product, 'C1OPS', 'did not accept', 'U0NED');
    await product.press('U0NED', { channel: 'C1OPS', ts: refused.ts, label: 'Enter Cloudflare credentials' });
    await product.until(() => product.views('U0NED')[0], 'the form again');
    await product.submit('U0NED', { 'Cloudflare email': email, 'Global API Key': key, 'Account ID': accountId });
    await saying(product, 'C1OPS', 'Saved at LiteMail', 'U0NED');
    const done = await settle('U0NED', /1 of 1 domain connected/);
    expect(textOf(done)).toContain('nova-reach.io');
    // The old button is still there; it puts nothing in the place of what is saved by now.
    await product.press('U0NED', { channel: 'C1OPS', ts: refused.ts, label: 'Enter Cloudflare credentials' });
    await product.until(() => product.views('U0NED')[0], 'the form once more');
    await product.submit('U0NED', {
      'Cloudflare email': 'x@evil.example',
      'Global API Key': key,
      'Account ID': 'other',
    });
    await saying(product, 'C1OPS', 'nothing was replaced', 'U0NED');
    expect(product.sandbox.litemail.team('T0NOVA').credentials?.email).toBe(email);
    const everything = [
      JSON.stringify(product.messages('U0NED')),
      JSON.stringify(product.messages('C1OPS', { user: 'U0NED' })),
      product.logged.join('\n'),
    ].join('\n');
    expect(everything).not.toContain(key);
  });
});
