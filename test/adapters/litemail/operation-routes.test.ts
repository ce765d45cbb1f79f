import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createLiteMail } from '../../../src/adapters/litemail/litemail-client.ts';
import { parseRoutes } from '../../../src/adapters/litemail/operation-routes.ts';
import type { OperationRoutes } from '../../../src/ports/operation.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { liteMailUrl } from '../../helpers/nock-operation.ts';

const withRoutes = (routes: OperationRoutes) =>
  createLiteMail({
    apiUrl: liteMailUrl,
    apiKey: 'lm-canary',
    clock: manualClock(),
    routes: parseRoutes(JSON.stringify(routes)),
  });
const done = { success: true, message: 'ok', data: null };

describe('an operation that LITEMAIL_ROUTES overrides', () => {
  it('is asked for at its other path, and the others stay where they are', async () => {
    const litemail = withRoutes({ listPlacementTests: { path: '/v1/placement' } });
    nock(liteMailUrl).get('/v1/placement?limit=5').reply(200, { data: [] });
    nock(liteMailUrl).get('/v1/tags').reply(200, { data: [] });
    await litemail.listPlacementTests({ query: { limit: 5 } });
    await litemail.listTags();
  });

  it('can take a path parameter into its body, as a list too', async () => {
    const litemail = withRoutes({
      addDmarcRecords: {
        path: '/v1/domains/dmarc',
        body: { domainIds: ['{domainId}'], email: '{email}', policy: '{policy}', note: 'for {domainId}' },
      },
    });
    nock(liteMailUrl)
      .post('/v1/domains/dmarc', { domainIds: ['d1'], email: 'dmarc@acme.test', note: 'for d1' })
      .reply(200, done);
    await litemail.addDmarcRecords({ params: { domainId: 'd1' }, body: { email: 'dmarc@acme.test' } });
  });

  it('can have another method and its fields in the query', async () => {
    const litemail = withRoutes({ deleteDnsRecord: { method: 'POST', path: '/v1/dns/delete', query: { id: '{id}' } } });
    nock(liteMailUrl).post('/v1/dns/delete?id=r%2F1').reply(200, done);
    await litemail.deleteDnsRecord({ params: { id: 'r/1' } });
  });

  it('keeps the types of what it moves', async () => {
    const litemail = withRoutes({ addWalletBalance: { path: '/v1/wallet', body: { usd: '{amount}' } } });
    nock(liteMailUrl).post('/v1/wallet', { usd: 50 }).reply(200, done);
    await litemail.addWalletBalance({ body: { amount: 50 } });
  });

  it('encodes what it puts into a path', async () => {
    const litemail = withRoutes({ getNameServers: { path: '/v2/ns/{domainId}' } });
    nock(liteMailUrl)
      .get((path) => path === '/v2/ns/a%2Fb')
      .reply(200, { data: ['ns1.a.com'] });
    await litemail.getNameServers({ params: { domainId: 'a/b' } });
  });
});

describe('a file of routes that cannot be right', () => {
  it.each([
    ['is no JSON', '{', 'the file is not JSON.'],
    ['is a list', '[]', 'the file: Invalid input: expected record, received array'],
    [
      'names an operation that does not exist',
      '{"listDomain": {}}',
      'listDomain: there is no such operation. Did you mean listDomains?',
    ],
    ['has a field that means nothing', '{"listTags": {"url": "/x"}}', 'listTags: Unrecognized key: "url"'],
    [
      'has a path without a slash',
      '{"listTags": {"path": "v1/tags"}}',
      'listTags.path: Invalid string: must start with "/"',
    ],
    [
      'uses a field that is not there',
      '{"deleteTag": {"path": "/v1/tags/{tagId}/{id}"}}',
      'deleteTag: {tagId} is not one of its fields: {id}.',
    ],
    [
      'forgets which one is meant',
      '{"deleteTag": {"path": "/v1/tags"}}',
      'deleteTag: {id} is not used, so LiteMail could not tell which one is meant.',
    ],
    [
      'sends a body with a GET',
      '{"createTag": {"method": "GET"}}',
      'createTag: a GET has no body; put its fields into query.',
    ],
  ])('%s', (_, text, problem) => {
    expect(() => parseRoutes(text)).toThrow(`LITEMAIL_ROUTES: ${problem}`);
  });

  it('names everything that is wrong at once, one line each', () => {
    const text = JSON.stringify({ listTagz: {}, deleteTag: { path: '/v1/tags' } });
    expect(() => parseRoutes(text)).toThrow(/listTagz: .*\nLITEMAIL_ROUTES: deleteTag: /);
  });
});
