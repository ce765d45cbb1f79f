import { afterEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';

let product: Product;
afterEach(() => product.stop());

const eleven =
  'dns set acme-mail.com TXT @ "v=spf1 include:_spf.google.com include:sendgrid.net include:spf.protection.outlook.com include:servers.mcsv.net include:mail.zendesk.com include:_spf.salesforce.com include:_spf.litemail.example ~all" "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ"';

describe('the card of a plan', () => {
  it('says what receivers will make of mail, and how many mailboxes suffer', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', eleven);
    await saying(product, 'C0APPROVE', 'SPF 10 → 11 lookups: permerror, 3 mailboxes');
    await saying(product, 'U0ANA', 'SPF 10 → 11 lookups');
    const plans = product
      .wire('cloudflare')
      .map(({ method, path }) => `${method} ${path.split('?')[0]?.split('/').at(-1)}`);
    expect(plans.filter((call) => call === 'GET dns_records')).toHaveLength(1);
  });

  it('says so when nothing changes for mail', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com A shop2 192.0.2.44');
    await saying(product, 'U0ANA', 'As before: SPF 10 lookups, DKIM 2 keys, DMARC quarantine, MX 2 servers');
  });

  it('takes a helper of SPF for no domain of its own', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _spf "v=spf1 ip4:192.0.2.1 -all"');
    const card = await saying(product, 'U0ANA', 'As before: SPF 10 lookups, DKIM 2 keys, DMARC quarantine');
    expect(textOf(card)).not.toContain('no record');
  });

  it('does not wait for a slow resolver: the verdict comes onto the card when it is there', async () => {
    product = await startProduct();
    await product.act({ do: 'fault', api: 'dns', kind: 'slow', ms: 400 });
    await product.command('U0ANA', 'C0OPS', eleven);
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).not.toContain('Effect on mail');
    const later = await saying(product, 'C0APPROVE', 'SPF 10 → 11 lookups: permerror, 3 mailboxes');
    expect(later.ts).toBe(card.ts);
    // What was approved is what was shown: the verdict is no part of the plan.
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'Done.');
  });

  it('does not wait for LiteMail either: the number of mailboxes comes later', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', eleven);
    await saying(product, 'C0APPROVE', 'SPF 10 → 11 lookups');
    await product.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 900, operation: '/domains' });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-outreach.net MX @');
    const first = await saying(product, 'C0APPROVE', 'MX 2 → 0 servers');
    expect(textOf(first)).not.toContain('mailbox');
    const later = await saying(product, 'C0APPROVE', /MX 2 → 0 servers: .*, 2 mailboxes/);
    expect(later.ts).toBe(first.ts);
  });

  it('appears, can be approved and is applied with every resolver dead, and says that nothing is known', async () => {
    product = await startProduct({ env: { DNS_SERVERS: '127.0.0.1:1' } });
    await product.command('U0ANA', 'C0OPS', eleven);
    await saying(product, 'C0APPROVE', 'unknown: no resolver answered');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', 'Done.');
  });

  it('can be decided while the verdict is still out, and is left alone by it then', async () => {
    product = await startProduct();
    await product.act({ do: 'fault', api: 'dns', kind: 'drop' });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const done = await saying(product, 'C0APPROVE', 'Done.');
    expect(textOf(done)).not.toContain('Effect on mail');
  });

  it('asks somebody else before a mail server goes behind the proxy, which passes no mail', async () => {
    product = await startProduct();
    const zone = 'acme-outreach.net';
    await product.act({ do: 'change-record', zone, add: { type: 'A', name: 'relay', content: '192.0.2.25' } });
    const server = { type: 'MX', name: 'box', content: `relay.${zone}`, priority: 10 };
    await product.act({ do: 'change-record', zone, add: server });
    await product.command('U0ANA', 'C0OPS', `dns set ${zone} A relay 192.0.2.25 --proxied`);
    const card = textOf(await saying(product, 'C0APPROVE', `Mail for box.${zone} can no longer be delivered`));
    expect(card).toContain(`Mail for box.${zone} does not reach relay.${zone} behind Cloudflare's proxy.`);
  });
});
