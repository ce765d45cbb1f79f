import { inspect } from 'node:util';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createLiteMail } from '../../../src/adapters/litemail/litemail-client.ts';
import { fixture } from '../../helpers/fixture.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { cloudflareUrl, liteMailUrl } from '../../helpers/nock-operation.ts';

const clock = manualClock();
const observed: unknown[] = [];
const observe = (call: unknown) => observed.push(call);
const litemail = createLiteMail({ apiUrl: liteMailUrl, apiKey: 'lm-own-key', clock, observe, timeout: 100 });
const cloudflare = createCloudflare({
  apiUrl: cloudflareUrl,
  credential: { token: 'cfut_own-token' },
  clock,
  observe,
  timeout: 100,
});

/** Of LiteMail's example, then our own. */
const secrets = ['abc123apikey', 'admin@company.com', 'acc_xyz789', 'lm-own-key', 'own-token', 'pasted-global-key'];

/** Everything that a log, a store or a message could make of a value. */
const traces = (value: unknown): string =>
  [
    JSON.stringify(value),
    String(value),
    inspect(value, { depth: 20, showHidden: true }),
    value instanceof Error ? `${value.stack} ${inspect(value.cause, { depth: 20 })}` : '',
  ].join('\n');

function expectClean(value: unknown): void {
  for (const secret of secrets) expect(traces(value)).not.toContain(secret);
}

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
const save = { email: 'admin@company.com', apiKey: 'pasted-global-key', accountId: 'acc_xyz789' };

describe("the seed's example of saved Cloudflare credentials", () => {
  const example = fixture('litemail/cloudflare-credentials');

  it('is understood, and neither key nor e-mail comes out', async () => {
    nock(liteMailUrl).get('/v1/cloudflare-credentials').reply(200, example);
    const answer = await litemail.getCloudflareCredentials();
    expect(answer).toMatchObject({ hasCredentials: true, total: 2 });
    expectClean(answer);
  });

  it('does not show them when it stops fitting its declaration', async () => {
    const broken = {
      ...example,
      data: { ...example.data, hasCredentials: 'abc123apikey', domains: 'admin@company.com' },
    };
    nock(liteMailUrl).get('/v1/cloudflare-credentials').reply(200, broken);
    expectClean(await litemail.getCloudflareCredentials());
  });

  it('does not show them when it comes as a refusal or half', async () => {
    nock(liteMailUrl).get('/v1/cloudflare-credentials').reply(400, JSON.stringify(example));
    const half = await caught(litemail.getCloudflareCredentials());
    nock(liteMailUrl).get('/v1/cloudflare-credentials').reply(200, JSON.stringify(example).slice(0, 200));
    expectClean([half, await caught(litemail.getCloudflareCredentials())]);
  });
});

describe('our own credentials', () => {
  const network = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

  it.each([
    [
      'a refusal that quotes them',
      (scope: nock.Interceptor) => scope.reply(400, { message: `wrong: ${Object.values(save)[1]} of lm-own-key` }),
    ],
    ['a failure', (scope: nock.Interceptor) => scope.reply(500, 'lm-own-key pasted-global-key')],
    ['a cut connection', (scope: nock.Interceptor) => scope.replyWithError(network)],
    ['no answer in time', (scope: nock.Interceptor) => scope.delay(1_000).reply(200, {})],
    ['an answer that echoes them', (scope: nock.Interceptor) => scope.reply(200, { success: true, data: save })],
  ])('are not in what comes of %s', async (_, answer) => {
    answer(nock(liteMailUrl).post('/v1/cloudflare-credentials'));
    const result = await litemail.saveCredentialsOrConnectDomain({ body: save }).catch((error: unknown) => error);
    for (const secret of ['lm-own-key', 'pasted-global-key']) expect(traces(result)).not.toContain(secret);
  });

  it('are not in the complaint about a request that cannot be sent', async () => {
    const pasted = { ...save, email: 'pasted-global-key' };
    expectClean(await caught(litemail.saveCredentialsOrConnectDomain({ body: pasted })));
  });

  it('are not in the complaint about a key that cannot be a header', async () => {
    const broken = createLiteMail({ apiUrl: liteMailUrl, apiKey: 'lm-own-key\n“', clock });
    const error = await caught(broken.getUser());
    expect(error).toMatchObject({ code: 'not_configured' });
    expectClean(error);
  });

  it('of Cloudflare are not in its refusals', async () => {
    const body = {
      success: false,
      errors: [
        { code: 6111, message: 'bad cfut_own-token' },
        { code: 1, message: 'own-token' },
      ],
    };
    nock(cloudflareUrl).get('/zones').reply(400, body);
    const known = await caught(cloudflare.listZones({ query: {} }));
    nock(cloudflareUrl)
      .get('/zones')
      .reply(400, { success: false, errors: [{ code: 1, message: 'bad cfut_own-token' }] });
    expectClean([known, await caught(cloudflare.listZones({ query: {} }))]);
  });

  it('were never shown to the observer', () => {
    expect(observed.length).toBeGreaterThan(8);
    expectClean(observed);
  });
});
