import { expect, test } from 'vitest';
import { operations } from '../../sandbox/litemail/operations/all-handlers.ts';
import { fixture } from '../helpers/fixture.ts';
import { liteMail } from './litemail-helpers.ts';

const filled = (path: string) => `/v1${path.replace(/:\w+/g, 'cmgnone')}`;

const routes = Object.entries(operations);

test('the stand-in has the operations of the navigation, each once', () => {
  const titles = Object.values<object>(fixture('litemail/navigation')).flatMap(Object.keys);
  expect(routes.map(([title]) => title).sort()).toEqual(titles.sort());
  for (const form of ['inferred', 'alternative'] as const)
    expect(new Set(routes.map(([, route]) => `${route.method} ${route[form]}`)).size).toBe(titles.length);
});

test.each(['inferred', 'alternative'] as const)('every operation answers on its %s path', async (form) => {
  const { call } = await liteMail({ paths: form });
  for (const [title, { method, [form]: path }] of routes) {
    const { status, json } = await call(method, filled(path), method === 'GET' ? undefined : {});
    expect(status, title).toBeLessThan(500);
    expect(json.message, title).not.toMatch(/^Cannot/);
  }
});

test('the other form of a path is not there', async () => {
  const { call, standIn } = await liteMail();
  expect((await call('GET', '/v1/wallet')).json).toEqual({ success: false, message: 'Cannot GET /v1/wallet' });
  await standIn.configure({ paths: 'alternative' });
  expect((await call('GET', '/v1/wallet')).status).toBe(200);
  expect((await call('GET', '/v1/wallet/balance')).status).toBe(404);
});

test('one envelope everywhere, when it is switched to one', async () => {
  const { call, standIn } = await liteMail({ envelope: 'success' });
  const keys = async (path: string) => Object.keys((await call('GET', path)).json);
  for (const path of ['/v1/users', '/v1/tags']) expect(await keys(path)).toEqual(['success', 'message', 'data']);
  expect((await call('POST', '/v1/wallet/balance', { amount: 5 })).data).toHaveProperty('paymentLink');
  await standIn.configure({ envelope: 'status' });
  for (const path of ['/v1/users', '/v1/tags']) expect(await keys(path)).toEqual(['status', 'message', 'data']);
  expect((await call('GET', '/v1/tags', undefined, 'x')).json).toEqual({
    status: 401,
    message: 'Unauthorized',
    data: null,
  });
});

test("the sibling's bulk form takes domains by id, or by what describes them", async () => {
  const { call, standIn } = await liteMail({ paths: 'alternative' });
  const { domains } = standIn.team('T0ACME');
  await call('POST', '/v1/domains/forwarding', { domainIds: ['cmgdom01', 'cmgdom02'], forwardTo: 'https://a.io' });
  expect(domains.map(({ forwardTo }) => forwardTo)).toEqual(['https://a.io', 'https://a.io', null, null]);
  await call('POST', '/v1/domains/catch-all', { contains: 'acme', status: ['ACTIVE'], email: 'a@b.io' });
  expect(domains.map(({ catchAllEmail }) => catchAllEmail)).toEqual(['a@b.io', 'a@b.io', 'a@b.io', null]);
  expect((await call('DELETE', '/v1/domains/forwarding', { domainId: 'cmgdom01' })).status).toBe(200);
  expect((await call('DELETE', '/v1/domains/catch-all', {})).json.message).toBe('domainIds is required');
  expect((await call('GET', '/v1/domains/name-servers?domainName=getacme.co')).data.nameServers).toHaveLength(2);
});

test("the sibling's connect is asked again until it is done", async () => {
  const { call, clock } = await liteMail({ paths: 'alternative' });
  const connect = () => call('POST', '/v1/domains/connect-domain', { domainNames: ['fresh.io'] });
  expect((await connect()).json).toMatchObject({ status: 207, data: [{ domainName: 'fresh.io', status: 'PENDING' }] });
  clock.advance(60_000);
  expect((await connect()).json).toMatchObject({ status: 200, data: [{ status: 'SUCCESS' }] });
});

test("the sibling's words for records and mailboxes are understood", async () => {
  const { call } = await liteMail({ paths: 'alternative' });
  const records = [{ host: 'x', value: '192.0.2.1', recordType: 'A' }];
  const made = await call('POST', '/v1/dns', { assignedDomainId: 'cmgdom03', records });
  expect(made.data.records).toMatchObject([{ host: 'x', recordType: 'A', assignedDomainId: 'cmgdom03' }]);
  const { id } = made.data.records[0];
  expect((await call('PUT', '/v1/dns', { dnsRecordId: id, value: '192.0.2.2' })).data).toMatchObject({ host: 'x' });
  expect((await call('DELETE', `/v1/dns?id=${id}`)).status).toBe(200);
  const people = [{ firstName: 'A', lastName: 'B', mailboxUsername: 'ab', domainName: 'acme-outreach.net' }];
  expect((await call('POST', '/v1/assign-mailboxes', { cmgdom02: people })).status).toBe(200);
});

test('a body that is no JSON, and null where a value belongs', async () => {
  const { call } = await liteMail();
  expect((await call('POST', '/v1/tags', '{"name":')).json).toEqual({ success: false, message: 'Invalid JSON body' });
  expect((await call('POST', '/v1/tags', { name: null })).status).toBe(422);
  expect((await call('POST', '/v1/tags', { name: 'x', filter: { status: null } })).status).toBe(422);
});
