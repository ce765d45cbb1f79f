import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { anaApplies, anaAsks, anaIsTold, anaReads, boApproves, formOf, kept, veraReads } from '../../helpers/story.ts';

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
  it('a first forwarding sends all visitors elsewhere, so it is approved first', async () => {
    const card = await anaAsks(product, 'domains forward getacme.co https://acme.com');
    expect(textOf(card)).toContain('High risk');
    expect(textOf(card)).toContain('all visitors of getacme.co to https://acme.com, outside of your team’s domains');
    expect(allReceived(product, 'addDomainForwarding')).toEqual([]);
    await boApproves(product, card, 'Visitors of getacme.co are forwarded to https://acme.com');
    expect(received(product, 'addDomainForwarding')).toMatchObject({
      params: { domainId: 'cmgdom03' },
      body: { forwardTo: 'https://acme.com' },
    });
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
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await boApproves(product, card, 'Mail to getacme.co is forwarded to inbox@acme.com');
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
    const card = await anaAsks(product, 'domains catch-all acme-mail.com ana@acme-mail.com');
    expect(textOf(card)).toContain('Medium risk');
    expect(textOf(card)).not.toContain('outside of your team');
    await boApproves(product, card, 'Mail to any address of acme-mail.com arrives at ana@acme-mail.com');
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

  it('a first DMARC record is confirmed by the requester; a stricter one in its place is approved by somebody else', async () => {
    await product.command('U0ANA', 'C0OPS', 'domains dmarc acme-outreach.net dmarc@acme-mail.com');
    await anaApplies(product, 'DMARC record of acme-outreach.net');
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
    const card = await anaAsks(product, 'domains catch-all acme-mail.com ana@acme-mail.com');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await product.until(() => {
      product.sandbox.clock.advance(2000);
      return product.messages('C0APPROVE').some((message) => textOf(message).includes('arrives at ana@acme-mail.com.'));
    }, 'the outcome');
    expect(allReceived(product, 'enableCatchAll')).toHaveLength(1);
  });
});

it('visitors are not forwarded in a circle, however it is written', async () => {
  for (const to of ['https://getacme.co', 'http://GETACME.co:8080/start', 'https://getacme.co./?a'])
    expect(await anaReads(product, `domains forward getacme.co ${to}`, 'to itself')).toContain('in a circle');
});

describe('undoing where mail and visitors go', () => {
  const undo = async (card: SeenMessage) => {
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    return product.until(
      () =>
        product
          .messages('C0APPROVE')
          .findLast((message) => message.ts !== card.ts && labels(message).includes('Approve')),
      'the card of the undo',
    );
  };

  it('is a request to what LiteMail said was there before', async () => {
    const domain = kept(product, 'acme-mail.com');
    domain.emailForwardingTo = 'inbox@acme-mail.com';
    const card = await anaAsks(product, 'domains email-forward acme-mail.com somebody@elsewhere.example');
    expect(textOf(card)).toContain('Nothing goes to inbox@acme-mail.com any more');
    await boApproves(product, card, 'Mail to acme-mail.com is forwarded to somebody@elsewhere.example');
    const back = await undo(card);
    expect(textOf(back)).toContain('- mail goes to somebody@elsewhere.example');
    expect(textOf(back)).toContain('+ mail goes to inbox@acme-mail.com');
    expect(textOf(back)).toContain('Medium risk');
    await boApproves(product, back, 'Mail to acme-mail.com is forwarded to inbox@acme-mail.com');
    expect(domain.emailForwardingTo).toBe('inbox@acme-mail.com');
  });

  it('turns off what was off before, and on what was turned off', async () => {
    const on = await anaAsks(product, 'domains catch-all getacme.co ana@acme-mail.com');
    await boApproves(product, on, 'Mail to any address of getacme.co arrives at');
    const off = await undo(on);
    expect(textOf(off)).toContain('Mail to addresses that do not exist bounces');
    await boApproves(product, off, 'The catch-all of getacme.co is off');
    expect(kept(product, 'getacme.co').catchAllEmail).toBeNull();
    const again = await undo(off);
    await product.press('U0BO', { channel: 'C0APPROVE', ts: again.ts, label: 'Approve' });
    await product.until(() => kept(product, 'getacme.co').catchAllEmail === 'ana@acme-mail.com', 'the catch-all');
  });

  it('is refused when somebody set it to something else since', async () => {
    const card = await anaAsks(product, 'domains forward getacme.co https://acme-mail.com');
    await boApproves(product, card, 'Visitors of getacme.co are forwarded');
    kept(product, 'getacme.co').forwardTo = 'https://other.example.com';
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    await saying(product, 'C0APPROVE', 'was changed again since: it is `https://other.example.com` now', 'U0ANA');
  });
});

describe('where mail or visitors go outside of the team’s own domains', () => {
  it.each([
    ['domains forward getacme.co https://evil.example/?to=@acme-mail.com', 'High risk'],
    ['domains forward getacme.co https://acme-mail.com@evil.example/', 'High risk'],
    ['domains forward getacme.co https://not-acme-mail.com/', 'High risk'],
    ['domains forward getacme.co https://www.acme-mail.com/', 'Medium risk'],
    ['domains email-forward getacme.co ana@acme-mail.com.evil.example', 'High risk'],
    ['domains catch-all getacme.co ana@outbound-labs.io', 'Medium risk'],
  ])('`%s`: %s', async (line, risk) => expect(textOf(await anaAsks(product, line))).toContain(risk));
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
