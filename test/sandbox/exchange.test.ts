import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createExchange } from '../../sandbox/exchange.ts';
import { createFaults } from '../../sandbox/faults.ts';
import { createRouter } from '../../sandbox/router.ts';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';
import type { WireEntry } from '../../sandbox/wire-log.ts';

const clock = createSandboxClock();
const faults = createFaults();
let wire: WireEntry[] = [];
let worked = 0;
let url = '';
let close: () => void;

beforeEach(async () => {
  const handle = createExchange({
    api: 'litemail',
    clock,
    faults,
    onWire: (entry) => wire.push(entry),
    failure: (status) => ({ status, body: { success: false } }),
    async answer(call) {
      worked += 1;
      return { status: 200, body: { got: call.body, apiKey: 'abc' } };
    },
  });
  const server = createServer((request, response) => void handle(request, response, request.url ?? '/'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
  wire = [];
  worked = 0;
});
afterEach(() => {
  close();
  faults.off();
});

const post = (path: string, body: unknown) => fetch(url + path, { method: 'POST', body: JSON.stringify(body) });

test('a dropped answer is lost after the work was done', async () => {
  faults.add({ api: 'litemail', kind: 'drop', times: 1 });
  await expect(post('/v1/dns', { a: 1 })).rejects.toThrow();
  expect(worked).toBe(1);
  expect((await post('/v1/dns', { a: 1 })).status).toBe(200);
});

test('a status fault answers in the words of the API without doing the work, for the named operation alone', async () => {
  faults.add({ api: 'litemail', kind: 'status', status: 503, operation: 'POST /v1/dns' });
  const answer = await post('/v1/dns', {});
  expect([answer.status, await answer.json(), worked]).toEqual([503, { success: false }, 0]);
  expect((await post('/v1/tags', {})).status).toBe(200);
});

test('HTML comes as a proxy sends it', async () => {
  faults.add({ api: 'litemail', kind: 'html', times: 1 });
  const answer = await post('/v1/dns', {});
  expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
});

test('a slow answer waits for the clock', async () => {
  faults.add({ api: 'litemail', kind: 'slow', ms: 3_600_000 });
  const answer = post('/v1/dns', {});
  await expect.poll(() => faults.list().length).toBe(1);
  const advancing = setInterval(() => clock.advance(3_600_000), 5);
  expect((await answer).status).toBe(200);
  clearInterval(advancing);
});

test('the wire shows both bodies without secrets, at any depth', async () => {
  await post('/v1/cloudflare-credentials?page=1', {
    apiKey: 'abc',
    nested: [{ secret: 's', note: 'uses cfut_sandbox_acme_0123' }],
    hasCredentials: true,
  });
  expect(wire).toHaveLength(1);
  expect(wire[0]).toMatchObject({
    api: 'litemail',
    method: 'POST',
    path: '/v1/cloudflare-credentials?page=1',
    status: 200,
    requestBody: { apiKey: '•••', nested: [{ secret: '•••', note: 'uses •••' }], hasCredentials: true },
  });
  expect(JSON.stringify(wire)).not.toMatch(/abc|cfut_/);
});

test('a literal path wins over a parameter, whichever was declared first', () => {
  const router = createRouter<string>();
  router.on('GET', '/v1/domains/:domainId', 'one');
  router.on('GET', '/v1/domains/assignable', 'assignable');
  router.on('*', '/zones/:zone/filters/*', 'retired');
  expect(router.find('GET', '/v1/domains/assignable')?.handler).toBe('assignable');
  expect(router.find('GET', '/v1/domains/a%20b')).toMatchObject({ handler: 'one', params: { domainId: 'a b' } });
  expect(router.find('DELETE', '/zones/1/filters')?.handler).toBe('retired');
  expect(router.find('PUT', '/v1/domains/assignable')).toBeUndefined();
});

test('half an answer is cut off after the work was done', async () => {
  faults.add({ api: 'litemail', kind: 'half', times: 1 });
  const answer = await post('/v1/dns', { a: 1 });
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
  expect(worked).toBe(1);
});

test('a status comes with the headers that are asked for, and no others', async () => {
  faults.add({ api: 'litemail', kind: 'status', status: 429, headers: { 'retry-after': '0' }, times: 1 });
  expect((await post('/v1/dns', {})).headers.get('retry-after')).toBe('0');
});
