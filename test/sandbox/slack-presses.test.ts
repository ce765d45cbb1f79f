import type { App, BlockAction } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mountBolt } from '../helpers/bolt-app.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
let pressed: BlockAction[];
let app: App;
beforeEach(async () => {
  pressed = [];
  t = await startTestSandbox();
  app = await mountBolt(t.sandbox, (bolt) =>
    bolt.action(/.*/, async ({ ack, body, respond }) => {
      await ack();
      pressed.push(body as BlockAction);
      if ((body as BlockAction).container?.is_ephemeral) await respond({ text: 'replaced', replace_original: true });
    }),
  );
});
afterEach(() => t.stop());

const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const option = (value: string) => ({ text: text(`Option ${value}`), value });
const elements = [
  { type: 'button', action_id: 'go', value: 'v1', text: text('Go'), style: 'primary' },
  { type: 'overflow', action_id: 'more', options: [option('a'), option('b')] },
  { type: 'static_select', action_id: 'pick', options: [option('a'), option('b')], initial_option: option('a') },
  { type: 'datepicker', action_id: 'day' },
  { type: 'multi_users_select', action_id: 'who' },
] as never[];
const call = (method: 'postMessage' | 'postEphemeral', more: object) =>
  app.client.chat[method]({
    token: 'xoxb-sandbox-acme',
    channel: 'C0OPS',
    text: 'press',
    blocks: [{ type: 'actions', block_id: 'row', elements }],
    ...more,
  } as never) as Promise<{ ts?: string }>;

test('a press carries the message, what was pressed and what is chosen elsewhere', async () => {
  const { ts } = await call('postMessage', {});
  await t.press('U0BO', { channel: '#ops', ts: ts ?? '', label: 'Go' });
  expect(pressed[0]).toEqual({
    type: 'block_actions',
    user: { id: 'U0BO', username: 'bo', name: 'bo', team_id: 'T0ACME' },
    api_app_id: 'A0LITE',
    token: expect.any(String),
    team: { id: 'T0ACME', domain: 'acme-outbound' },
    enterprise: null,
    is_enterprise_install: false,
    container: { type: 'message', message_ts: ts, channel_id: 'C0OPS', is_ephemeral: false },
    channel: { id: 'C0OPS', name: 'ops' },
    message: expect.objectContaining({ ts, bot_id: 'B0BOT', user: 'U0BOT', text: 'press' }),
    trigger_id: expect.any(String),
    response_url: expect.stringContaining('/sandbox/slack/response/T0ACME/'),
    state: {
      values: {
        row: {
          pick: { type: 'static_select', selected_option: option('a') },
          day: { type: 'datepicker', selected_date: null },
          who: { type: 'multi_users_select', selected_users: [] },
        },
      },
    },
    actions: [
      {
        type: 'button',
        action_id: 'go',
        block_id: 'row',
        value: 'v1',
        text: text('Go'),
        style: 'primary',
        action_ts: expect.any(String),
      },
    ],
  });
});

test('what is chosen in a menu comes with the press, and stays chosen for that person', async () => {
  await call('postMessage', {});
  await t.press('U0BO', { channel: 'C0OPS', action_id: 'pick', selected: 'Option b' });
  await t.press('U0BO', { channel: 'C0OPS', action_id: 'more', label: 'Option a' });
  await t.press('U0BO', { channel: 'C0OPS', action_id: 'day', selected: '2026-12-24' });
  await t.press('U0BO', { channel: 'C0OPS', action_id: 'who', selected: ['ana', 'U0ADA'] });
  expect(pressed.map(({ actions }) => actions[0])).toMatchObject([
    { type: 'static_select', selected_option: option('b'), initial_option: option('a') },
    { type: 'overflow', selected_option: option('a') },
    { type: 'datepicker', selected_date: '2026-12-24' },
    { type: 'multi_users_select', selected_users: ['U0ANA', 'U0ADA'] },
  ]);
  await t.press('U0BO', { channel: 'C0OPS', label: 'Go' });
  await t.press('U0ANA', { channel: 'C0OPS', label: 'Go' });
  const choices = pressed.slice(-2).map(({ state }) => state?.values.row?.pick?.selected_option?.value);
  expect(choices).toEqual(['b', 'a']);
});

test('an ephemeral message is pressed by its one reader, is left out of the payload, and can be replaced', async () => {
  await call('postEphemeral', { user: 'U0ANA' });
  await expect(t.press('U0BO', { channel: 'C0OPS', label: 'Go' })).rejects.toThrow(/No message there/);
  await t.press('U0ANA', { channel: 'C0OPS', label: 'Go' });
  expect(pressed[0]?.container).toMatchObject({ is_ephemeral: true });
  expect(pressed[0]).not.toHaveProperty('message');
  await t.until(() => t.messages('C0OPS', { user: 'U0ANA' })[0]?.text === 'replaced');
});

test('what an old screen still shows can be pressed as stale', async () => {
  const { ts } = await call('postMessage', { blocks: [] });
  await t.press('U0BO', {
    channel: 'C0OPS',
    ts: ts ?? '',
    stale: true,
    action_id: 'approve',
    value: 'r-1',
    label: 'Approve',
  });
  expect(pressed[0]?.actions).toMatchObject([{ action_id: 'approve', value: 'r-1', text: { text: 'Approve' } }]);
});

test('a person presses where they are: not in a channel they have not joined', async () => {
  await call('postMessage', { channel: 'C0APPROVE' });
  await expect(t.press('U0GUS', { channel: 'C0APPROVE', label: 'Go' })).rejects.toThrow('Gus is not in #approvals.');
});

test('in a direct message with the app the channel is the person', async () => {
  await call('postMessage', { channel: 'U0VERA' });
  await t.press('U0VERA', { channel: 'U0VERA', label: 'Go' });
  expect(pressed[0]).toMatchObject({ channel: { id: 'D0VERA', name: 'directmessage' } });
});
