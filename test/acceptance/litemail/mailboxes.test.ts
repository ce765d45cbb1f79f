import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withButton } from '../../helpers/look.ts';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { allReceived, received } from '../../helpers/received.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaApplies, anaAsks, anaIsTold, anaReads, boApproves, formOf, veraReads } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const later = (said: RegExp) =>
  asTimePasses(
    product,
    1000,
    () => product.messages('U0ANA').find((message) => said.test(textOf(message))),
    String(said),
  );

describe('looking at mailboxes', () => {
  it('lists those of one domain with their status, and none of their passwords', async () => {
    const said = await veraReads(product, 'mailboxes list --domain acme-outreach.net', '2 mailboxes');
    expect(said).toMatch(/eva@acme-outreach\.net\nEva Stone\nINACTIVE/);
    expect(said).toContain('never shown in Slack');
    expect(received(product, 'listMailboxes').query).toMatchObject({ domainId: 'cmgdom02' });
  });

  it('shows one, with a link to the dashboard instead of its password', async () => {
    const said = await veraReads(product, 'mailboxes show ana@acme-mail.com', 'Ana Ruiz');
    expect(said).toContain('https://app.litemail.ai');
    const { password, appPassword, secret } = product.sandbox.litemail.team('T0ACME').mailboxes[0] ?? {};
    for (const hidden of [password, appPassword, secret]) expect(said).not.toContain(hidden);
    expect(received(product, 'getMailbox').params).toEqual({ id: 'cmgmb01' });
  });

  it('shows how warming up goes, the weakest first', async () => {
    const said = await veraReads(
      product,
      'mailboxes warmup ana@acme-mail.com,bo@acme-mail.com --days 3',
      'Warmup of 2',
    );
    expect(said).toContain('over 3 days');
    expect(said).toMatch(/Inbox rate\n(ana|bo)@acme-mail\.com\nactive/);
    expect(received(product, 'getWarmupAnalytics').query).toMatchObject({ mailboxIds: 'cmgmb01,cmgmb02' });
  });
});

describe('assigning mailboxes', () => {
  it('a table with headings is read in any order, and made once the requester confirms what it uses up', async () => {
    await product.command(
      'U0ANA',
      'C0OPS',
      'mailboxes assign getacme.co "last_name,username,first_name\nLopez,maria,Maria"',
    );
    const plan = await anaApplies(product, 'maria@getacme.co');
    expect(plan).toContain('They use up 1 of the mailboxes that your subscription includes');
    expect(plan).not.toContain('has no headings');
    await later(/1 of 1 mailbox ready on getacme\.co/);
    expect(received(product, 'createMailbox').body).toMatchObject({
      firstName: 'Maria',
      lastName: 'Lopez',
      username: 'maria',
    });
  });

  it('a table without headings is shown as it was read, and nothing is made before', async () => {
    await product.command('U0ANA', 'C0OPS', 'mailboxes assign getacme.co "Lopez,Maria,maria"');
    const plan = await anaApplies(product, 'maria@getacme.co');
    expect(plan).toContain('first name: Lopez  last name: Maria');
    expect(plan).toContain('has no headings');
    await later(/1 of 1 mailbox ready on getacme\.co/);
    expect(allReceived(product, 'createMailbox')).toHaveLength(1);
  });

  it('one of them is made, watched and ready in one message', async () => {
    await anaReads(product, 'mailboxes assign getacme.co "Gil, Otto, gil"', 'Here is the plan');
    await anaApplies(product, 'gil@getacme.co');
    const done = await later(/1 of 1 mailbox ready on getacme\.co/);
    expect(textOf(done)).toContain('`gil@getacme.co` active');
    expect(received(product, 'createMailbox').body).toEqual({
      domainId: 'cmgdom03',
      firstName: 'Gil',
      lastName: 'Otto',
      username: 'gil',
    });
    expect(product.messages('U0ANA').filter((message) => /mailbox ready/.test(textOf(message)))).toHaveLength(1);
  });

  it('shows what is wrong with every line of a pasted table before anything is sent, then takes the fixed one', async () => {
    expect(await formOf(product, 'mailboxes assign acme-outreach.net')).toContain('People');
    const pasted = 'Name;Last name;Username\nGil;Otto;gil\nHana;Kim\nIvo;Novak;ivo@acme.com\nJo;Park;gil';
    const wrong = JSON.stringify(await product.submit('U0ANA', { People: pasted }));
    expect(wrong).toContain('Line 3 needs a first name, a last name and a username, but has 2 columns');
    expect(wrong).toContain('Line 4 needs only the username');
    expect(wrong).toContain('Line 5 repeats the username “gil” of line 2');
    expect(allReceived(product, 'assignMailboxes')).toEqual([]);
    await product.submit('U0ANA', { People: 'Name\tLast name\tUsername\nGil\tOtto\tgil\nHana Kim hana' });
    await anaApplies(product, 'hana@acme-outreach.net');
    await later(/2 of 2 mailboxes ready on acme-outreach\.net/);
    expect(received(product, 'assignMailboxes').body).toEqual({
      domainId: 'cmgdom02',
      mailboxes: [
        { firstName: 'Gil', lastName: 'Otto', username: 'gil' },
        { firstName: 'Hana', lastName: 'Kim', username: 'hana' },
      ],
    });
  });

  it('sends nothing where a domain has no room, and says how much there is', async () => {
    const said = await anaReads(
      product,
      'mailboxes assign acme-mail.com "Gil,Otto,gil\nHana,Kim,hana\nIvo,Novak,ivo"',
      'has 3 of at most 5 mailboxes',
    );
    expect(said).toContain('Nothing was sent');
    expect(allReceived(product, 'assignMailboxes')).toEqual([]);
  });

  it('are asked for once when LiteMail’s answer was lost', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', operation: 'POST /v1/mailboxes/assign', times: 1 });
    await product.command('U0ANA', 'C0OPS', 'mailboxes assign getacme.co "Gil,Otto,gil\nHana,Kim,hana"');
    await anaApplies(product, 'hana@getacme.co');
    await later(/2 of 2 mailboxes ready on getacme\.co/);
    expect(allReceived(product, 'assignMailboxes')).toHaveLength(1);
  });

  it('says what LiteMail says when it refuses', async () => {
    for (const subscription of product.sandbox.litemail.team('T0ACME').subscriptions)
      subscription.totalMailboxQuantity = 6;
    await product.command('U0ANA', 'C0OPS', 'mailboxes assign getacme.co "Gil,Otto,gil"');
    await anaApplies(product, 'gil@getacme.co');
    const told = await later(/0 of 1 mailbox ready/);
    expect(textOf(told)).toContain('Not enough purchased mailboxes');
  });
});

describe('changing mailboxes', () => {
  it('a new address is approved first, with what happens to the old one', async () => {
    const card = await anaAsks(product, 'mailboxes update ana@acme-mail.com --username ana.ruiz --last-name Ruiz-Diaz');
    expect(textOf(card)).toContain('Mail to the old address ana@acme-mail.com is no longer delivered');
    expect(textOf(card)).toContain('+ username ana.ruiz');
    await boApproves(product, card, 'ana@acme-mail.com is being changed to ana.ruiz@acme-mail.com');
    expect(received(product, 'updateMailbox')).toMatchObject({
      params: { id: 'cmgmb01' },
      body: { username: 'ana.ruiz', lastName: 'Ruiz-Diaz' },
    });
    await anaIsTold(product, 'is being changed to ana.ruiz@acme-mail.com');
  });

  it('an address that another mailbox has is refused before anybody is asked', async () => {
    const said = await anaReads(product, 'mailboxes update ana@acme-mail.com --username BO', 'already exists');
    expect(said).toContain('bo@acme-mail.com');
  });

  it('are removed at their renewal once that is approved', async () => {
    const card = await anaAsks(product, 'mailboxes remove dan@acme-outreach.net eva@acme-outreach.net');
    expect(textOf(card)).toMatch(/- dan@acme-outreach\.net, works until \d{4}-\d\d-\d\d/);
    await boApproves(
      product,
      card,
      /LiteMail will remove dan@acme-outreach\.net, eva@acme-outreach\.net at the next renewal/,
    );
    expect(allReceived(product, 'removeMailbox').map(({ params }) => params)).toEqual([
      { id: 'cmgmb04' },
      { id: 'cmgmb05' },
    ]);
    expect(received(product, 'removeMailbox').status).toBe(200);
  });
});

describe('handing mailboxes on', () => {
  const asked = async (line: string) => {
    const card = await anaAsks(product, line);
    expect(allReceived(product, 'exportMailboxes')).toEqual([]);
    return card;
  };

  it('needs somebody else: the card names each mailbox and who gets its password', async () => {
    product.sandbox.litemail.team('T0ACME').accounts.push({ id: 'acc_1', app: 'INSTANTLY', email: 'ops@acme.com' });
    const card = await asked('mailboxes export instantly --mailboxes ana@acme-mail.com --tags warm');
    expect(textOf(card)).toContain('password of ana@acme-mail.com → INSTANTLY, with the account saved at LiteMail');
    expect(textOf(card)).toContain('High risk');
    expect(textOf(card)).toContain('LiteMail leaves out mailboxes without the tag');
    expect(await boApproves(product, card, 'is exporting 1 mailbox to INSTANTLY')).toContain('exports history');
    expect(received(product, 'exportMailboxes').body).toEqual({
      apps: ['INSTANTLY'],
      ids: ['cmgmb01'],
      tagIds: ['cmgtag01'],
    });
  });

  it('of all that match is of those alone that the plan shows: one more since then, and nothing is exported', async () => {
    const card = await asked('mailboxes export manual --contains acme-outreach');
    expect(textOf(card)).toContain('password of dan@acme-outreach.net → whoever may open LiteMail’s dashboard');
    const { mailboxes } = product.sandbox.litemail.team('T0ACME');
    const [, , , dan] = mailboxes;
    if (!dan) throw new Error('no Dan');
    mailboxes.push({ ...dan, id: 'cmgmb99', username: 'new', email: 'new@acme-outreach.net' });
    const said = await boApproves(product, card, 'Refused');
    expect(said).toContain('1 more mailbox would be exported than the plan shows, such as new@acme-outreach.net');
    expect(allReceived(product, 'exportMailboxes')).toEqual([]);
  });

  it('of nothing asks nobody', async () => {
    await anaReads(product, 'mailboxes export manual --contains nobody-has-this', 'No mailbox matches');
    expect(product.messages('C0APPROVE')).toEqual([]);
  });

  it('says what is missing when LiteMail has no account there', async () => {
    await boApproves(product, await asked('mailboxes export smartlead'), 'Add your SMARTLEAD account first');
  });

  it('leaves a file with passwords in LiteMail’s dashboard', async () => {
    const card = await asked('mailboxes export manual --mailboxes ana@acme-mail.com');
    expect(await boApproves(product, card, 'It contains passwords')).not.toContain('files.example.com');
  });

  it('connects inboxes with a key from the form alone, once somebody has approved, and lists those that could not be', async () => {
    const line =
      'mailboxes connect-inboxes instantly --mailboxes ana@acme-mail.com,fay@getacme.co --api-key sk-typed-0123456789';
    expect(await formOf(product, line)).toContain('API key');
    await anaReads(product, 'whoami', 'operator');
    expect(JSON.stringify(product.views('U0ANA'))).not.toContain('sk-typed');
    await product.submit('U0ANA', {
      Mailboxes: ['ana@acme-mail.com', 'fay@getacme.co'],
      'API key': 'sk-form-0123456789',
    });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain(
      'password of fay@getacme.co → INSTANTLY, the account of the API key that was entered',
    );
    expect(allReceived(product, 'connectInboxes')).toEqual([]);
    const said = await boApproves(product, card, '1 of 2 mailboxes connected to INSTANTLY');
    expect(said).toContain('fay@getacme.co: Mailbox is FAILED');
    expect(received(product, 'connectInboxes').body).toMatchObject({
      platform: 'instantly',
      mailboxIds: ['cmgmb01', 'cmgmb06'],
    });
  });
});
