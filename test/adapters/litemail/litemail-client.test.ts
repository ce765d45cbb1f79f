import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/adapters/http/api-client.ts';
import { createLiteMail } from '../../../src/adapters/litemail/litemail-client.ts';
import { litemail as operations } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import { collectPages } from '../../../src/lib/all-pages.ts';
import { fixture } from '../../helpers/fixture.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { liteMailUrl, nockOperation } from '../../helpers/nock-operation.ts';

const clock = manualClock();
const seen: Observation[] = [];
const litemail = createLiteMail({
  apiUrl: `${liteMailUrl}/`,
  apiKey: 'lm-canary-key',
  clock,
  observe: (call) => seen.push(call),
});

describe('what LiteMail documents', () => {
  it('reads saved Cloudflare credentials and zones, without the credentials', async () => {
    nockOperation(
      liteMailUrl,
      operations.getCloudflareCredentials,
      {},
      { body: fixture('litemail/cloudflare-credentials') },
    );
    const answer = await litemail.getCloudflareCredentials();
    expect(answer.hasCredentials).toBe(true);
    expect(answer.items.map(({ name, isConnected }) => [name, isConnected])).toEqual([
      ['b2bforcelabs.com', true],
      ['outboundlabs.io', false],
    ]);
  });

  it('upgrades a plan, in the older envelope', async () => {
    nockOperation(
      liteMailUrl,
      operations.upgradeBillingSubscription,
      { params: { id: 'sub_1Example' }, body: { newPlan: 'Pro' } },
      { body: fixture('litemail/upgrade-subscription') },
    );
    const answer = await litemail.upgradeBillingSubscription({
      params: { id: 'sub_1Example' },
      body: { newPlan: 'Pro' },
    });
    expect(answer).toMatchObject({ oldPlan: 'Basic', newPlan: 'Pro' });
  });
});

describe('every call', () => {
  it('carries the key and a name of our own, and is observed without them', async () => {
    seen.length = 0;
    nock(liteMailUrl, { reqheaders: { 'x-api-key': 'lm-canary-key', 'user-agent': /^litemail-slack/ } })
      .get('/v1/users')
      .reply(200, { status: 200, message: 'ok', data: { id: 'u1' } });
    await litemail.getUser();
    expect(seen).toMatchObject([{ api: 'LiteMail', operation: 'getUser', status: 200 }]);
    expect(JSON.stringify(seen)).not.toContain('canary');
  });
});

describe('LiteMail answers in several forms', () => {
  const wallet = { walletBalance: 42.5 };

  it.each([
    ['{ success, message, data }', { success: true, message: 'ok', data: wallet }],
    ['{ status, message, data }', { status: 200, message: 'ok', data: wallet }],
    ['no envelope', wallet],
  ])('%s', async (_, body) => {
    nock(liteMailUrl).get('/v1/wallet/balance').reply(200, body);
    expect(await litemail.getWalletBalance()).toMatchObject(wallet);
  });

  it.each([
    ['beside data', { success: true, message: 'Pay here', paymentLink: 'https://pay.test/1', data: null }],
    ['in data', { status: 200, message: 'ok', data: { paymentLink: 'https://pay.test/1' } }],
    ['alone', { message: 'Pay here', paymentLink: 'https://pay.test/1' }],
  ])('the payment link %s', async (_, body) => {
    nock(liteMailUrl).post('/v1/wallet/balance', { amount: 50 }).reply(200, body);
    expect((await litemail.addWalletBalance({ body: { amount: 50 } }))?.paymentLink).toBe('https://pay.test/1');
  });

  it.each([
    ['200', 200, { success: true, message: 'Done', data: null }],
    ['207 while it works on it', 207, { status: 207, message: 'in progress', data: {} }],
  ])('only a message, with %s', async (_, status, body) => {
    nock(liteMailUrl).post('/v1/domains/connect').reply(status, body);
    expect(await litemail.connectDomains({ body: { domainNames: ['acme-mail.com'] } })).toBeUndefined();
  });

  it('nothing at all after a deletion', async () => {
    nock(liteMailUrl).delete('/v1/tags/t1').reply(204);
    expect(await litemail.deleteTag({ params: { id: 't1' } })).toBeUndefined();
  });

  it('404 to a deletion that it did when its first answer was lost', async () => {
    nock(liteMailUrl)
      .delete('/v1/tags/t1')
      .replyWithError(Object.assign(new Error('cut'), { code: 'ECONNRESET' }));
    nock(liteMailUrl).delete('/v1/tags/t1').reply(404, { success: false, message: 'Tag not found' });
    expect(await litemail.deleteTag({ params: { id: 't1' } })).toBeUndefined();
  });
});

describe('LiteMail refuses', () => {
  it.each([
    [
      401,
      { success: false, message: 'Unauthorized' },
      'upstream_rejected',
      'LiteMail does not accept the saved API key: Unauthorized.',
    ],
    [
      400,
      { success: false, error: 'Insufficient wallet balance' },
      'upstream_rejected',
      'LiteMail refused this: Insufficient wallet balance.',
    ],
    [
      422,
      { status: 422, message: ['a is wrong', 'b too'], data: null },
      'upstream_rejected',
      'LiteMail refused this: a is wrong; b too.',
    ],
    [422, { errors: [{ message: 'Invalid value' }] }, 'upstream_rejected', 'LiteMail refused this: Invalid value.'],
    [409, { message: 'Tag exists' }, 'conflict', 'LiteMail says that this already exists or is in use: Tag exists.'],
    [
      404,
      { success: false, message: 'Domain not found' },
      'not_found',
      'LiteMail could not find this: Domain not found.',
    ],
    [404, '<pre>Cannot POST /v1/tags</pre>', 'not_found', '“Create Tag” is not available at LiteMail.'],
    [403, {}, 'upstream_rejected', 'LiteMail does not allow this with the saved API key.'],
    [200, { success: false, message: 'Not today' }, 'upstream_rejected', 'LiteMail refused this: Not today.'],
    [
      200,
      { status: 409, message: 'Tag exists', data: null },
      'conflict',
      'LiteMail says that this already exists or is in use: Tag exists.',
    ],
    [400, { message: 'bad key lm-canary-key' }, 'upstream_rejected', 'LiteMail refused this: bad key [secret].'],
  ])('with %i %j: %s', async (status, body, code, message) => {
    nock(liteMailUrl)
      .post('/v1/tags')
      .reply(status, body as nock.Body);
    await expect(litemail.createTag({ body: { name: 'eu' } })).rejects.toMatchObject({ code, message });
  });
});

describe('a list of several pages', () => {
  it('is read to its end', async () => {
    const page = (number: number, nextPage: number | null) => ({
      data: { domains: [{ id: `d${number}`, domain: `${number}.com` }], currentPage: number, nextPage, totalPages: 2 },
    });
    for (const number of [1, 2])
      nockOperation(
        liteMailUrl,
        operations.listDomains,
        { query: { page: number, limit: 100 } },
        { body: page(number, number === 1 ? 2 : null) },
      );
    const domains = await collectPages(100, (page) => litemail.listDomains({ query: { page, limit: 100 } }));
    expect(domains.items.map(({ id }) => id)).toEqual(['d1', 'd2']);
  });

  it.each([
    ['says nothing of pages', { items: [{ id: 'a' }] }],
    ['always gives the same page', { items: [{ id: 'a' }], nextPage: 2, totalPages: 9 }],
  ])('ends when it %s', async (_, page) => {
    expect((await collectPages(100, async () => page)).items).toEqual([{ id: 'a' }]);
  });

  it('ends with an empty page', async () => {
    expect(await collectPages(100, async () => ({ items: [], nextPage: 2 }))).toEqual({ items: [], odd: [] });
  });
});
