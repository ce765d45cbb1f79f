import { afterEach, beforeEach, expect, test } from 'vitest';
import { typedText } from '../../sandbox/slack/typed-text.ts';
import { mountBolt } from '../helpers/bolt-app.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
beforeEach(async () => {
  t = await startTestSandbox();
});
afterEach(() => t.stop());

test('the app hears of what happens to channels, and of its own end', async () => {
  const heard: unknown[] = [];
  await mountBolt(t.sandbox, (app) => {
    app.event(/.*/, async ({ event, body }) => {
      heard.push({ team: body.team_id, ...event });
    });
  });
  const change = (action: string, more: object = {}) =>
    t.act({ do: 'change-channel', channel: 'C0OPS', action, ...more });
  await change('leave');
  await change('join');
  await change('archive');
  await change('unarchive');
  await change('rename', { name: 'operations' });
  await t.act({ do: 'uninstall', team: 'T0ACME' });
  expect(heard).toMatchObject([
    { type: 'member_left_channel', user: 'U0BOT', channel: 'C0OPS' },
    { type: 'member_joined_channel', user: 'U0BOT', channel: 'C0OPS', team: 'T0ACME' },
    { type: 'channel_archive', channel: 'C0OPS' },
    { type: 'channel_unarchive', channel: 'C0OPS' },
    { type: 'channel_rename', channel: { id: 'C0OPS', name: 'operations' } },
    { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } },
    { type: 'app_uninstalled' },
  ]);
});

test('an event that is not taken comes three more times, with the reason', async () => {
  const tries: unknown[] = [];
  t.sandbox.mount((request, response) => {
    request.resume();
    tries.push([request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']]);
    response.writeHead(500).end();
  });
  const times = (count: number) => t.until(() => t.wire('app').length === count);
  await t.home('U0ANA');
  await times(2);
  await t.act({ do: 'clock', advance: '1m' });
  await times(3);
  await t.act({ do: 'clock', advance: '5m' });
  await times(4);
  expect(tries).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
});

test('a mention reaches the app where it may hear it', async () => {
  const heard: string[] = [];
  await mountBolt(t.sandbox, (app) => {
    app.event('app_mention', async ({ event }) => {
      heard.push(event.text);
    });
  });
  const mention = () => t.act({ do: 'say', user: 'U0ANA', channel: '#ops', text: '<@U0BOT> hi' });
  await mention();
  await t.act({ do: 'scopes', team: 'T0ACME', add: ['app_mentions:read'] });
  await mention();
  expect(heard).toEqual(['<@U0BOT> hi']);
});

test.each([
  [
    'dns add acme-mail.com TXT @ "v=spf1 include:_spf.google.com ~all" --ttl 3600',
    'dns add <http://acme-mail.com|acme-mail.com> TXT @ "v=spf1 include:<http://_spf.google.com|_spf.google.com> ~all" --ttl 3600',
  ],
  [
    'dns set acme-mail.com A www 192.0.2.2 --proxied',
    'dns set <http://acme-mail.com|acme-mail.com> A www 192.0.2.2 --proxied',
  ],
  [
    'cf purge example.com --files https://example.com/style.css',
    'cf purge <http://example.com|example.com> --files <https://example.com/style.css>',
  ],
  [
    'notify subscribe domain.* mailbox.updated --channel #ops --filter "domain:*.io"',
    'notify subscribe domain.* mailbox.updated --channel <#C0OPS|ops> --filter "domain:*.io"',
  ],
  [
    '--mailboxes ana@acme-mail.com,bo@acme-mail.com',
    '--mailboxes <mailto:ana@acme-mail.com|ana@acme-mail.com>,<mailto:bo@acme-mail.com|bo@acme-mail.com>',
  ],
  ['ask @deliverability and @nobody in #nowhere', 'ask <!subteam^S0DELIV|@deliverability> and @nobody in #nowhere'],
  ['as it is: <@U0BO|bo> <http://x.com|x.com> &amp;', 'as it is: <@U0BO|bo> <http://x.com|x.com> &amp;amp;'],
])('of "%s" Slack makes its own form', (typed, sent) => {
  const team = t.sandbox.slack.slack.state.team('T0ACME');
  expect(team && typedText(team, typed)).toBe(sent);
});
