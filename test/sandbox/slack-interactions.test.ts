import { afterEach, beforeEach, expect, test } from 'vitest';
import { mountBolt } from '../helpers/bolt-app.ts';
import { startTestSandbox, type TestSandbox, textOf } from '../helpers/sandbox.ts';

let t: TestSandbox;
beforeEach(async () => {
  t = await startTestSandbox();
});
afterEach(() => t.stop());

test('a typed command arrives signed, with mentions, channels and domains as Slack sends them', async () => {
  const texts: string[] = [];
  await mountBolt(t.sandbox, (app) =>
    app.command('/litemail', async ({ command, ack }) => {
      texts.push(command.text);
      await ack({ text: `*${command.user_name}* in ${command.channel_name}` });
    }),
  );
  await t.command(
    'ana',
    '#ops',
    '/litemail domains connect acme-mail.com bücher-post.de --channel #ops @bo ana@acme-mail.com 1 < 2',
  );
  expect(texts).toEqual([
    'domains connect <http://acme-mail.com|acme-mail.com> <http://bücher-post.de|bücher-post.de> --channel <#C0OPS|ops> <@U0BO|bo> <mailto:ana@acme-mail.com|ana@acme-mail.com> 1 &lt; 2',
  ]);
  expect(t.messages('C0OPS')).toEqual([]);
  expect(t.messages('C0OPS', { user: 'U0ANA' })).toMatchObject([{ text: '*ana* in ops', ephemeral: true }]);
  expect(t.messages('C0OPS', { user: 'U0BO' })).toEqual([]);
});

test('a button in a message, a form with an error, then the message changed', async () => {
  await mountBolt(t.sandbox, (app) => {
    app.command('/litemail', async ({ ack, client }) => {
      await ack();
      const elements = [
        {
          type: 'button' as const,
          action_id: 'deny',
          value: 'r1',
          text: { type: 'plain_text' as const, text: 'Deny' },
        },
      ];
      await client.chat.postMessage({
        channel: 'C0APPROVE',
        text: 'A request',
        blocks: [{ type: 'actions', elements }],
      });
    });
    app.action('deny', async ({ ack, body, action, client }) => {
      await ack();
      if (body.type !== 'block_actions' || action.type !== 'button') return;
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'reason',
          private_metadata: `${body.message?.ts} ${action.value}`,
          title: { type: 'plain_text', text: 'Why not?' },
          submit: { type: 'plain_text', text: 'Deny' },
          blocks: [
            {
              type: 'input',
              block_id: 'why',
              label: { type: 'plain_text', text: 'Reason' },
              element: { type: 'plain_text_input', action_id: 'text' },
            },
          ],
        },
      });
    });
    app.view('reason', async ({ ack, view, client, body }) => {
      const reason = view.state.values.why?.text?.value ?? '';
      if (reason.length < 5) return ack({ response_action: 'errors', errors: { why: 'Say a little more.' } });
      await ack();
      const [ts = ''] = view.private_metadata.split(' ');
      await client.chat.update({
        channel: 'C0APPROVE',
        ts,
        text: `Denied by <@${body.user.id}>: ${reason}`,
        blocks: [],
      });
    });
  });
  await t.command('U0ANA', 'C0OPS', 'dns delete');
  const card = await t.until(() => t.messages('C0APPROVE')[0]);
  await t.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
  await t.until(() => t.views('U0BO')[0]);

  await expect(t.submit('U0BO', {})).resolves.toMatchObject({
    ok: false,
    errors: { why: 'Please complete this required field.' },
  });
  expect(await t.submit('U0BO', { Reason: 'no' })).toMatchObject({ errors: { why: 'Say a little more.' } });
  expect(t.views('U0BO')[0]?.errors).toEqual({ why: 'Say a little more.' });
  await t.submit('U0BO', { why: 'It breaks mail' });
  expect(t.views('U0BO')).toEqual([]);
  const changed = await t.until(() => t.messages('C0APPROVE').find((message) => message.edited));
  expect(textOf(changed)).toBe('Denied by <@U0BO>: It breaks mail');
  await expect(t.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' })).rejects.toThrow(/no "Deny" here/);
});

test('App Home is opened, published, and its select with options from the app is used', async () => {
  const chosen: unknown[] = [];
  await mountBolt(t.sandbox, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: {
          type: 'home',
          blocks: [
            {
              type: 'actions',
              elements: [
                {
                  type: 'external_select',
                  action_id: 'domain',
                  min_query_length: 0,
                  placeholder: { type: 'plain_text', text: 'Domain' },
                },
              ],
            },
          ],
        },
      });
    });
    app.options('domain', async ({ ack, options }) => {
      const names = ['acme-mail.com', 'outbound-labs.io'].filter((name) => name.includes(options.value));
      await ack({ options: names.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) });
    });
    app.action('domain', async ({ ack, action }) => {
      chosen.push(action);
      await ack();
    });
  });
  await t.home('U0VERA');
  await t.until(() => t.homeOf('U0VERA'));
  expect(
    await t.act({ do: 'options', user: 'U0VERA', view: 'home', action_id: 'domain', query: 'labs' }),
  ).toMatchObject({
    options: [{ value: 'outbound-labs.io' }],
  });
  await t.press('U0VERA', { view: 'home', action_id: 'domain', selected: 'acme-mail.com' });
  expect(chosen).toMatchObject([{ type: 'external_select', selected_option: { value: 'acme-mail.com' } }]);
});

test('an app that does not answer is shown to the person as Slack shows it', async () => {
  await t.stop();
  t = await startTestSandbox({ ackMs: 50 });
  expect(await t.command('U0ANA', 'C0OPS', 'help')).toMatchObject({
    shown: '/litemail failed with the error "dispatch_failed"',
  });
  t.sandbox.mount(() => {});
  expect(await t.command('U0ANA', 'C0OPS', 'help')).toMatchObject({
    shown: '/litemail failed with the error "operation_timeout"',
  });
});

test('delivered twice means that the app hears the same thing twice', async () => {
  const heard: string[] = [];
  await mountBolt(t.sandbox, (app) =>
    app.command('/litemail', async ({ ack, command }) => {
      heard.push(command.trigger_id);
      await ack();
    }),
  );
  await t.act({ do: 'fault', api: 'slack', kind: 'twice', times: 1 });
  await t.command('U0ANA', 'C0OPS', 'help');
  await t.command('U0ANA', 'C0OPS', 'help');
  expect(heard).toHaveLength(3);
  expect(heard[0]).toBe(heard[1]);
});
