import { Readable } from 'node:stream';
import { inspect } from 'node:util';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { UnexpectedAnswer } from '../../../src/adapters/http/refusal.ts';
import { createLiteMail } from '../../../src/adapters/litemail/litemail-client.ts';
import { litemail as operations } from '../../../src/adapters/litemail/operations/litemail-operations.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { cloudflareUrl, liteMailUrl } from '../../helpers/nock-operation.ts';

const clock = manualClock();
const litemail = createLiteMail({ apiUrl: liteMailUrl, apiKey: 'lm-canary', clock, timeout: 200 });
const cloudflare = createCloudflare({
  apiUrl: cloudflareUrl,
  credential: { token: 'cfut_canary' },
  clock,
  timeout: 200,
});

/** A read and a write of each API; a read is tried three times where that can help. */
const reads = {
  LiteMail: { ask: () => litemail.getWalletBalance(), at: () => nock(liteMailUrl).get('/v1/wallet/balance') },
  Cloudflare: {
    ask: () => cloudflare.listZones({ query: {} }),
    at: () => nock('https://api.cloudflare.test').get('/client/v4/zones'),
  },
};
const writes = {
  LiteMail: {
    ask: () => litemail.connectDomains({ body: { domainNames: ['acme-mail.com'] } }),
    at: () => nock(liteMailUrl).post('/v1/domains/connect'),
    title: 'Connect Domains with LiteMail',
  },
  Cloudflare: {
    ask: () => cloudflare.batchDnsRecords({ params: { zone_id: 'z1' }, body: { deletes: [{ id: 'r1' }] } }),
    at: () => nock('https://api.cloudflare.test').post('/client/v4/zones/z1/dns_records/batch'),
    title: 'Batch DNS Records',
  },
};
const apis = ['LiteMail', 'Cloudflare'] as const;

async function failure(ask: () => Promise<unknown>): Promise<AppError> {
  const error = await ask().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

const page = '<!doctype html><title>Maintenance</title>';
const html = { 'content-type': 'text/html' };

describe.each(apis)('%s answers something that is of no use', (api) => {
  const read = reads[api];
  const write = writes[api];
  const mayHave = `"${write.title}" may or may not have been done.`;

  it('more than anybody could have asked for', async () => {
    const endless = () =>
      Readable.from(
        (function* () {
          for (;;) yield Buffer.alloc(1 << 20, ' ');
        })(),
      );
    read.at().reply(200, endless);
    write.at().reply(200, endless);
    const sentence = `${api}'s answer was too large to be read.`;
    expect(await failure(read.ask)).toMatchObject({ code: 'upstream_unavailable', message: sentence });
    expect(await failure(write.ask)).toMatchObject({ code: 'unknown_outcome', message: `${sentence} ${mayHave}` });
  });

  it('a web page', async () => {
    read.at().reply(200, page, html);
    write.at().reply(200, page, html);
    const sentence = `${api} answered with a web page instead of data (status 200).`;
    expect(await failure(read.ask)).toMatchObject({
      code: 'upstream_unavailable',
      message: sentence,
      hint: 'Try again in a few minutes.',
    });
    expect(await failure(write.ask)).toMatchObject({
      code: 'unknown_outcome',
      message: `${sentence} ${mayHave}`,
      hint: 'Check whether it was done before you send it again.',
    });
  });

  it('a web page of a firewall that let nothing through', async () => {
    write.at().reply(403, page, html);
    const error = await failure(write.ask);
    expect(error).toMatchObject({
      code: 'upstream_unavailable',
      message: `${api} answered with a web page instead of data (status 403).`,
    });
    expect(error.hint).toContain('Nothing was changed.');
  });

  it('nothing', async () => {
    read.at().reply(200, '');
    expect(await failure(read.ask)).toMatchObject({
      code: 'upstream_unavailable',
      message: `${api} answered with nothing (status 200).`,
    });
  });

  it('half of something', async () => {
    read.at().reply(200, '{"success": tr', { 'content-type': 'application/json' });
    expect((await failure(read.ask)).message).toBe(`${api} answered with something unreadable (status 200).`);
  });

  it('the way to another host, where the key must not go', async () => {
    read.at().reply(302, '', { location: 'https://elsewhere.test/' });
    expect(await failure(read.ask)).toMatchObject({
      code: 'upstream_unavailable',
      message: `${api} answered with a redirect (status 302).`,
    });
  });

  it('500, to a read three times', async () => {
    read.at().times(3).reply(500, { success: false, message: 'boom' });
    expect(await failure(read.ask)).toMatchObject({
      code: 'upstream_unavailable',
      message: `${api} has an internal problem (status 500).`,
    });
  });

  it.each([500, 502, 503, 504, 520])('%i, to a write once and never again', async (status) => {
    write.at().reply(status, page, html);
    expect(await failure(write.ask)).toMatchObject({
      code: 'unknown_outcome',
      message: `${api} has an internal problem (status ${status}). ${mayHave}`,
    });
  });

  it('429, to nobody twice', async () => {
    const tooMany = () =>
      [429, { success: false, errors: [{ code: 971, message: 'slow' }] }, { 'retry-after': '7' }] as const;
    read.at().reply(tooMany);
    write.at().reply(tooMany);
    const expected = {
      code: 'rate_limited',
      message: `${api} is rate-limiting this account.`,
      hint: 'Try again in 7 seconds.',
      retryAt: clock.now() + 7_000,
    };
    expect(await failure(read.ask)).toMatchObject(expected);
    expect(await failure(write.ask)).toMatchObject(expected);
  });
});

describe.each(apis)('%s does not answer', (api) => {
  const read = reads[api];
  const write = writes[api];

  it('because the connection breaks off', async () => {
    read
      .at()
      .times(3)
      .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    write.at().replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    const sentence = `The connection to ${api} was lost before it answered.`;
    expect(await failure(read.ask)).toMatchObject({ code: 'upstream_unavailable', message: sentence });
    expect(await failure(write.ask)).toMatchObject({
      code: 'unknown_outcome',
      message: `${sentence} "${write.title}" may or may not have been done.`,
    });
  });

  it('in time', async () => {
    read.at().delay(2_000).reply(200, {});
    write.at().delay(2_000).reply(200, {});
    const sentence = `${api} did not answer within 0.2 s.`;
    expect(await failure(read.ask)).toMatchObject({ code: 'upstream_unavailable', message: sentence });
    expect((await failure(write.ask)).code).toBe('unknown_outcome');
  });

  it('because it cannot even be reached: then nothing was changed', async () => {
    write.at().replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect(await failure(write.ask)).toMatchObject({
      code: 'upstream_unavailable',
      message: `${api} cannot be reached.`,
      hint: 'Nothing was changed. Try again in a few minutes.',
    });
  });
});

describe('an answer that the declaration does not allow', () => {
  const whole = { success: true, data: { domains: { canary: 1 } } };

  it('is said to be of a form that nobody knows, with the field and nothing of what was in it', async () => {
    nock(liteMailUrl).get('/v1/domains').reply(200, whole);
    const error = await failure(() => litemail.listDomains({ query: {} }));
    expect(error.message).toBe(
      'LiteMail answered “Retrieve Domains” in a form that this app does not know (items: Invalid input: expected array, received undefined).',
    );
    expect(inspect(error)).not.toContain('canary');
    expect(error).toMatchObject({ code: 'upstream_rejected', hint: expect.stringContaining('npm run doctor') });
  });

  it('is no proof that nothing was done, where it answers a write', () => {
    const charge = new UnexpectedAnswer('LiteMail', operations.addWalletBalance, [{ field: '', problem: 'odd' }]);
    expect(charge).toMatchObject({
      code: 'unknown_outcome',
      message:
        'LiteMail answered “Add Balance to Wallet” in a form that this app does not know (the whole: odd). It may or may not have been done.',
      hint: 'Check whether it was done before you send it again.',
    });
  });
});

describe('a request that the declaration does not allow', () => {
  const write = writes.LiteMail;

  it('is not sent, and says which field is wrong', async () => {
    const error = await failure(() =>
      litemail.enableCatchAll({ params: { domainId: 'd1' }, body: { email: 'nobody' } }),
    );
    expect(error).toMatchObject({
      code: 'bad_input',
      hint: 'body.email: Invalid email address',
      fields: { email: 'Invalid email address' },
    });
  });

  it('says where an operation that is not there can be looked for', async () => {
    write.at().reply(501, 'Not implemented');
    const error = await failure(write.ask);
    expect(error).toMatchObject({ code: 'not_found' });
    expect(error.hint).toContain('LITEMAIL_ROUTES');
  });

  it('cannot leave its place in the path', async () => {
    nock(liteMailUrl)
      .get((path) => path === '/v1/domains/..%2Fwallet%3Fa%3Db')
      .reply(200, { data: { id: 'd', domain: 'a.com' } });
    await litemail.getDomain({ params: { domainId: '../wallet?a=b' } });
    for (const domainId of ['..', '.', '']) await failure(() => litemail.getDomain({ params: { domainId } }));
  });
});
