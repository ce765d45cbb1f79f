import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saying, whispers } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type Answered, post, postCommand, postInteraction } from '../../helpers/signed-request.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** Bolt alone would let it hang for three seconds and then answer 404, which Slack shows as a failure. */
async function acknowledged(answer: Promise<Answered>): Promise<Answered> {
  const answered = await answer;
  expect(answered.status).toBe(200);
  return answered;
}
const view = {
  id: 'V1',
  hash: '1.a',
  callback_id: 'of.another.version',
  private_metadata: '{}',
  state: { values: {} },
};
const pressed = (action: object, more: object = {}) => ({
  type: 'block_actions',
  trigger_id: '1.2.3',
  container: { type: 'message', message_ts: '1.2', channel_id: 'C0OPS' },
  channel: { id: 'C0OPS' },
  actions: [{ type: 'button', block_id: 'b', action_ts: '1.2', ...action }],
  ...more,
});

describe('what nothing of ours fits is acknowledged all the same:', () => {
  it('another slash command', async () => {
    await acknowledged(postCommand(product.url, { command: '/mail-lite', text: 'nonsense', trigger_id: '1.1.1' }));
  });

  it('a button of an older version, with a sentence', async () => {
    await acknowledged(
      postInteraction(product.url, pressed({ action_id: 'approve_domain', value: 'acme-mail.com-7' })),
    );
    await saying(product, 'C0OPS', 'is from an older message', 'U0ANA');
  });

  it('a button of ours with an invented value, with a sentence', async () => {
    const seen = whispers(product, 'C0OPS', 'U0ANA').length;
    await acknowledged(postInteraction(product.url, pressed({ action_id: 'approval.approve', value: '{"id":5}' })));
    await product.until(() => whispers(product, 'C0OPS', 'U0ANA').length > seen, 'the sentence');
    expect(whispers(product, 'C0OPS', 'U0ANA').at(-1)).toContain('nothing was done');
  });

  it('a form of an older version, with a sentence', async () => {
    await acknowledged(postInteraction(product.url, { type: 'view_submission', trigger_id: '1.2.3', view }));
    await saying(product, 'U0ANA', 'older version of the app');
  });

  it('a form that was closed', async () => {
    await acknowledged(postInteraction(product.url, { type: 'view_closed', view, is_cleared: false }));
  });

  it('a select that we do not know, with no options', async () => {
    const asked = { type: 'block_suggestion', action_id: 'options.unknown', block_id: 'b', value: 'a' };
    const answered = await acknowledged(postInteraction(product.url, { ...asked, container: { type: 'view' } }));
    expect(JSON.parse(answered.text)).toEqual({ options: [] });
  });

  it('shortcuts of both kinds', async () => {
    const trigger = { trigger_id: '1.2.3', callback_id: 'no-such-shortcut' };
    await acknowledged(postInteraction(product.url, { type: 'shortcut', ...trigger }));
    const message = { message: { ts: '1.2', text: 'x' }, channel: { id: 'C0OPS' }, message_ts: '1.2' };
    await acknowledged(postInteraction(product.url, { type: 'message_action', ...trigger, ...message }));
  });

  it('buttons and dialogs of the time before blocks', async () => {
    const old = { callback_id: 'old', channel: { id: 'C0OPS' } };
    const press = { ...old, type: 'interactive_message', actions: [{ name: 'n', type: 'button', value: 'v' }] };
    await acknowledged(postInteraction(product.url, press));
    await acknowledged(postInteraction(product.url, { ...old, type: 'dialog_submission', submission: {} }));
    await acknowledged(postInteraction(product.url, { ...old, type: 'dialog_suggestion', name: 'n', value: '' }));
  });

  it('a kind of interaction that does not exist yet', async () => {
    await acknowledged(postInteraction(product.url, { type: 'gesture', trigger_id: '1.2.3' }));
  });

  it('events that nobody asked for, and workflow steps', async () => {
    const event = (inner: object) =>
      JSON.stringify({ type: 'event_callback', team_id: 'T0ACME', event_id: 'Ev1', event: inner });
    await acknowledged(post(product.url, event({ type: 'emoji_changed', subtype: 'add' })));
    await acknowledged(post(product.url, event({ type: 'no_such_event' })));
    const step = { function: { callback_id: 'none' }, function_execution_id: 'Fx1', inputs: {} };
    await acknowledged(post(product.url, event({ type: 'function_executed', ...step })));
  });

  it('another path, with 404, and another method, with 405', async () => {
    const elsewhere = await post(product.url, '{}', { path: '/slack/other' });
    expect(elsewhere.status).toBe(404);
    expect((await fetch(`${product.url}/slack/events`)).status).toBe(405);
  });
});
