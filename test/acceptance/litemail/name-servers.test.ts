import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaReads, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('moving domains to LiteMail’s name servers', () => {
  it('shows the pair to set, checks less and less often, and says when each is done', async () => {
    const said = await anaReads(product, 'domains nameservers new-reach.com new-hello.com', '0 of 2 domains done');
    expect(said).toContain('set the name servers to `ns1.litemail.example` and `ns2.litemail.example`');
    expect(received(product, 'connectDomains').body).toEqual({ domainNames: ['new-reach.com', 'new-hello.com'] });
    expect(received(product, 'getNameServers').status).toBe(200);
    const looked: number[] = [];
    const done = await asTimePasses(
      product,
      1000,
      () => {
        const calls = product.wire('litemail').filter(({ path }) => path.includes('/verify'));
        looked.splice(0, looked.length, ...calls.map(({ at }) => at));
        return product.messages('U0ANA').find((message) => textOf(message).includes('2 of 2 domains done'));
      },
      'both domains done',
    );
    expect(textOf(done)).toContain('`new-reach.com` is done');
    expect(product.messages('U0ANA')).toHaveLength(1);
    expect(received(product, 'verifyNameServers').status).toBe(200);
    for (const [index, at] of looked.entries())
      if (index > 0) expect(at - (looked[index - 1] ?? 0)).toBeGreaterThanOrEqual(5000);
    expect(looked.length).toBeLessThan(16);
  });

  it('adds nothing for a domain that LiteMail has', async () => {
    await anaReads(product, 'domains nameservers bücher-post.de', '0 of 1 domain done');
    expect(allReceived(product, 'connectDomains')).toEqual([]);
  });

  it('says at any time what is missing still', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains nameservers new-reach.com');
    await asTimePasses(product, 0, () => allReceived(product, 'getNameServers').length > 0, 'the domain');
    const said = await veraReads(product, 'domains verify new-reach.com acme-mail.com', '1 of 2 domains done');
    expect(said).toContain('missing `ns1.litemail.example` and `ns2.litemail.example`, still `ns1.registrar.example`');
    expect(said).toContain('`acme-mail.com` is done');
  });
});
