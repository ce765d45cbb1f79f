import { afterEach, beforeEach, expect, test } from 'vitest';
import { requiredScopes } from '../../sandbox/slack/seed-slack.ts';
import { requiredScopes as manifestScopes } from '../../src/adapters/slack/scopes.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
beforeEach(async () => {
  t = await startTestSandbox();
});
afterEach(() => t.stop());

const at = (path: string) => `${t.url}/sandbox/control${path}`;
const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(at(''), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const answer = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });

test('without a question it lists what there is, with the fields of each', async () => {
  const listing = await answer(await fetch(at('')));
  expect(listing).toMatchObject({
    ok: true,
    verbs: expect.arrayContaining([
      expect.objectContaining({
        do: 'command',
        fields: expect.objectContaining({ text: expect.objectContaining({ required: true }) }),
      }),
    ]),
    reads: expect.arrayContaining([expect.objectContaining({ read: 'messages' })]),
  });
});

test('what cannot be done is said in words', async () => {
  expect(await answer(await post({ do: 'dance' }))).toMatchObject({
    status: 400,
    ok: false,
    error: expect.stringMatching(/Unknown "dance"/),
  });
  expect(await answer(await post('hello'))).toMatchObject({ status: 400, ok: false });
  expect(await answer(await post({ do: 'command', user: 'U0ANA', channel: '#ops' }))).toMatchObject({
    error: expect.stringMatching(/text/),
  });
  expect(await answer(await post({ do: 'command', user: 'zoe', channel: '#ops', text: '' }))).toMatchObject({
    error: 'There is nobody called "zoe".',
  });
  expect(await answer(await post({ do: 'command', user: 'U0GUS', channel: '#approvals', text: '' }))).toMatchObject({
    error: 'Gus is not in #approvals.',
  });
  expect(await answer(await post({ do: 'submit', user: 'U0ANA' }))).toMatchObject({
    error: 'Ana Ruiz has no form open.',
  });
  expect(await answer(await post({ do: 'bad-day', name: 'monday' }))).toMatchObject({
    status: 400,
    error: 'There is no bad day "monday".',
  });
  expect(await answer(await post({ do: 'clock' }))).toMatchObject({ status: 400, error: 'Say advance or back.' });
  expect(await answer(await fetch(at('?read=dreams')))).toMatchObject({ status: 400, ok: false });
  expect(await answer(await fetch(at('?read=messages')))).toMatchObject({
    status: 400,
    error: 'Add channel=… to the query.',
  });
});

test('a page of another site can neither read nor post', async () => {
  const { request } = await import('node:http');
  const status = (headers: Record<string, string>, method = 'GET') =>
    new Promise((resolve) => {
      request(at('?read=people'), { method, headers }, (response) => resolve(response.resume().statusCode)).end();
    });
  expect(await status({ host: 'evil.test' })).toBe(421);
  expect(await status({ host: 'evil.test:3000' }, 'POST')).toBe(421);
  expect(await status({ origin: 'https://evil.test' }, 'POST')).toBe(403);
  expect(await status({ origin: 'null' }, 'POST')).toBe(403);
  expect(await status({ origin: 'http://127.0.0.1:1' }, 'POST')).toBe(403);
  expect(await status({ origin: t.url })).toBe(200);
});

test('changes are told live', async () => {
  const abort = new AbortController();
  const response = await fetch(`${t.url}/sandbox/live`, { signal: abort.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (wanted: string) => {
    while (!text.includes(wanted)) text += (await reader?.read())?.value ?? '';
  };
  await readUntil(': live');
  await t.act({ do: 'say', user: 'U0ANA', channel: '#ops', text: 'hello' });
  await readUntil('"channel":"C0OPS"');
  await t.act({ do: 'clock', advance: '1h' });
  await readUntil('{"kind":"clock"}');
  await t.act({ do: 'fault', api: 'litemail', kind: 'slow', ms: 10 });
  await readUntil('{"kind":"fault"}');
  await t.act({ do: 'change-record', zone: 'acme-mail.com', add: { type: 'A', name: 'new', content: '192.0.2.9' } });
  await readUntil('{"kind":"zones"}');
  abort.abort();
});

test('somebody signs in and acts from then on', async () => {
  await t.act({ do: 'sign-in', user: 'vera' });
  await t.act({ do: 'say', channel: '#ops', text: 'it is me' });
  expect(t.messages('C0OPS')).toMatchObject([{ user: 'U0VERA', text: 'it is me' }]);
});

test('the world can be looked at: people, channels, zones, endpoints, clock', async () => {
  const read = async (query: string) => answer(await fetch(at(`?read=${query}`)));
  expect(await read('people')).toMatchObject({ teams: [{ id: 'T0ACME' }, { id: 'T0NOVA' }] });
  expect(await read('channels&user=U0NED')).toMatchObject({ channels: [{ id: 'C1GENERAL' }, { id: 'C1OPS' }] });
  expect(await read('zones&zone=acme-mail.com')).toMatchObject({ records: expect.any(Array) });
  expect(await read('events')).toMatchObject({ endpoints: expect.any(Array) });
  expect(await read('clock')).toMatchObject({ offset: 0 });
});

test('no secret is on the wire log, and what people type into a field for one is not either', async () => {
  t.sandbox.mount((_, response) => response.writeHead(200).end());
  const { state } = t.sandbox.slack.slack;
  const input = (block_id: string, label: string) => ({
    type: 'input',
    block_id,
    label: { type: 'plain_text', text: label },
    element: { type: 'plain_text_input', action_id: 'value' },
  });
  await fetch(`${t.url}/sandbox/slack/api/views.open`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-sandbox-acme', 'content-type': 'application/json' },
    body: JSON.stringify({
      trigger_id: t.sandbox.slack.slack.handles.newTrigger('T0ACME', 'U0ADA'),
      view: {
        type: 'modal',
        title: { type: 'plain_text', text: 'Connect' },
        submit: { type: 'plain_text', text: 'Save' },
        blocks: [input('api_key', 'Key'), input('name', 'Name')],
      },
    }),
  });
  await t.submit('U0ADA', { Key: 'hunter2-and-more', Name: 'Main account' });
  expect(state.screen('T0ACME', 'U0ADA').stack).toEqual([]);
  const wire = JSON.stringify(t.wire());
  expect(wire).toContain('Main account');
  expect(wire).not.toMatch(/hunter2|xoxb-sandbox|sandbox-verification/);
});

test('the stand-in grants what the manifest asks for, no more', () => {
  expect([...requiredScopes].sort()).toEqual(manifestScopes.map(({ scope }) => scope as string).sort());
});
