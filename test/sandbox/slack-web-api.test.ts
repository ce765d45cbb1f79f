import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
let acme: WebClient;
const clientFor = (token: string, more: WebClientOptions = {}) =>
  new WebClient(token, {
    slackApiUrl: `${t.url}/sandbox/slack/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...more,
  });
beforeEach(async () => {
  t = await startTestSandbox();
  acme = clientFor('xoxb-sandbox-acme');
});
afterEach(() => t.stop({ invalid: 'expected' }));

/** Slack's error code of a call that is refused. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'not refused',
    (error: { data?: { error: string } }) => error.data?.error ?? String(error),
  );
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const modal = (more: object = {}) => ({
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Form' },
  blocks: [section('hello')],
  ...more,
});

test('a token is one team', async () => {
  expect(await acme.auth.test()).toMatchObject({ team_id: 'T0ACME', user_id: 'U0BOT', bot_id: 'B0BOT' });
  expect(await clientFor('xoxb-sandbox-nova').auth.test()).toMatchObject({ team_id: 'T0NOVA' });
  expect(await refusal(clientFor('xoxb-other').auth.test())).toBe('invalid_auth');
  expect(await refusal(new WebClient(undefined, { slackApiUrl: `${t.url}/sandbox/slack/api/` }).auth.test())).toBe(
    'not_authed',
  );
  expect(await refusal(acme.apiCall('dreams.list'))).toBe('unknown_method');
});

test('a message is posted, changed, found again, deleted', async () => {
  const { ts = '' } = await acme.chat.postMessage({ channel: 'C0OPS', text: 'one', blocks: [section('one')] });
  expect(t.messages('C0OPS')).toMatchObject([
    { ts, text: 'one', bot_id: 'B0BOT', blocks: [{ block_id: expect.any(String) }] },
  ]);
  await acme.chat.update({ channel: 'C0OPS', ts, text: 'two' });
  expect(t.messages('C0OPS')).toMatchObject([{ text: 'two', blocks: [section('one')], edited: { user: 'U0BOT' } }]);
  await acme.chat.update({ channel: 'C0OPS', ts, text: 'two', blocks: [] });
  expect(t.messages('C0OPS')[0]?.blocks).toBeUndefined();
  const { permalink } = await acme.chat.getPermalink({ channel: 'C0OPS', message_ts: ts });
  expect(permalink).toMatch(/^https:\/\/acme-outbound\.slack\.com\/archives\/C0OPS\/p\d{16}$/);
  await acme.chat.postMessage({ channel: 'C0OPS', text: 'reply', thread_ts: ts });
  expect(t.messages('C0OPS', { thread: ts })).toHaveLength(2);
  await acme.chat.delete({ channel: 'C0OPS', ts });
  expect(await refusal(acme.chat.update({ channel: 'C0OPS', ts, text: 'three' }))).toBe('message_not_found');
});

test('posting to a person is a direct message; an ephemeral one is seen by one person', async () => {
  expect(await acme.chat.postMessage({ channel: 'U0ANA', text: 'hi' })).toMatchObject({ channel: 'D0ANA' });
  expect(t.messages('U0ANA')).toMatchObject([{ text: 'hi' }]);
  const { message_ts = '' } = await acme.chat.postEphemeral({ channel: 'C0OPS', user: 'U0BO', text: 'psst' });
  expect(t.messages('C0OPS')).toEqual([]);
  expect(t.messages('C0OPS', { user: 'U0ANA' })).toEqual([]);
  expect(t.messages('C0OPS', { user: 'U0BO' })).toMatchObject([{ text: 'psst', ephemeral: true }]);
  expect(await refusal(acme.chat.update({ channel: 'C0OPS', ts: message_ts, text: 'x' }))).toBe('message_not_found');
});

const post = (channel: string, more: object = {}) => acme.chat.postMessage({ channel, text: 'hello', ...more });
test.each<[code: string, call: () => Promise<unknown>]>([
  ['channel_not_found', () => post('C0NOWHERE')],
  ['channel_not_found', () => post('C1OPS')],
  ['not_in_channel', () => post('C0GENERAL')],
  ['cannot_dm_bot', () => post('U0BOT')],
  ['no_text', () => post('C0OPS', { text: '' })],
  ['msg_too_long', () => post('C0OPS', { text: 'x'.repeat(40_001) })],
  ['invalid_blocks', () => post('C0OPS', { blocks: Array.from({ length: 51 }, () => section('a')) })],
  ['invalid_blocks_format', () => acme.apiCall('chat.postMessage', { channel: 'C0OPS', blocks: '[{' })],
  ['user_not_in_channel', () => acme.chat.postEphemeral({ channel: 'C0APPROVE', user: 'U0GUS', text: 'a' })],
  ['missing_scope', () => acme.conversations.history({ channel: 'C0OPS' })],
  ['user_not_found', () => acme.users.info({ user: 'U0NIA' })],
  ['no_such_subteam', () => acme.usergroups.users.list({ usergroup: 'S0NONE' })],
  ['invalid_trigger_id', () => acme.views.open({ trigger_id: '1.2.3', view: modal() })],
  ['invalid_arguments', () => acme.views.open({ trigger_id: '1.2.3', view: modal({ blocks: [] }) })],
  ['not_found', () => acme.views.update({ view_id: 'V0NONE', view: modal() })],
  [
    'view_too_large',
    () => acme.views.publish({ user_id: 'U0ANA', view: { type: 'home', blocks: [section('x'.repeat(250_000))] } }),
  ],
])('says %s', async (code, call) => {
  expect(await refusal(call())).toBe(code);
});

test('what is wrong with blocks is said the way Slack says it, and kept', async () => {
  const error = await post('C0OPS', { blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] }).catch(
    (reason: { data: unknown }) => reason.data,
  );
  expect(error).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'] },
  });
  expect(t.sandbox.control.read(new URLSearchParams('read=invalid'))).toMatchObject({
    invalid: [{ where: 'chat.postMessage', problems: [{ pointer: '/blocks/0/text/text' }] }],
  });
  await expect(t.stop()).rejects.toThrow(/Slack would refuse/);
  t = await startTestSandbox();
});

test('people, channels and usergroups are listed in pages', async () => {
  const first = await acme.users.list({ limit: 4 });
  const second = await acme.users.list({ limit: 4, cursor: first.response_metadata?.next_cursor ?? '' });
  expect([...(first.members ?? []), ...(second.members ?? [])].map((it) => it.name)).toEqual([
    'ada',
    'ana',
    'bo',
    'vera',
    'gus',
    'litemail',
  ]);
  expect((await acme.users.info({ user: 'U0GUS' })).user).toMatchObject({ is_restricted: true });
  expect((await acme.conversations.list({ exclude_archived: true })).channels).toHaveLength(4);
  expect((await acme.conversations.info({ channel: 'C0OPS' })).channel).toMatchObject({ name: 'ops', is_member: true });
  expect((await acme.conversations.members({ channel: 'C0AUDIT' })).members).toEqual(['U0ADA', 'U0BO', 'U0BOT']);
  expect((await acme.usergroups.list()).usergroups).toMatchObject([{ id: 'S0DELIV', handle: 'deliverability' }]);
  expect((await acme.usergroups.users.list({ usergroup: 'S0DELIV' })).users).toEqual(['U0BO', 'U0ADA']);
  expect((await acme.conversations.open({ users: 'U0BO' })).channel).toMatchObject({ id: 'D0BO' });
});

test('a file goes up in three steps and lands in the channel', async () => {
  await acme.filesUploadV2({
    channel_id: 'C0OPS',
    filename: 'zone.txt',
    content: '@ MX 10 mx.acme-mail.com',
    initial_comment: 'here',
  });
  const [message] = t.messages('C0OPS');
  expect(message).toMatchObject({ text: 'here', files: [{ name: 'zone.txt', mimetype: 'text/plain', size: 24 }] });
  const [file] = (message?.files ?? []) as { url_private: string }[];
  const read = async () =>
    (await fetch(file?.url_private ?? '', { headers: { authorization: 'Bearer xoxb-sandbox-acme' } })).text();
  expect(await read()).toBe('@ MX 10 mx.acme-mail.com');
  await t.act({ do: 'scopes', team: 'T0ACME', remove: ['files:read'] });
  expect(await read()).toContain('Sign in');
});

test('one message a second and channel, with a small burst, then 429 with the time to wait', async () => {
  const answers = await Promise.all(
    Array.from({ length: 7 }, (_, index) =>
      fetch(`${t.url}/sandbox/slack/api/chat.postMessage`, {
        method: 'POST',
        headers: { authorization: 'Bearer xoxb-sandbox-acme', 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'C0OPS', text: `${index}` }),
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(answers[6]?.headers.get('retry-after')).toBe('1');
  await post('C0APPROVE');
  await t.act({ do: 'clock', advance: '1s' });
  await post('C0OPS');
});

test('faults: a status, a cut connection after the work was done, HTML', async () => {
  await t.act({ do: 'fault', api: 'slack', kind: 'status', status: 503, times: 1, operation: 'chat.postMessage' });
  await expect(post('C0OPS')).rejects.toMatchObject({ statusCode: 503 });
  await t.act({ do: 'fault', api: 'slack', kind: 'drop', times: 1 });
  await expect(post('C0OPS', { text: 'lost answer' })).rejects.toThrow();
  expect(t.messages('C0OPS')).toMatchObject([{ text: 'lost answer' }]);
  await t.act({ do: 'fault', api: 'slack', kind: 'html', times: 1 });
  await expect(post('C0OPS')).rejects.toThrow();
  await post('C0OPS');
});

test('everything is there again after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const clock = createSandboxClock();
  await t.stop();
  t = await startTestSandbox({ dataDir, clock });
  acme = clientFor('xoxb-sandbox-acme');
  const { ts = '' } = await post('C0OPS');
  const { handles } = t.sandbox.slack.slack;
  await acme.views.open({ trigger_id: handles.newTrigger('T0ACME', 'U0ANA'), view: modal() });
  const url = await handles.newResponseUrl({ teamId: 'T0ACME', channel: 'C0OPS', user: 'U0ANA' });
  await t.act({ do: 'clock', advance: '25h' });
  await t.stop();

  t = await startTestSandbox({ dataDir });
  acme = clientFor('xoxb-sandbox-acme');
  expect(t.sandbox.clock.offset()).toBe(25 * 3_600_000);
  expect(t.messages('C0OPS')).toMatchObject([{ ts }]);
  expect(t.views('U0ANA')).toHaveLength(1);
  expect(Number((await post('C0OPS')).ts)).toBeGreaterThan(Number(ts));
  await expect(t.sandbox.slack.slack.handles.spendResponseUrl(url)).rejects.toThrow('expired_url');
  await t.act({ do: 'reset' });
  expect(t.messages('C0OPS')).toEqual([]);
  await rm(dataDir, { recursive: true });
});

test('a team installs the app, uninstalls it, and is told apart from the other one', async () => {
  const redirect = 'http://127.0.0.1:1/slack/oauth_redirect';
  const query = new URLSearchParams({
    client_id: '1111.2222',
    scope: 'commands,chat:write',
    redirect_uri: redirect,
    state: 's',
  });
  const page = await (await fetch(`${t.url}/sandbox/slack/oauth/v2/authorize?${query}`)).text();
  expect(page).toContain('Allow in Nova Agency');
  query.set('team', 'T0NOVA');
  const consent = await fetch(`${t.url}/sandbox/slack/oauth/v2/authorize?${query}`, { redirect: 'manual' });
  const back = new URL(consent.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('s');
  const exchange = () =>
    new WebClient(undefined, { slackApiUrl: `${t.url}/sandbox/slack/api/` }).oauth.v2.access({
      client_id: '1111.2222',
      client_secret: 'sandbox-client-secret',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirect,
    });
  const installed = await exchange();
  expect(installed).toMatchObject({ team: { id: 'T0NOVA' }, bot_user_id: 'U1BOT', scope: 'commands,chat:write' });
  expect(await refusal(exchange())).toBe('invalid_code');
  const nova = clientFor(installed.access_token ?? '');
  expect(await nova.auth.test()).toMatchObject({ team_id: 'T0NOVA' });
  await t.act({ do: 'uninstall', team: 'T0NOVA' });
  expect(await refusal(nova.auth.test())).toBe('invalid_auth');
  expect(await acme.auth.test()).toMatchObject({ team_id: 'T0ACME' });
});

test('the signature is Slack’s: v0 over time stamp and raw body', async () => {
  const seen: { body: string; stamp: string; signature: string }[] = [];
  t.sandbox.mount((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name]);
      expect(header('content-type')).toBe('application/x-www-form-urlencoded');
      seen.push({ body, stamp: header('x-slack-request-timestamp'), signature: header('x-slack-signature') });
      response.writeHead(200).end();
    });
  });
  await t.command('U0ANA', 'C0OPS', 'whoami');
  const [{ body = '', stamp = '', signature = '' } = {}] = seen;
  const expected = createHmac('sha256', 'sandbox-signing-secret').update(`v0:${stamp}:${body}`).digest('hex');
  expect(signature).toBe(`v0=${expected}`);
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    command: '/litemail',
    text: 'whoami',
    team_id: 'T0ACME',
    channel_name: 'ops',
  });
});
