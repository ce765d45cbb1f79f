import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaIsTold, anaReads, boApproves, formOf, kept, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

describe('looking at domains', () => {
  it('lists them as a table, narrowed by what their names contain', async () => {
    const said = await veraReads(product, 'domains list --contains acme', '3 domains at LiteMail');
    expect(said).toContain('acme-outreach.net');
    expect(said).not.toContain('bücher');
    expect(received(product, 'listDomains').query).toMatchObject({ contains: 'acme', page: '1' });
  });

  it('shows one domain with its settings, whatever it is called', async () => {
    const said = await veraReads(product, 'domains show acme-mail.com', 'DMARC reports go to');
    expect(said).toMatch(/DMARC reports go to:\* dmarc@acme-mail\.com/);
    expect(said).toMatch(/Mailboxes:\* ana, bo, cleo/);
    expect(received(product, 'getDomain').params).toEqual({ domainId: 'cmgdom01' });
    expect(await veraReads(product, 'domains show bücher-post.de', 'PENDING')).toContain('bücher-post.de');
  });

  it('says in one sentence that there is no such domain, and what to do', async () => {
    const said = await veraReads(product, 'domains show nowhere.com', 'no domain `nowhere.com`');
    expect(said).toContain('/litemail domains list');
    expect(allReceived(product, 'getDomain')).toEqual([]);
  });

  it('lets LiteMail check the records and names what is missing', async () => {
    const said = await veraReads(product, 'domains check getacme.co', 'getacme.co lacks DKIM');
    expect(said).toContain(':white_check_mark: SPF, who may send: in place');
    expect(received(product, 'checkDnsRecords').params).toEqual({ domainId: 'cmgdom03' });
  });

  it('lists the domains that can take mailboxes, with the room that is left', async () => {
    const said = await anaReads(product, 'domains assignable', '3 domains can take mailboxes');
    expect(said).toMatch(/acme-mail\.com\n3\n2/);
    expect(received(product, 'listAssignableDomains').status).toBe(200);
  });
});

describe('settings of a domain', () => {
  it('a first forwarding is set at once', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains forward getacme.co https://acme.com');
    await anaIsTold(product, 'Visitors of getacme.co are forwarded to https://acme.com');
    expect(received(product, 'addDomainForwarding')).toMatchObject({
      params: { domainId: 'cmgdom03' },
      body: { forwardTo: 'https://acme.com' },
    });
    expect(product.messages('C0APPROVE')).toEqual([]);
    await anaReads(product, 'domains forward getacme.co https://acme.com', 'already');
  });

  it('a forwarding that replaces another is approved first, and says what it takes away', async () => {
    kept(product, 'acme-mail.com').forwardTo = 'https://old.example.com';
    const card = await anaAsks(product, 'domains forward acme-mail.com https://acme.com');
    expect(textOf(card)).toContain('- forwards to https://old.example.com');
    expect(allReceived(product, 'addDomainForwarding')).toEqual([]);
    await boApproves(product, card, 'Visitors of acme-mail.com are forwarded to https://acme.com');
    expect(received(product, 'addDomainForwarding').body).toEqual({ forwardTo: 'https://acme.com' });
  });

  it('is refused when somebody changed it after the plan was made', async () => {
    const domain = kept(product, 'acme-mail.com');
    domain.forwardTo = 'https://old.example.com';
    const card = await anaAsks(product, 'domains unforward acme-mail.com');
    domain.forwardTo = 'https://other.example.com';
    const said = await boApproves(product, card, 'Refused');
    expect(said).toContain('changed since the plan was made: it is `https://other.example.com` now');
    expect(allReceived(product, 'removeDomainForwarding')).toEqual([]);
  });

  it('forwarding stops once that is approved', async () => {
    kept(product, 'acme-mail.com').forwardTo = 'https://old.example.com';
    const card = await anaAsks(product, 'domains unforward acme-mail.com');
    expect(textOf(card)).toContain('no longer reach your web site');
    await boApproves(product, card, 'acme-mail.com no longer forwards its visitors');
    expect(received(product, 'removeDomainForwarding').params).toEqual({ domainId: 'cmgdom01' });
  });

  it('mail of a domain is forwarded to one address, asked for in a form when it is not typed', async () => {
    expect(await formOf(product, 'domains email-forward getacme.co')).toContain('Forward to');
    const wrong = await product.submit('U0ANA', { 'Forward to': 'nobody' });
    expect(JSON.stringify(wrong)).toContain('ops@acme-mail.com');
    await product.submit('U0ANA', { 'Forward to': 'inbox@acme.com' });
    await anaIsTold(product, 'Mail to getacme.co is forwarded to inbox@acme.com');
    expect(received(product, 'enableEmailForwarding')).toMatchObject({
      params: { domainId: 'cmgdom03' },
      body: { email: 'inbox@acme.com' },
    });
  });

  it('mail is no longer forwarded once that is approved', async () => {
    kept(product, 'getacme.co').emailForwardingTo = 'inbox@acme.com';
    const card = await anaAsks(product, 'domains email-unforward getacme.co');
    expect(textOf(card)).toContain('no longer arrive at inbox@acme.com');
    await boApproves(product, card, 'Mail of getacme.co is no longer forwarded');
    expect(received(product, 'removeEmailForwarding').params).toEqual({ domainId: 'cmgdom03' });
  });

  it('a catch-all takes mail to every address', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains catch-all acme-mail.com ana@acme-mail.com');
    await anaIsTold(product, 'Mail to any address of acme-mail.com arrives at ana@acme-mail.com');
    expect(received(product, 'enableCatchAll')).toMatchObject({
      params: { domainId: 'cmgdom01' },
      body: { email: 'ana@acme-mail.com' },
    });
  });

  it('a catch-all is turned off once that is approved', async () => {
    kept(product, 'acme-mail.com').catchAllEmail = 'ana@acme-mail.com';
    const card = await anaAsks(product, 'domains catch-all-off acme-mail.com');
    expect(textOf(card)).toContain('replies to mistyped addresses bounce');
    await boApproves(product, card, 'The catch-all of acme-mail.com is off');
    expect(received(product, 'removeCatchAll').params).toEqual({ domainId: 'cmgdom01' });
  });

  it('a first DMARC record is added at once; a stricter one in its place is approved first', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains dmarc acme-outreach.net dmarc@acme-mail.com');
    await anaIsTold(product, 'reports go to dmarc@acme-mail.com');
    expect(received(product, 'addDmarcRecords').body).toEqual({ email: 'dmarc@acme-mail.com' });
    const card = await anaAsks(product, 'domains dmarc acme-mail.com dmarc@acme-mail.com --policy reject');
    expect(textOf(card)).toContain('receivers reject forged mail');
    expect(textOf(card)).toContain('High risk');
    await boApproves(product, card, 'LiteMail adds the DMARC record of acme-mail.com');
    expect(received(product, 'addDmarcRecords')).toMatchObject({
      params: { domainId: 'cmgdom01' },
      body: { email: 'dmarc@acme-mail.com', policy: 'reject' },
    });
  });

  it('is set once when LiteMail’s answer was lost', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: 'catch-all', times: 1 });
    await product.command('U0ANA', 'C0OPS', 'domains catch-all acme-mail.com ana@acme-mail.com');
    await product.until(() => {
      product.sandbox.clock.advance(2000);
      return product.messages('U0ANA').some((message) => textOf(message).includes('arrives at ana@acme-mail.com.'));
    }, 'the outcome');
    expect(allReceived(product, 'enableCatchAll')).toHaveLength(1);
  });
});

describe('removing a domain', () => {
  it('is refused at once while it has mailboxes, naming them', async () => {
    const said = await anaReads(product, 'domains remove acme-mail.com', 'has 3 mailboxes');
    expect(said).toContain('ana@acme-mail.com, bo@acme-mail.com, cleo@acme-mail.com');
    expect(allReceived(product, 'removeDomain')).toEqual([]);
  });

  it('that is unused happens once somebody else has approved', async () => {
    const card = await anaAsks(product, 'domains remove bücher-post.de');
    expect(textOf(card)).toContain('no longer answers for bücher-post.de');
    await boApproves(product, card, /bücher-post\.de .* was removed from LiteMail/);
    expect(received(product, 'removeDomain').params).toEqual({ domainId: 'cmgdom04' });
  });

  it('is not for viewers', async () => {
    await veraReads(product, 'domains remove bücher-post.de', 'is for operators');
    expect(product.wire('litemail')).toEqual([]);
  });
});
