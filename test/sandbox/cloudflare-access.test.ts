import { expect, test } from 'vitest';
import { limitedTokens } from '../../sandbox/cloudflare/seed-cloudflare.ts';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { bearer, cloudflare, zoneId } from './cloudflare-helpers.ts';

const nova = sandboxCredentials.nova.cloudflareToken;
const novaAccount = sandboxCredentials.nova.cloudflareLogin.accountId;

test('a good user token is told so, with a message that has the code of an error', async () => {
  const { call } = await cloudflare();
  const { status, json } = await call('GET', '/user/tokens/verify');
  expect([status, json]).toEqual([
    200,
    {
      result: { id: expect.stringMatching(/^[0-9a-f]{32}$/), status: 'active' },
      success: true,
      errors: [],
      messages: [{ code: 10000, message: 'This API Token is valid and active', type: null }],
    },
  ]);
});

test('an account token verifies under its account alone', async () => {
  const { call } = await cloudflare();
  const user = await call('GET', '/user/tokens/verify', undefined, bearer(nova));
  expect([user.status, user.codes]).toEqual([401, [1000]]);
  const account = await call('GET', `/accounts/${novaAccount}/tokens/verify`, undefined, bearer(nova));
  expect([account.status, account.result.status]).toEqual([200, 'active']);
  const list = await call('GET', '/accounts', undefined, bearer(nova));
  expect([list.status, list.codes]).toEqual([400, [1001]]);
  expect((await call('GET', '/user', undefined, bearer(nova))).codes).toEqual([10000]);
});

test.each([
  ['no header', {}, 400, [9106]],
  ['a token with a stray quote', { authorization: 'Bearer "cfut_abcdefghijklmnopqrst"' }, 400, [6003]],
  ['a global key as bearer', { authorization: `Bearer cfk_${'a'.repeat(40)}` }, 400, [6003]],
  ['an e-mail with a token as key', { 'x-auth-email': 'a@b.io', 'x-auth-key': 'cfut_x' }, 400, [6003]],
  ['an unknown key', { 'x-auth-email': 'a@b.io', 'x-auth-key': 'a'.repeat(37) }, 403, [9103]],
  ['an unknown token', { authorization: `Bearer cfut_${'a'.repeat(40)}` }, 403, [10000]],
  ['an expired token', bearer(limitedTokens.expired), 403, [10000]],
])('%s is refused', async (_, headers, status, codes) => {
  const { call } = await cloudflare();
  const answer = await call('GET', '/zones', undefined, headers);
  expect([answer.status, answer.codes, answer.json.success, answer.result]).toEqual([status, codes, false, null]);
});

test('a malformed header names what is wrong with it in the error chain', async () => {
  const { call } = await cloudflare();
  const { json } = await call('GET', '/zones', undefined, { authorization: 'Bearer short' });
  expect(json.errors[0].error_chain).toEqual([{ code: 6111, message: 'Invalid format for Authorization header' }]);
});

test('verification says expired, and a global key cannot be verified', async () => {
  const { call } = await cloudflare();
  const expired = await call('GET', '/user/tokens/verify', undefined, bearer(limitedTokens.expired));
  expect(expired.json).toMatchObject({ success: true, result: { status: 'expired' }, messages: [] });
  const { email, apiKey } = sandboxCredentials.acme.cloudflareLogin;
  const key = { 'x-auth-email': email, 'x-auth-key': apiKey };
  expect((await call('GET', '/user/tokens/verify', undefined, key)).codes).toEqual([1001]);
  expect((await call('GET', '/user', undefined, key)).result.email).toBe(email);
});

test('zones come in pages, by name, and only those of the account', async () => {
  const { call } = await cloudflare();
  const { result, json } = await call('GET', '/zones?per_page=5&page=2');
  expect(json.result_info).toEqual({ page: 2, per_page: 5, count: 2, total_count: 7, total_pages: 2 });
  expect(result.map((zone: { name: string }) => zone.name)).toEqual(['outbound-labs.io', 'xn--bcher-post-9db.de']);
  expect((await call('GET', '/zones?per_page=100')).status).toBe(400);
  expect((await call('GET', '/zones?per_page=0')).status).toBe(400);
  const one = await call('GET', '/zones?per_page=1');
  expect(one.json.result_info).toMatchObject({ per_page: 1, count: 1, total_count: 7, total_pages: 7 });
  const own = await call('GET', '/zones', undefined, bearer(nova));
  expect(own.result.map((zone: { name: string }) => zone.name)).toEqual(['nova-agency.com', 'nova-reach.io']);
});

test('a zone is found by name, status or account, in Unicode too', async () => {
  const { call } = await cloudflare();
  const names = async (query: string) =>
    (await call('GET', `/zones?${query}`)).result.map((zone: { name: string }) => zone.name);
  expect(await names('name=acme-mail.com')).toEqual(['acme-mail.com']);
  expect(await names(`name=${encodeURIComponent('bücher-post.de')}`)).toEqual(['xn--bcher-post-9db.de']);
  expect(await names('status=pending')).toEqual(['acme-soon.com']);
  expect(await names('name=contains:acme&status=active')).toHaveLength(4);
  expect(await names(`account.id=${novaAccount}`)).toEqual([]);
});

test('a zone shows its plan, name servers and what the token may do', async () => {
  const { call } = await cloudflare();
  const { result } = await call('GET', `/zones/${zoneId('acme-outreach.net')}`);
  expect(result).toMatchObject({
    name: 'acme-outreach.net',
    status: 'active',
    plan: { name: 'Pro Website', legacy_id: 'pro' },
    name_servers: ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
    permissions: ['#zone:read', '#dns_records:read', '#dns_records:edit'],
    account: { name: 'Acme Outbound' },
  });
});

test('a name where an id belongs, an unknown id and a zone out of reach are told apart as Cloudflare does', async () => {
  const { call, records } = await cloudflare();
  const named = await call('GET', '/zones/acme-mail.com/dns_records');
  expect([named.status, named.codes]).toEqual([404, [7003, 7000]]);
  expect((await call('GET', `/zones/${'0'.repeat(32)}`)).codes).toEqual([10000]);
  expect((await call('GET', records('nova-agency.com'))).codes).toEqual([10000]);
  expect((await call('GET', '/zones/nothing/here/at/all')).codes).toEqual([7000]);
});

test('a token of one zone sees that one, a token that may read cannot write', async () => {
  const { call, records } = await cloudflare();
  const one = await call('GET', '/zones', undefined, bearer(limitedTokens.oneZone));
  expect(one.result.map((zone: { name: string }) => zone.name)).toEqual(['outbound-labs.io']);
  expect((await call('GET', records('acme-mail.com'), undefined, bearer(limitedTokens.oneZone))).status).toBe(403);
  const read = bearer(limitedTokens.readOnly);
  expect((await call('GET', records('acme-mail.com'), undefined, read)).status).toBe(200);
  expect((await call('POST', `${records('acme-mail.com')}/batch`, {}, read)).codes).toEqual([10000]);
});

test('over the limit everything is refused for five minutes', async () => {
  const { call, clock, standIn } = await cloudflare();
  standIn.setRateLimit({ calls: 3, window: 300_000 });
  const first = await call('GET', '/zones');
  expect(first.headers.get('ratelimit')).toBe('"default";r=2;t=300');
  expect(first.headers.get('ratelimit-policy')).toBe('"default";q=3;w=300');
  await call('GET', '/zones');
  clock.advance(100_000);
  await call('GET', '/zones');
  const refused = await call('GET', '/zones');
  expect([refused.status, refused.codes, refused.headers.get('retry-after')]).toEqual([429, [971], '300']);
  expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=300');
  expect((await call('GET', '/zones', undefined, bearer(nova))).status).toBe(200);
  expect((await call('GET', '/zones', undefined, bearer(limitedTokens.readOnly))).status).toBe(429);
  clock.advance(299_000);
  expect((await call('GET', '/zones')).status).toBe(429);
  clock.advance(2_000);
  expect((await call('GET', '/zones')).status).toBe(200);
});

test.each([
  ['POST', `/zones/${zoneId('acme-mail.com')}/firewall/rules`],
  ['GET', `/zones/${zoneId('acme-mail.com')}/firewall/rules/1`],
  ['GET', `/zones/${zoneId('acme-mail.com')}/filters`],
  ['GET', `/zones/${zoneId('acme-mail.com')}/rate_limits`],
  ['GET', `/zones/${zoneId('acme-mail.com')}/analytics/dashboard`],
  ['PATCH', `/zones/${zoneId('acme-mail.com')}/settings`],
  ['GET', `/accounts/${novaAccount}/registrar/domains`],
  ['GET', `/accounts/${novaAccount}/workers/namespaces`],
])('%s %s is gone', async (method, path) => {
  const { call } = await cloudflare();
  const { status, json } = await call(method, path);
  expect(status).toBe(410);
  expect(json).toMatchObject({ success: false, result: null, messages: [] });
  expect(json.errors[0].message).toContain('has been removed. Use ');
});

test('the audit log names who changed what, in the dashboard too', async () => {
  const { call, standIn, records, clock } = await cloudflare();
  await call('POST', records('acme-mail.com'), { type: 'A', name: 'new', content: '192.0.2.5', ttl: 300 });
  clock.advance(1000);
  await standIn.changeRecord('acme-mail.com', { delete: { name: 'new' } });
  const account = sandboxCredentials.acme.cloudflareLogin.accountId;
  const { result } = await call('GET', `/accounts/${account}/logs/audit?since=2020-01-01&before=2100-01-01`);
  expect(result.map((entry: { action: { type: string } }) => entry.action.type)).toEqual(['delete', 'create']);
  expect(result[0]).toMatchObject({
    actor: { email: 'alice@example.com', context: 'dash' },
    zone: { name: 'acme-mail.com' },
  });
  expect(result[1].actor).toMatchObject({ email: 'ops@acme-mail.com', context: 'api_token' });
  expect((await call('GET', `/accounts/${account}/logs/audit`)).status).toBe(400);
});

test('a played 429 looks like a real one, and every answer carries the rate', async () => {
  const { call, faults } = await cloudflare();
  faults.add({ api: 'cloudflare', kind: 'status', status: 429, times: 1 });
  const played = await call('GET', '/zones');
  expect([played.status, played.codes, played.headers.get('retry-after')]).toEqual([429, [971], '300']);
  expect((await call('GET', '/zones', undefined, {})).headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
});

test('the wire holds no token', async () => {
  const { call, wire } = await cloudflare();
  await call('GET', '/zones');
  expect(wire).toMatchObject([{ api: 'cloudflare', method: 'GET', path: '/zones', status: 200 }]);
  expect(JSON.stringify(wire)).not.toContain('cfut_');
});
