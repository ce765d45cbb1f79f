import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { saying, withButton } from '../../helpers/look.ts';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct({ env: { PUBLIC_URL: 'https://bot.example.com' } });
});
afterEach(() => product.stop());

describe('setting up', () => {
  it('tries a new key on LiteMail before it is kept', async () => {
    await product.command('U0ADA', 'C0OPS', 'setup litemail');
    await product.until(() => product.views('U0ADA')[0], 'the form');
    await product.submit('U0ADA', { 'LiteMail API key': sandboxCredentials.acme.liteMailKey });
    await saying(product, 'C0OPS', 'Setting up', 'U0ADA');
    expect(received(product, 'getUser').status).toBe(200);
  });
});

describe('DNS records that LiteMail holds', () => {
  it('are shown', async () => {
    expect(await veraReads(product, 'dns list getacme.co --via litemail', 'mx1.litemail.example')).toContain(
      '198.51.100.20',
    );
    expect(received(product, 'listDnsRecords').query).toEqual({ domainId: 'cmgdom03' });
  });

  it('are added once the requester has seen the plan', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add getacme.co TXT _verify "token=abc" --ttl 3600 --via litemail');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await saying(product, 'U0ANA', 'Done.');
    expect(received(product, 'createDnsRecord').body).toEqual({
      domainId: 'cmgdom03',
      type: 'TXT',
      name: '_verify',
      value: 'token=abc',
      ttl: 3600,
    });
  });

  it('are changed once somebody else has approved', async () => {
    const card = await anaAsks(product, 'dns set getacme.co A @ 198.51.100.21 --via litemail');
    await boApproves(product, card, 'Done.');
    expect(received(product, 'updateDnsRecord')).toMatchObject({
      params: { id: 'cmgdns04' },
      body: { value: '198.51.100.21' },
    });
  });

  it('are deleted once somebody else has approved', async () => {
    const card = await anaAsks(product, 'dns delete getacme.co CNAME www --via litemail');
    await boApproves(product, card, 'Done.');
    expect(received(product, 'deleteDnsRecord').params).toEqual({ id: 'cmgdns05' });
  });
});

describe('Cloudflare credentials at LiteMail', () => {
  it('are said to be there, with the zones that LiteMail sees, and never shown', async () => {
    const said = await anaReads(product, 'domains credentials', 'has Cloudflare credentials saved');
    expect(said).toMatch(/outbound-labs\.io\nactive\nFree\nnot connected/);
    expect(said).not.toContain(sandboxCredentials.acme.cloudflareLogin.apiKey);
    expect(received(product, 'getCloudflareCredentials').status).toBe(200);
  });

  it('connect a domain of that account', async () => {
    await anaReads(product, 'domains connect outbound-labs.io', 'one direct message');
    await asTimePasses(
      product,
      1000,
      () =>
        product
          .messages('U0ANA')
          .map(textOf)
          .find((said) => said.includes('1 of 1 domain connected')),
      'the domain connected',
    );
    expect(received(product, 'saveCredentialsOrConnectDomain').body).toMatchObject({ domainName: 'outbound-labs.io' });
  });
});

describe('placement tests', () => {
  it('are listed', async () => {
    expect(await veraReads(product, 'placement list', 'Placement tests')).toContain('October baseline');
    expect(received(product, 'listPlacementTests').query).toMatchObject({ page: '1' });
  });

  it('are shown with where the mail arrived', async () => {
    expect(await veraReads(product, 'placement show "October baseline"', 'Google')).toMatch(/Microsoft/);
  });

  it('cost something, so they are started once somebody else has approved', async () => {
    const card = await anaAsks(
      product,
      'placement run "Launch check" --mailboxes ana@acme-mail.com --subject "Quick question"',
    );
    expect(textOf(card)).toContain('LiteMail charges for a test or uses up a credit');
    expect(allReceived(product, 'createPlacementTest')).toEqual([]);
    await boApproves(product, card, 'is starting');
    await saying(product, 'U0ANA', 'is running');
    await asTimePasses(product, 0, () => product.wire('litemail').some(({ method }) => method === 'POST'), 'the test');
    expect(received(product, 'createPlacementTest').body).toEqual({
      testName: 'Launch check',
      mailboxIds: ['cmgmb01'],
      emailSubject: 'Quick question',
    });
  });
});

describe('webhooks', () => {
  it('are registered for this app, listed, and deleted once another admin agrees', async () => {
    await product.command('U0ADA', 'C0OPS', 'webhooks register');
    await saying(product, 'C0OPS', 'LiteMail now sends all its events', 'U0ADA');
    expect(received(product, 'registerWebhook').body).toMatchObject({ events: ['*'] });
    await product.command('U0ADA', 'C0OPS', 'webhooks list');
    await saying(product, 'C0OPS', 'bot.example.com', 'U0ADA');
    expect(received(product, 'listWebhooks').status).toBe(200);
    const [{ id } = { id: '' }] = product.sandbox.litemail.team('T0ACME').webhooks;
    await product.command('U0ADA', 'C0OPS', `webhooks delete ${id}`);
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await boApproves(product, card, 'LiteMail no longer sends events');
    expect(received(product, 'deleteWebhook').params).toEqual({ id });
  });
});
