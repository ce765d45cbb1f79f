import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
const stopping: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  t = await startTestSandbox();
});
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
  await t.stop();
});

const api = () => `${t.url}/sandbox/slack/api/`;

async function connect(listen: (app: App) => void): Promise<void> {
  const clientOptions = { slackApiUrl: api(), retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-sandbox',
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions },
  });
  const app = new App({
    receiver,
    token: 'xoxb-sandbox-acme',
    convoStore: false,
    tokenVerificationEnabled: false,
    logLevel: LogLevel.ERROR,
    clientOptions,
  });
  listen(app);
  await app.start();
  stopping.push(() => app.stop());
}

test('an app without a public URL gets commands, presses, forms and events over its own connection', async () => {
  const heard: string[] = [];
  await connect((app) => {
    app.command('/litemail', async ({ ack, command, client }) => {
      await ack({ text: `you typed ${command.text}` });
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          title: { type: 'plain_text', text: 'Form' },
          submit: { type: 'plain_text', text: 'Send' },
          blocks: [
            {
              type: 'input',
              block_id: 'name',
              label: { type: 'plain_text', text: 'Name' },
              element: { type: 'plain_text_input', action_id: 'value' },
            },
          ],
        },
      });
    });
    app.view('form', ({ ack }) => ack({ response_action: 'errors', errors: { name: 'Taken.' } }));
    app.event('app_home_opened', async ({ event }) => {
      heard.push(event.user);
    });
  });
  await t.command('U0ANA', 'C0OPS', 'status');
  expect(t.messages('C0OPS', { user: 'U0ANA' })).toMatchObject([{ text: 'you typed status' }]);
  await t.until(() => t.views('U0ANA').length === 1);
  expect(await t.submit('U0ANA', { Name: 'x' })).toMatchObject({ errors: { name: 'Taken.' } });
  await t.home('U0BO');
  expect(heard).toEqual(['U0BO']);
  expect(t.wire('app').map(({ path }) => path)).toEqual([
    'socket slash_commands',
    'socket interactive',
    'socket events_api',
  ]);
});

test('a connection needs the app token, and its URL is good once', async () => {
  const open = (token?: string) =>
    new WebClient(token, { slackApiUrl: api(), retryConfig: { retries: 0 } }).apps.connections.open();
  await expect(open('xoxb-sandbox-acme')).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  await expect(open()).rejects.toMatchObject({ data: { error: 'not_authed' } });
  const { url = '' } = await open('xapp-sandbox');
  const ended = (socket: WebSocket) =>
    new Promise<string>((resolve) => {
      socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)).type);
      socket.onerror = () => resolve('refused');
    });
  const first = new WebSocket(url);
  expect(await ended(first)).toBe('hello');
  expect(await ended(new WebSocket(url))).toBe('refused');
  first.close();
});

test('when the connection is gone before the answer, the person is told', async () => {
  await connect((app) =>
    app.command('/litemail', async () => {
      t.sandbox.slack.sockets.close();
    }),
  );
  expect(await t.command('U0ANA', 'C0OPS', 'help')).toMatchObject({
    shown: '/litemail failed with the error "dispatch_failed"',
  });
});
