import { expect, test } from 'vitest';
import { liteMail } from './litemail-helpers.ts';

const names = (data: { domains: { domain: string }[] }) => data.domains.map(({ domain }) => domain);

test('domains come in pages with the next page named until there is none', async () => {
  const { call } = await liteMail();
  const first = await call('GET', '/v1/domains?limit=3');
  expect(first.data).toMatchObject({ totalSearchedCount: 4, currentPage: 1, nextPage: 2, totalPages: 2 });
  const second = await call('GET', '/v1/domains?limit=3&page=2');
  expect([second.data.nextPage, names(second.data)]).toEqual([null, ['bücher-post.de']]);
  expect(names((await call('GET', '/v1/domains?contains=OUTREACH')).data)).toEqual(['acme-outreach.net']);
  expect(names((await call('GET', '/v1/domains?status=pending')).data)).toEqual(['bücher-post.de']);
  expect((await call('GET', '/v1/domains?page=0')).status).toBe(422);
  expect((await call('GET', '/v1/domains?status=null')).json).toEqual({
    status: 422,
    message: 'Invalid value',
    data: null,
  });
});

test('a domain in the list and by itself', async () => {
  const { call } = await liteMail();
  const { data } = await call('GET', '/v1/domains');
  expect(data.domains[0]).toMatchObject({
    id: 'cmgdom01',
    domain: 'acme-mail.com',
    status: 'ACTIVE',
    dmarcEmail: 'dmarc@acme-mail.com',
    assignedMailboxesCount: '3',
    mailboxes: [{ id: 'cmgmb01', username: 'ana' }, {}, {}],
  });
  expect((await call('GET', '/v1/domains/cmgdom01')).json).toMatchObject({
    success: true,
    data: {
      nameServers: ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
      catchAllEmail: null,
      autoRenew: true,
      tags: [{ name: 'warm' }],
    },
  });
  expect((await call('GET', '/v1/domains/nothing')).status).toBe(404);
});

test('a domain is added, its name servers are told, and some time later it is ready', async () => {
  const { call, clock } = await liteMail();
  expect((await call('POST', '/v1/domains/connect', { domainNames: ['fresh.io', 'getacme.co'] })).status).toBe(200);
  const { data } = await call('GET', '/v1/domains?contains=fresh');
  const [{ id, status }] = data.domains;
  expect(status).toBe('PENDING');
  expect((await call('GET', `/v1/domains/${id}/name-servers`)).data).toEqual({
    domain: 'fresh.io',
    nameServers: ['ns1.litemail.example', 'ns2.litemail.example'],
  });
  const verify = () => call('GET', `/v1/domains/${id}/name-servers/verify`);
  expect((await verify()).data).toMatchObject({
    propagated: false,
    found: ['ns1.registrar.example', 'ns2.registrar.example'],
  });
  expect(names((await call('GET', '/v1/domains/assignable')).data)).not.toContain('fresh.io');
  clock.advance(60_000);
  expect((await verify()).data.propagated).toBe(true);
  expect(names((await call('GET', '/v1/domains/assignable')).data)).toContain('fresh.io');
  expect((await call('POST', '/v1/domains/connect', { domainNames: ['not a domain'] })).status).toBe(400);
});

test('DMARC, forwarding, e-mail forwarding and catch-all are set and taken away', async () => {
  const { call } = await liteMail();
  const details = async () => (await call('GET', '/v1/domains/cmgdom03')).data;
  const path = '/v1/domains/cmgdom03';
  await call('POST', `${path}/dmarc`, { email: 'rua@getacme.co', policy: 'reject' });
  await call('POST', `${path}/forwarding`, { forwardTo: 'https://acme-mail.com/' });
  await call('POST', `${path}/email-forwarding`, { email: 'ana@acme-mail.com' });
  await call('POST', `${path}/catch-all`, { email: 'bo@acme-mail.com' });
  expect(await details()).toMatchObject({
    dmarcEmail: 'rua@getacme.co',
    forwardTo: 'https://acme-mail.com/',
    emailForwardingTo: 'ana@acme-mail.com',
    catchAllEmail: 'bo@acme-mail.com',
  });
  const { data } = await call('GET', '/v1/dns?domainId=cmgdom03');
  expect(data.records.filter((each: { name: string }) => each.name === '_dmarc')).toMatchObject([
    { value: 'v=DMARC1; p=reject; rua=mailto:rua@getacme.co' },
  ]);
  for (const what of ['forwarding', 'email-forwarding', 'catch-all'])
    expect((await call('DELETE', `${path}/${what}`)).json).toMatchObject({ status: 200, data: null });
  expect(await details()).toMatchObject({ forwardTo: null, emailForwardingTo: null, catchAllEmail: null });
  expect((await call('POST', `${path}/dmarc`, { email: 'nobody' })).status).toBe(400);
  expect((await call('POST', `${path}/forwarding`, { forwardTo: 'ftp://x' })).status).toBe(400);
});

test('a domain with mailboxes stays, one without goes with its records', async () => {
  const { call, standIn } = await liteMail();
  expect((await call('DELETE', '/v1/domains/cmgdom01')).json).toMatchObject({
    status: 400,
    message: 'Domain acme-mail.com still has mailboxes',
  });
  expect((await call('DELETE', '/v1/domains/cmgdom04')).status).toBe(200);
  expect(standIn.team('T0ACME').domains).toHaveLength(3);
});

test('the check tells what is missing', async () => {
  const { call } = await liteMail();
  expect((await call('GET', '/v1/domains/cmgdom03/dns/check')).data).toMatchObject({
    domain: 'getacme.co',
    spf: true,
    dkim: false,
    dmarc: true,
    mx: true,
  });
  expect((await call('GET', '/v1/domains/cmgdom04/dns/check')).data).toMatchObject({ spf: false, mx: false });
});

test('a search offers names with prices, always the same', async () => {
  const { call } = await liteMail();
  const search = () => call('GET', '/v1/domains/available?domainName=acme-new.com&tlds=com,io');
  const { data } = await search();
  expect(data.exactMatch).toMatchObject({ domainName: 'acme-new.com', domainPrice: 12.99, renewPrice: 14.99 });
  expect(data.availableDomains.every((each: { status: string }) => each.status === 'AVAILABLE')).toBe(true);
  expect((await search()).data).toEqual(data);
  const taken = await call('GET', '/v1/domains/available?domainName=acme-mail.com');
  expect(taken.data.exactMatch.status).toBe('UNAVAILABLE');
});

async function freeName(call: Awaited<ReturnType<typeof liteMail>>['call'], tlds = 'com') {
  const { data } = await call('GET', `/v1/domains/available?domainName=brandnew&tlds=${tlds}`);
  return data.availableDomains[0].domainName as string;
}

test('a purchase from the wallet is charged once, also when its answer is lost', async () => {
  const { call, clock, faults } = await liteMail();
  const domainName = await freeName(call);
  faults.add({ api: 'litemail', kind: 'drop', times: 1, operation: 'POST /v1/domains' });
  await expect(call('POST', '/v1/domains', { domains: [{ domainName, years: 1 }], useWallet: true })).rejects.toThrow();
  expect((await call('GET', '/v1/wallet/balance')).data.walletBalance).toBe(29.51);
  clock.advance(2000);
  const { data } = await call('GET', `/v1/domains?contains=${domainName}`);
  expect(data.domains).toMatchObject([{ domain: domainName, status: 'ACTIVE' }]);
  const again = await call('POST', '/v1/domains', { domains: [{ domainName, years: 1 }], useWallet: true });
  expect(again.status).toBe(409);
});

test('a purchase over the balance is refused, one by link waits for the payment', async () => {
  const { call, standIn } = await liteMail();
  const domainName = await freeName(call);
  const dear = await call('POST', '/v1/domains', { domains: [{ domainName, years: 5 }], useWallet: true });
  expect([dear.status, dear.json]).toEqual([400, { success: false, message: 'Insufficient wallet balance' }]);
  const { json } = await call('GET', `/v1/domains/purchase-link?domainName=${domainName}`);
  expect(json).toEqual({ message: 'Payment link created', paymentLink: expect.stringContaining('https://checkout.') });
  expect((await call('GET', `/v1/domains?contains=${domainName}`)).data.domains).toEqual([]);
  expect(await standIn.pay(json.paymentLink)).toBe(42.5);
  expect((await call('GET', `/v1/domains?contains=${domainName}`)).data.domains).toHaveLength(1);
});
