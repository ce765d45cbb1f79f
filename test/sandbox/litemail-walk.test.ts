import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDocuments } from '../../sandbox/documents.ts';
import type { TeamState } from '../../sandbox/litemail/team-state.ts';
import { cloudflareZoneId } from '../../sandbox/seed-ids.ts';
import { scratchDirectory } from '../helpers/scratch.ts';
import { listen } from './listen.ts';
import { liteMail } from './litemail-helpers.ts';

const pair = ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'];

test('saved Cloudflare credentials come in the exact shape of the documents, the key in clear', async () => {
  const { call } = await liteMail();
  const { status, json } = await call('GET', '/v1/cloudflare-credentials');
  expect(status).toBe(200);
  expect(json).toEqual({
    success: true,
    message: 'Saved Cloudflare credentials loaded successfully.',
    data: {
      hasCredentials: true,
      credentials: {
        email: 'ops@acme-mail.com',
        apiKey: expect.stringMatching(/^[0-9a-f]{37}$/),
        accountId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      domains: [
        {
          id: cloudflareZoneId('acme-mail.com'),
          name: 'acme-mail.com',
          status: 'active',
          nameServers: pair,
          plan: 'Free',
          isConnected: true,
        },
        {
          id: cloudflareZoneId('outbound-labs.io'),
          name: 'outbound-labs.io',
          status: 'active',
          nameServers: pair,
          plan: 'Free',
          isConnected: false,
        },
      ],
      totalDomains: 2,
    },
  });
});

test('a domain is connected after a while, not at once', async () => {
  const { call, clock } = await liteMail();
  const domainId = cloudflareZoneId('outbound-labs.io');
  const started = await call('POST', '/v1/cloudflare-credentials', { domainId, domainName: 'outbound-labs.io' });
  expect(started.data).toEqual({ id: domainId, name: 'outbound-labs.io', status: 'active', isConnected: false });
  const connected = async () => (await call('GET', '/v1/cloudflare-credentials')).data.domains[1].isConnected;
  expect(await connected()).toBe(false);
  clock.advance(2000);
  expect(await connected()).toBe(true);
  const again = await call('POST', '/v1/cloudflare-credentials', { domainId });
  expect([again.status, again.data.isConnected]).toEqual([200, true]);
  const { data } = await call('GET', '/v1/domains?contains=outbound');
  expect(data.domains).toMatchObject([{ domain: 'outbound-labs.io', status: 'ACTIVE' }]);
});

test('a domain that is not in the Cloudflare account, or not active there, cannot be connected', async () => {
  const { call } = await liteMail();
  const unknown = await call('POST', '/v1/cloudflare-credentials', { domainName: 'else.example' });
  expect([unknown.status, unknown.json]).toEqual([
    404,
    { success: false, message: 'Domain else.example was not found in your Cloudflare account.' },
  ]);
  expect((await call('POST', '/v1/cloudflare-credentials', { domainName: 'late.example' })).status).toBe(400);
});

test('a team without saved credentials saves them first', async () => {
  const { call } = await liteMail();
  const nova = (method: string, body?: unknown) => call(method, '/v1/cloudflare-credentials', body, 'lm-sandbox-nova');
  expect((await nova('GET')).data).toEqual({ hasCredentials: false, credentials: null, domains: [], totalDomains: 0 });
  expect((await nova('POST', { domainName: 'acme-mail.com' })).status).toBe(400);
  expect((await nova('POST', { email: 'a@b.io', apiKey: 'wrong', accountId: 'x' })).status).toBe(400);
  expect((await nova('POST', { email: 'a@b.io', accountId: 'x' })).json.message).toBe('apiKey is required');
  const saved = await nova('POST', { email: 'a@b.io', apiKey: 'right', accountId: 'x' });
  expect(saved.data).toMatchObject({ hasCredentials: true, credentials: { apiKey: 'right' } });
});

test('a wrong key is refused everywhere, the other team sees only its own', async () => {
  const { call } = await liteMail();
  const stranger = await call('GET', '/v1/users', undefined, 'lm-nobody');
  expect([stranger.status, stranger.json]).toEqual([401, { status: 401, message: 'Unauthorized', data: null }]);
  expect((await call('GET', '/v1/users')).data).toMatchObject({
    email: 'ada@acme-mail.com',
    activePlan: 'Pro',
    purchasedMailboxes: 50,
    assignedMailboxes: 6,
    walletBalance: 42.5,
  });
  const { data } = await call('GET', '/v1/domains', undefined, 'lm-sandbox-nova');
  expect(data.domains.map((each: { domain: string }) => each.domain)).toEqual(['nova-hello.com']);
});

test('the wallet shows its balance in dollars', async () => {
  const { call } = await liteMail();
  expect((await call('GET', '/v1/wallet/balance')).json).toEqual({
    status: 200,
    message: 'Wallet balance retrieved successfully',
    data: {
      walletBalance: 42.5,
      autoRechargeEnabled: true,
      autoRechargeDetails: { threshold: 20, minimumRechargeAmount: 50 },
    },
  });
});

test('a placement test runs, then tells inbox, spam and missing for each provider', async () => {
  const { call, clock } = await liteMail();
  const made = await call('POST', '/v1/placement-tests', {
    testName: 'Launch check',
    mailboxIds: ['cmgmb01', 'cmgmb02'],
    emailSubject: 'Quick question',
  });
  expect([made.status, made.data.status, made.data.byProvider]).toEqual([201, 'RUNNING', []]);
  clock.advance(3000);
  const { data } = await call('GET', '/v1/placement-tests?status=completed');
  expect(data.placementTests.map((each: { testName: string }) => each.testName)).toEqual([
    'Launch check',
    'October baseline',
  ]);
  const [test] = data.placementTests;
  expect(test.byProvider.map((each: { provider: string }) => each.provider)).toEqual(['GOOGLE', 'MICROSOFT', 'YAHOO']);
  for (const { inbox, spam, missing, total } of [...test.byProvider, test.summary])
    expect(inbox + spam + missing).toBe(total);
  expect(test.mailboxes.map((each: { email: string }) => each.email)).toEqual([
    'ana@acme-mail.com',
    'bo@acme-mail.com',
  ]);
});

test('a placement test of mailboxes that do not exist is refused', async () => {
  const { call } = await liteMail();
  const answer = await call('POST', '/v1/placement-tests', { testName: 'x', mailboxIds: ['cmgnone'] });
  expect([answer.status, answer.json.message]).toEqual([404, 'Mailbox not found: cmgnone']);
  expect((await call('POST', '/v1/placement-tests', { testName: 'x', mailboxIds: null })).status).toBe(422);
});

interface Hit {
  body: string;
  signature: string;
}

async function receiver(answer: (hit: number) => number) {
  const hits: Hit[] = [];
  const url = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = String(request.headers['x-litemail-signature']);
      hits.push({ body: Buffer.concat(chunks).toString(), signature });
      response.writeHead(answer(hits.length)).end();
    });
  });
  return { hits, url };
}

test('a registered endpoint gets signed events, and its secret is told once', async () => {
  const { call, standIn } = await liteMail();
  const { hits, url } = await receiver(() => 200);
  const { data, status } = await call('POST', '/v1/webhooks', { url: `${url}/hook` });
  expect([status, data.events]).toEqual([201, ['*']]);
  expect(data.secret).toMatch(/^whsec_/);
  const listed = await call('GET', '/v1/webhooks');
  expect(listed.data).toEqual([
    { id: data.id, url: `${url}/hook`, events: ['*'], isActive: true, createdAt: data.createdAt },
  ]);

  const sent = await standIn.deliver(
    'domain.updated',
    { domainDetails: { domain: 'a.io' } },
    { id: 'evt_1', times: 3 },
  );
  expect(sent.tries.map((each) => each.status)).toEqual([200, 200, 200]);
  expect(hits).toHaveLength(3);
  const [{ body = '', signature = '' } = {}] = hits;
  expect(JSON.parse(body)).toEqual({
    id: 'evt_1',
    type: 'domain.updated',
    created: expect.any(Number),
    data: { domainDetails: { domain: 'a.io' } },
  });
  const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  expect(createHmac('sha256', data.secret).update(`${seconds}.${body}`).digest('hex')).toBe(hex);

  await call('DELETE', `/v1/webhooks/${data.id}`);
  expect((await standIn.deliver('domain.updated', {})).tries).toEqual([]);
});

test('an event is sent again, later and later, until the endpoint takes it', async () => {
  const { call, clock, standIn } = await liteMail();
  const { hits, url } = await receiver((hit) => (hit < 3 ? 503 : 200));
  await call('POST', '/v1/webhooks', { url, events: ['mailbox.*'] });
  expect((await standIn.deliver('domain.updated', {})).tries).toEqual([]);
  expect((await standIn.deliver('mailbox.updated', {})).tries).toMatchObject([{ status: 503 }]);
  clock.advance(1_000);
  await expect.poll(() => hits.length).toBe(2);
  await expect.poll(() => standIn.team('T0ACME').jobs).toMatchObject([{ attempt: 2 }]);
  clock.advance(5_000);
  await expect.poll(() => hits.length).toBe(3);
  await expect.poll(() => standIn.team('T0ACME').jobs).toEqual([]);
  expect(new Set(hits.map(({ body }) => body)).size).toBe(1);
});

test('finished work is told to the endpoints, unless that is switched off', async () => {
  const { call, clock, standIn } = await liteMail();
  const { hits, url } = await receiver(() => 200);
  await call('POST', '/v1/webhooks', { url });
  await call('POST', '/v1/placement-tests', { testName: 'one', mailboxIds: ['cmgmb01'] });
  clock.advance(3000);
  await expect.poll(() => hits.map(({ body }) => JSON.parse(body).type)).toEqual(['placement_test.completed']);
  await standIn.configure({ events: false });
  await call('POST', '/v1/placement-tests', { testName: 'two', mailboxIds: ['cmgmb01'] });
  clock.advance(3000);
  expect((await call('GET', '/v1/placement-tests?status=running')).data.totalSearchedCount).toBe(0);
  expect(hits).toHaveLength(1);
});

test('what was answered is on disk, a link to pay too', async () => {
  const dir = scratchDirectory();
  const { call } = await liteMail({ documents: createDocuments(dir) });
  await call('POST', '/v1/tags', { name: 'kept' });
  const kept = createDocuments(dir).get<TeamState>('litemail/team/T0ACME');
  expect(kept?.tags.map(({ name }) => name)).toContain('kept');
  const { data } = await call('GET', '/v1/domains/available?domainName=brandnew');
  const [{ domainName }] = data.availableDomains;
  const { json } = await call('GET', `/v1/domains/purchase-link?domainName=${domainName}`);
  const again = await liteMail({ documents: createDocuments(dir) });
  expect(await again.standIn.pay(json.paymentLink)).toBe(42.5);
  await again.standIn.reset();
  expect(again.standIn.team('T0ACME').tags).toHaveLength(2);
});

test('work that was under way goes on after a restart', async () => {
  const documents = createDocuments();
  const first = await liteMail({ documents });
  await first.call('POST', '/v1/cloudflare-credentials', { domainName: 'outbound-labs.io' });
  // What is on disk is what a new process sees.
  const copy = createDocuments();
  for (const key of documents.keys()) await copy.set(key, structuredClone(documents.get(key)));
  const second = await liteMail({ documents: copy });
  second.clock.advance(2000);
  expect((await second.call('GET', '/v1/cloudflare-credentials')).data.domains[1].isConnected).toBe(true);
});

test('twenty calls a second and two hundred a minute, then 429 until the window moved', async () => {
  const { call, clock } = await liteMail({ rateLimit: true });
  const codes = await Promise.all(Array.from({ length: 21 }, () => call('GET', '/v1/users')));
  expect(codes.filter(({ status }) => status === 200)).toHaveLength(20);
  const refused = codes.find(({ status }) => status === 429);
  expect(refused?.headers.get('retry-after')).toBe('1');
  for (let second = 1; second < 10; second += 1) {
    clock.advance(1000);
    for (let index = 0; index < 20; index += 1) expect((await call('GET', '/v1/users')).status).toBe(200);
  }
  clock.advance(1000);
  const minute = await call('GET', '/v1/users');
  expect(minute.status).toBe(429);
  expect(Number(minute.headers.get('retry-after'))).toBeGreaterThan(10);
  clock.advance(Number(minute.headers.get('retry-after')) * 1000);
  expect((await call('GET', '/v1/users')).status).toBe(200);
});

test('the wire shows the call without the key that LiteMail answers in clear', async () => {
  const { call, wire } = await liteMail();
  const { data } = await call('GET', '/v1/cloudflare-credentials');
  expect(wire).toMatchObject([{ api: 'litemail', method: 'GET', path: '/v1/cloudflare-credentials', status: 200 }]);
  expect(JSON.stringify(wire)).not.toContain(data.credentials.apiKey);
});
