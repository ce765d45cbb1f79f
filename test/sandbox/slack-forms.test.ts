import type { App, SlackViewAction } from '@slack/bolt';
import type { View } from '@slack/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mountBolt } from '../helpers/bolt-app.ts';
import { startTestSandbox, type TestSandbox } from '../helpers/sandbox.ts';

let t: TestSandbox;
let bodies: SlackViewAction[];
/** The form that the next command opens. */
let form: View;
let answer: object;

const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const option = (value: string) => ({ text: text(`Option ${value}`), value });
const modal = (blocks: object[], more: object = {}): View =>
  ({ type: 'modal', callback_id: 'form', title: text('Form'), submit: text('Send'), blocks, ...more }) as View;
const input = (block_id: string, label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: text(label),
  element: { action_id: 'value', ...element },
  ...more,
});
const optional = { optional: true };

beforeEach(async () => {
  bodies = [];
  answer = {};
  t = await startTestSandbox();
  const keep = async ({ ack, body }: { ack: (with_?: never) => Promise<void>; body: SlackViewAction }) => {
    bodies.push(body);
    await (Object.keys(answer).length > 0 ? ack(answer as never) : ack());
  };
  await mountBolt(t.sandbox, (app: App) => {
    app.command('/litemail', async ({ ack, client, command }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: form });
    });
    app.view('form', keep);
    app.view({ callback_id: 'form', type: 'view_closed' }, keep);
  });
});
afterEach(() => t.stop());

async function open(view: View): Promise<string> {
  form = view;
  await t.command('U0ANA', 'C0OPS', 'form');
  return (await t.until(() => t.views('U0ANA').at(-1))).id;
}

test('every kind of field comes back the way Slack sends it', async () => {
  await open(
    modal([
      input('name', 'Name', { type: 'plain_text_input', initial_value: 'as it was' }),
      input('count', 'Count', { type: 'number_input', is_decimal_allowed: false, min_value: '1' }),
      input('kind', 'Kind', { type: 'static_select', options: [option('a'), option('b')] }),
      input('sides', 'Sides', { type: 'checkboxes', options: [option('l'), option('r')] }, optional),
      input('who', 'Who', { type: 'users_select' }),
      input('where', 'Where', { type: 'multi_conversations_select' }),
      input('day', 'Day', { type: 'datepicker' }),
      input('at', 'At', { type: 'datetimepicker' }, optional),
      input('records', 'Records', { type: 'file_input', filetypes: ['txt'] }),
      input('left', 'Left out', { type: 'radio_buttons', options: [option('x')] }, optional),
    ]),
  );
  await t.submit('U0ANA', {
    count: 3,
    Kind: 'Option b',
    sides: ['l'],
    Who: '@bo',
    Where: ['#ops', 'C0AUDIT'],
    Day: '2026-12-01',
    at: 1_800_000_000,
    Records: { name: 'zone.txt', content: '@ A 192.0.2.1' },
  });
  const [body] = bodies;
  expect(body).toMatchObject({
    type: 'view_submission',
    team: { id: 'T0ACME', domain: 'acme-outbound' },
    user: { id: 'U0ANA', username: 'ana', name: 'ana', team_id: 'T0ACME' },
    api_app_id: 'A0LITE',
    response_urls: [],
    view: { callback_id: 'form', app_id: 'A0LITE', bot_id: 'B0BOT', root_view_id: body?.view.id },
  });
  expect(body?.view.state.values).toEqual({
    name: { value: { type: 'plain_text_input', value: 'as it was' } },
    count: { value: { type: 'number_input', value: '3' } },
    kind: { value: { type: 'static_select', selected_option: option('b') } },
    sides: { value: { type: 'checkboxes', selected_options: [option('l')] } },
    who: { value: { type: 'users_select', selected_user: 'U0BO' } },
    where: { value: { type: 'multi_conversations_select', selected_conversations: ['C0OPS', 'C0AUDIT'] } },
    day: { value: { type: 'datepicker', selected_date: '2026-12-01' } },
    at: { value: { type: 'datetimepicker', selected_date_time: 1_800_000_000 } },
    records: {
      value: {
        type: 'file_input',
        files: [
          expect.objectContaining({ name: 'zone.txt', size: 13, url_private_download: expect.stringMatching(/^http/) }),
        ],
      },
    },
    left: { value: { type: 'radio_buttons', selected_option: null } },
  });
});

test.each<[problem: string, element: object, given: unknown]>([
  ['Please complete this required field.', { type: 'plain_text_input' }, ''],
  ['Enter at least 3 characters.', { type: 'plain_text_input', min_length: 3 }, 'ab'],
  ['Enter at most 3000 characters.', { type: 'plain_text_input' }, 'x'.repeat(3001)],
  ['Enter a whole number.', { type: 'number_input', is_decimal_allowed: false }, '1.5'],
  ['Enter at most 9.', { type: 'number_input', is_decimal_allowed: false, max_value: '9' }, '10'],
  ['Enter an email address.', { type: 'email_text_input' }, 'ana'],
  ['Enter a URL.', { type: 'url_text_input' }, 'acme-mail.com'],
])('Slack itself says "%s" and sends nothing', async (problem, element, given) => {
  await open(modal([input('field', 'Field', element)]));
  expect(await t.submit('U0ANA', { Field: given })).toMatchObject({ ok: false, errors: { field: problem } });
  expect(bodies).toEqual([]);
});

test('a form may be pushed on top, changed in place, closed one by one, or cleared', async () => {
  const first = await open(modal([input('a', 'A', { type: 'plain_text_input' })]));
  answer = { response_action: 'push', view: modal([input('b', 'B', { type: 'plain_text_input' })]) };
  await t.submit('U0ANA', { A: 'one' });
  expect(t.views('U0ANA')).toMatchObject([{ id: first }, { previous_view_id: first, root_view_id: first }]);

  const changed = [
    input('b', 'B', { type: 'plain_text_input' }),
    input('c', 'C', { type: 'plain_text_input' }, optional),
  ];
  answer = { response_action: 'update', view: modal(changed) };
  await t.submit('U0ANA', { B: 'two' });
  expect(t.views('U0ANA').at(-1)?.state.values).toMatchObject({
    b: { value: { value: 'two' } },
    c: { value: { value: null } },
  });

  answer = {};
  await t.submit('U0ANA', {});
  expect(t.views('U0ANA')).toMatchObject([{ id: first }]);
  answer = { response_action: 'clear' };
  await t.submit('U0ANA', {});
  expect(t.views('U0ANA')).toEqual([]);
});

test('the app hears of a closed form where it asked to', async () => {
  await open(modal([{ type: 'divider' }], { notify_on_close: true, clear_on_close: true }));
  await t.close('U0ANA');
  expect(bodies).toMatchObject([{ type: 'view_closed', is_cleared: true }]);
  await open(modal([{ type: 'divider' }]));
  await t.close('U0ANA');
  expect(bodies).toHaveLength(1);
  expect(t.views('U0ANA')).toEqual([]);
});

test.each<[what: string, answer: object]>([
  ['complaints about a field that is not there', { response_action: 'errors', errors: { other: 'No.' } }],
  ['a view that Slack refuses', { response_action: 'update', view: modal([]) }],
  ['nonsense', { response_action: 'dance' }],
])('an answer with %s is shown as trouble, and kept', async (_, wrong) => {
  await open(modal([input('a', 'A', { type: 'plain_text_input' })]));
  answer = wrong;
  expect(await t.submit('U0ANA', { A: 'x' })).toMatchObject({ shown: 'We had some trouble connecting. Try again?' });
  expect(t.views('U0ANA')).toHaveLength(1);
  expect(t.sandbox.slack.slack.invalid.list()).toHaveLength(1);
  t.sandbox.slack.slack.invalid.clear();
});
