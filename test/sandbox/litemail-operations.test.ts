import { expect, test } from 'vitest';
import { liteMail } from './litemail-helpers.ts';

test('a mailbox is assigned after a while, five to a domain at most', async () => {
  const { call, clock } = await liteMail();
  const person = (username: string) => ({ domainId: 'cmgdom01', firstName: 'Gil', lastName: 'Ash', username });
  expect((await call('POST', '/v1/mailboxes', person('gil'))).json).toEqual({
    status: 200,
    message: 'Mailbox will be assigned shortly',
    data: null,
  });
  const found = async () => (await call('GET', '/v1/mailboxes?contains=gil')).data.mailboxes[0];
  expect(await found()).toMatchObject({ email: 'gil@acme-mail.com', status: 'IN_PROGRESS', assignedOn: null });
  clock.advance(2000);
  expect(await found()).toMatchObject({ status: 'ACTIVE', assignedOn: expect.any(String) });
  expect((await call('POST', '/v1/mailboxes', person('gil'))).status).toBe(409);
  expect((await call('POST', '/v1/mailboxes', person('hal'))).status).toBe(200);
  expect((await call('POST', '/v1/mailboxes', person('ida'))).json.message).toBe(
    'Domain acme-mail.com can have at most 5 mailboxes',
  );
  expect((await call('POST', '/v1/mailboxes', { ...person('x'), domainId: 'cmgdom04' })).status).toBe(400);
});

test('many mailboxes are assigned together or not at all', async () => {
  const { call, standIn } = await liteMail();
  const people = (...names: string[]) => names.map((username) => ({ firstName: 'A', lastName: 'B', username }));
  const assign = (mailboxes: unknown) => call('POST', '/v1/mailboxes/assign', { domainId: 'cmgdom02', mailboxes });
  expect((await assign(people('one', 'two', 'three', 'four'))).status).toBe(400);
  expect((await assign(people('one', 'no spaces'))).status).toBe(400);
  expect(standIn.team('T0ACME').mailboxes).toHaveLength(6);
  expect((await assign(people('one', 'two'))).status).toBe(200);
  expect(
    standIn
      .team('T0ACME')
      .mailboxes.map(({ status }) => status)
      .slice(6),
  ).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
});

test('a mailbox shows its secrets, is renamed, and is removed at the renewal only', async () => {
  const { call } = await liteMail();
  const { data } = await call('GET', '/v1/mailboxes/cmgmb01');
  expect(data.mailbox).toMatchObject({
    email: 'ana@acme-mail.com',
    appPassword: expect.stringMatching(/^\w{4} \w{4} \w{4} \w{4}$/),
    password: expect.any(String),
    secret: expect.any(String),
  });
  const renamed = await call('PUT', '/v1/mailboxes/cmgmb01', { username: 'anna', lastName: 'Ruiz-Lee' });
  expect(renamed.data.mailbox).toMatchObject({ email: 'anna@acme-mail.com', lastName: 'Ruiz-Lee', firstName: 'Ana' });
  expect((await call('PUT', '/v1/mailboxes/cmgmb02', { username: 'anna' })).status).toBe(409);
  expect((await call('PUT', '/v1/mailboxes/cmgmb02', { username: null })).status).toBe(422);
  await call('DELETE', '/v1/mailboxes/cmgmb02');
  expect((await call('GET', '/v1/mailboxes/cmgmb02')).data.mailbox).toMatchObject({
    status: 'ACTIVE',
    scheduledForRemoval: true,
  });
});

test('mailboxes come flat, nested under domains, or as a bare list', async () => {
  const { call, standIn } = await liteMail();
  expect((await call('GET', '/v1/mailboxes?status=active')).data).toMatchObject({
    totalSearchedCount: 4,
    mailboxes: [{ email: 'ana@acme-mail.com' }, {}, {}, {}],
  });
  await standIn.configure({ mailboxes: 'nested' });
  const { data } = await call('GET', '/v1/mailboxes');
  expect(data).toMatchObject({ purchasedMailboxes: 50, totalAssignedMailboxes: 6, availableMailboxes: 44 });
  expect(data.domains.map((each: { mailboxes: unknown[] }) => each.mailboxes.length)).toEqual([3, 2, 1]);
  await standIn.configure({ mailboxes: 'bare' });
  expect((await call('GET', '/v1/mailboxes?limit=4&page=2')).data).toHaveLength(2);
});

test('warmup analytics add up', async () => {
  const { call } = await liteMail();
  const { data } = await call(
    'GET',
    '/v1/mailboxes/warmup-analytics?mailboxIds=cmgmb01,cmgmb06&startDate=2026-11-01&endDate=2026-11-03',
  );
  const [ana, fay] = data.mailboxes;
  expect(ana.daily.map((each: { date: string }) => each.date)).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
  expect(ana.inbox + ana.spam).toBe(ana.received);
  expect(fay).toMatchObject({ warmupStatus: 'PAUSED', received: 0, daily: [] });
});

test('workspaces are named once', async () => {
  const { call } = await liteMail();
  const made = await call('POST', '/v1/workspaces', { name: 'EU team' });
  expect([made.status, made.data]).toMatchObject([201, { name: 'EU team', deletedAt: null }]);
  expect((await call('POST', '/v1/workspaces', { name: 'EU team' })).status).toBe(409);
  expect((await call('PUT', `/v1/workspaces/${made.data.id}`, { name: 'EU' })).data.name).toBe('EU');
  expect((await call('GET', '/v1/workspaces')).data.workspaces).toHaveLength(2);
});

test('billing details need an address', async () => {
  const { call } = await liteMail();
  const details = { firstName: 'Ana', lastName: 'Ruiz', addressLineOne: '1 Main St', city: 'Lisbon', country: 'PT' };
  expect((await call('POST', '/v1/billing', details)).json.message).toBe('postalCode is required');
  expect((await call('POST', '/v1/billing', { ...details, postalCode: '1000-001' })).data).toMatchObject(details);
});

test('a top-up gives a payment link and counts only once it is paid', async () => {
  const { call, standIn } = await liteMail();
  const { json } = await call('POST', '/v1/wallet/balance', { amount: 50 });
  expect(json).toEqual({ message: expect.any(String), paymentLink: expect.stringMatching(/^https:\/\/checkout\./) });
  expect((await call('GET', '/v1/wallet/balance')).data.walletBalance).toBe(42.5);
  expect(await standIn.pay(json.paymentLink)).toBe(92.5);
  await expect(standIn.pay(json.paymentLink)).rejects.toThrow('paid already');
  const { data } = await call('GET', '/v1/wallet/invoices?limit=1');
  expect(data).toMatchObject({ totalSearchedCount: 6, invoices: [{ amount: 50, status: 'paid', currency: 'usd' }] });
  expect((await call('POST', '/v1/wallet/balance', { amount: -1 })).status).toBe(400);
  expect((await call('POST', '/v1/wallet/balance', { amount: '50' })).status).toBe(422);
});

test('credit is charged to the saved card, auto recharge asks for one', async () => {
  const { call } = await liteMail();
  expect((await call('POST', '/v1/wallet/credit', { amount: 10 })).data.walletBalance).toBe(52.5);
  const off = await call('POST', '/v1/wallet/auto-recharge', { enable: false });
  expect(off.data).toMatchObject({ autoRechargeEnabled: false, autoRechargeDetails: null });
  const nova = await call('POST', '/v1/wallet/auto-recharge', { enable: true, threshold: 30 }, 'lm-sandbox-nova');
  expect(nova.json).toHaveProperty('paymentLink');
  expect((await call('POST', '/v1/wallet/credit', { amount: 10 }, 'lm-sandbox-nova')).status).toBe(400);
});

test('mailboxes are exported to an app whose account is known, or into a file', async () => {
  const { call, clock } = await liteMail();
  const start = (body: unknown) => call('POST', '/v1/exports/mailboxes', body);
  expect((await start({ apps: ['INSTANTLY'] })).json.message).toBe('Add your INSTANTLY account first');
  const account = { app: 'INSTANTLY', email: 'ops@acme-mail.com', password: 'p' };
  const added = await call('POST', '/v1/exports/accounts/third-party', account);
  expect(added.data).toEqual({ id: expect.any(String), app: 'INSTANTLY', email: 'ops@acme-mail.com' });
  expect((await call('PUT', '/v1/exports/accounts/third-party', { ...account, email: 'b@c.io' })).data.email).toBe(
    'b@c.io',
  );
  expect((await start({ apps: ['INSTANTLY'], ids: ['cmgmb01'] })).json.data).toBeNull();
  expect((await start({ apps: ['MANUAL'] })).json).toHaveProperty('csvExportedLink');
  const history = async () =>
    (await call('GET', '/v1/export-history')).data.exports.map((each: { platform: string; status: string }) => [
      each.platform,
      each.status,
    ]);
  expect(await history()).toEqual([
    ['MANUAL', 'PENDING'],
    ['INSTANTLY', 'PENDING'],
  ]);
  clock.advance(1000);
  expect(await history()).toEqual([
    ['MANUAL', 'COMPLETED'],
    ['INSTANTLY', 'COMPLETED'],
  ]);
  const recorded = await call('POST', '/v1/export-history', { platform: 'SMARTLEAD', mailboxIds: ['cmgmb02'] });
  expect([recorded.status, recorded.data.status]).toEqual([201, 'COMPLETED']);
});

test('connecting inboxes tells each result', async () => {
  const { call } = await liteMail();
  const ids = ['cmgmb01', 'cmgmb05', 'cmgnone'];
  const { data } = await call('POST', '/v1/connect-inbox', { platform: 'instantly', mailboxIds: ids, apiKey: 'k' });
  expect(data).toMatchObject({
    connected: 1,
    failed: 2,
    results: [{ status: 'CONNECTED' }, { error: 'Mailbox is INACTIVE' }, { error: 'Mailbox not found' }],
  });
});

test('an upgrade answers as documented, a cancelled subscription stays cancelled', async () => {
  const { call } = await liteMail();
  const [{ id }] = (await call('GET', '/v1/subscriptions')).data;
  expect((await call('PUT', `/v1/subscriptions/${id}/upgrade`, { newPlan: 'Scale' })).json).toEqual({
    status: 200,
    message: expect.any(String),
    data: { id, oldPlan: 'Pro', newPlan: 'Scale', upgradedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
  });
  expect((await call('PUT', `/v1/subscriptions/${id}/upgrade`, { newPlan: 'Huge' })).status).toBe(400);
  expect((await call('DELETE', `/v1/subscriptions/${id}`)).data).toMatchObject({ id, status: 'CANCELLED' });
  expect((await call('DELETE', `/v1/subscriptions/${id}`)).status).toBe(409);
});

test('records of a domain that LiteMail holds are kept one by one', async () => {
  const { call } = await liteMail();
  const row = { domainId: 'cmgdom03', type: 'TXT', name: 'k1._domainkey', value: 'v=DKIM1; p=x', ttl: 3600 };
  const made = await call('POST', '/v1/dns', row);
  expect([made.status, made.data]).toMatchObject([201, { ...row, priority: null, id: expect.any(String) }]);
  expect((await call('POST', '/v1/dns', row)).status).toBe(409);
  expect((await call('PUT', `/v1/dns/${made.data.id}`, { value: 'v=DKIM1; p=y' })).data).toMatchObject({
    name: 'k1._domainkey',
    value: 'v=DKIM1; p=y',
    ttl: 3600,
  });
  const { data } = await call('GET', '/v1/dns?domainId=cmgdom03');
  expect([data.records.length, data.disabledRecords]).toEqual([6, []]);
  expect((await call('DELETE', `/v1/dns/${made.data.id}`)).status).toBe(200);
  expect((await call('DELETE', `/v1/dns/${made.data.id}`)).status).toBe(404);
});

test.each([
  [{ type: 'A', name: 'x', value: 'no' }, 400],
  [{ type: 'CAA', name: 'x', value: '0 issue "a"' }, 400],
  [{ type: 'MX', name: 'x', value: 'a.io' }, 400],
  [{ type: 'CNAME', name: 'www', value: 'b.io' }, 409],
  [{ type: 'A', name: 'www.getacme.co', value: '192.0.2.1' }, 409],
  [{ type: 'TXT', name: 'x', value: 'y', ttl: 5 }, 400],
])('LiteMail refuses the record %j', async (row, status) => {
  const { call } = await liteMail();
  expect((await call('POST', '/v1/dns', { domainId: 'cmgdom03', ...row })).status).toBe(status);
});

test('records of a domain at Cloudflare are not LiteMail’s', async () => {
  const { call } = await liteMail();
  expect((await call('GET', '/v1/dns?domainId=cmgdom01')).json.message).toBe(
    'DNS of acme-mail.com is not managed by LiteMail',
  );
});

test('tags are created, changed and deleted, each name once', async () => {
  const { call } = await liteMail();
  const made = await call('POST', '/v1/tags', { name: 'hot', color: '#FF0000' });
  expect([made.status, made.data]).toEqual([201, { id: expect.any(String), name: 'hot', color: '#FF0000' }]);
  expect((await call('POST', '/v1/tags', { name: 'HOT' })).status).toBe(409);
  expect((await call('POST', '/v1/tags', { name: 'cold', color: 'red' })).status).toBe(400);
  expect((await call('PUT', `/v1/tags/${made.data.id}`, { name: 'hotter' })).data.color).toBe('#FF0000');
  await call('DELETE', '/v1/tags/cmgtag01');
  expect((await call('GET', '/v1/tags')).data.map((each: { name: string }) => each.name)).toEqual(['parked', 'hotter']);
  expect((await call('GET', '/v1/domains/cmgdom01')).data.tags).toEqual([]);
});

test('the dashboard counts', async () => {
  const { call } = await liteMail();
  expect((await call('GET', '/v1/dashboard')).data).toEqual({
    totalDomains: 4,
    activeDomains: 3,
    totalMailboxes: 6,
    activeMailboxes: 4,
    walletBalance: 42.5,
    activeSubscriptions: 1,
  });
  expect((await call('GET', '/v1/dashboard/mailbox-status')).data).toEqual({
    active: 4,
    inactive: 1,
    failed: 1,
    total: 6,
  });
});
