import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, whispers, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { postInteraction } from '../helpers/signed-request.ts';

let product: Product;
let card: SeenMessage;
beforeEach(async () => {
  product = await startProduct();
  await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
  card = await withButton(product, 'C0APPROVE', 'Approve');
});
afterEach(() => product.stop());

const cardNow = () => product.messages('C0APPROVE').find(({ ts }) => ts === card.ts);
/** The card waits as before, and nothing was written. */
function expectStillWaiting(): void {
  expect(labels(cardNow())).toEqual(expect.arrayContaining(['Approve', 'Deny']));
  expect(product.sandbox.cloudflare.batches()).toEqual([]);
}

interface Stored {
  readonly id: string;
  readonly fingerprint: string;
}
async function stored(): Promise<Stored> {
  const [request] = await product.app.stores.requests.list('T0ACME');
  if (!request) throw new Error('no request');
  return request;
}
/** A press that no message of ours offers, signed all the same. */
const invented = (user: string, actionId: string, value: unknown, team = 'T0ACME', channel = 'C0APPROVE') =>
  postInteraction(product.url, {
    type: 'block_actions',
    team: { id: team },
    user: { id: user, team_id: team },
    trigger_id: '1.2.3',
    channel: { id: channel },
    container: { type: 'message', message_ts: card.ts, channel_id: channel },
    actions: [
      {
        type: 'button',
        action_id: actionId,
        block_id: 'b',
        action_ts: '1.2',
        value: typeof value === 'string' ? value : JSON.stringify(value),
      },
    ],
  });
const refusal = async (user: string, text: string | RegExp) => {
  const answer = textOf(await saying(product, 'C0APPROVE', text, user));
  expect(answer).not.toMatch(/undefined|reference/);
  return answer;
};

describe('Approve, pressed by somebody without the right', () => {
  it.each([
    ['a viewer', 'U0VERA', /approver/],
    ['the requester, an operator', 'U0ANA', /somebody else has to decide/],
  ])('%s: is refused in a sentence, and the card goes on waiting', async (_who, user, why) => {
    await product.press(user, { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await refusal(user, why);
    expectStillWaiting();
  });

  it('a guest, who should not even see the card: is refused too', async () => {
    const { id, fingerprint } = await stored();
    await invented('U0GUS', 'approval.approve', { id, fingerprint });
    await product.until(() =>
      product.wire('slack').some(({ requestBody }) => /guest|approver/i.test(JSON.stringify(requestBody))),
    );
    expectStillWaiting();
  });

  it('Deny and Details are no way around: the form does not open for a viewer, and nothing is decided', async () => {
    await product.press('U0VERA', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await refusal('U0VERA', /approver/);
    expect(product.views('U0VERA')).toEqual([]);
    expectStillWaiting();
  });

  it('Undo by a viewer asks for nothing', async () => {
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await withButton(product, 'C0APPROVE', 'Undo');
    await product.press('U0VERA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    await refusal('U0VERA', /operators/);
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
  });
});

describe('a button of a message that is not current any more', () => {
  it('is answered with what became of the request, and nothing is done twice', async () => {
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await withButton(product, 'C0APPROVE', 'Undo');
    const { id, fingerprint } = await stored();
    await invented('U0ADA', 'approval.approve', { id, fingerprint });
    await refusal('U0ADA', /applied|decided|done/i);
    await invented('U0ADA', 'approval.deny', { id, fingerprint });
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
    expect(product.views('U0ADA')).toEqual([]);
  });

  it('of a version long ago, or of another app, is called old, and nothing is done', async () => {
    await invented('U0BO', 'approve_7', 'r-1');
    await refusal('U0BO', /is from an older message, so nothing was done/);
    expectStillWaiting();
  });
});

describe('a value that we never wrote into a button', () => {
  it.each([
    ['no JSON', 'r-1|abc'],
    ['JSON of another shape', { request: 'r-1' }],
    ['an id that is no text', { id: { $ne: null }, fingerprint: 'x' }],
    ['nothing', ''],
    ['far too much', { id: 'r'.repeat(1900), fingerprint: 'x' }],
  ])('%s: is called old, and nothing is done', async (_what, value) => {
    await invented('U0BO', 'approval.approve', value);
    await refusal('U0BO', 'nothing was done');
    expectStillWaiting();
  });

  it('a request that never was: is said not to be there', async () => {
    const { fingerprint } = await stored();
    await invented('U0BO', 'approval.approve', { id: 'r-never1', fingerprint });
    expect(await refusal('U0BO', 'There is no request `r-never1`')).toContain('approvals list');
    expectStillWaiting();
  });

  it('the right request with another plan: is refused, because the person saw something else', async () => {
    const { id } = await stored();
    await invented('U0BO', 'approval.approve', { id, fingerprint: 'f'.repeat(64) });
    await refusal('U0BO', /plan/i);
    expectStillWaiting();
  });

  it('the request of another team: is not there for this one, whatever its people know', async () => {
    const { id, fingerprint } = await stored();
    for (const action of ['approval.approve', 'approval.details', 'approval.withdraw', 'approval.undo'])
      await invented('U0NIA', action, { id, fingerprint }, 'T0NOVA', 'C1OPS');
    const answers = () => whispers(product, 'C1OPS', 'U0NIA');
    await product.until(() => answers().length >= 4, 'four answers');
    for (const answer of answers()) expect(answer).toMatch(/There is no request|operators/);
    expect(answers().join()).not.toMatch(/acme|MX/);
    expectStillWaiting();
  });
});

describe('a form that was changed on its way', () => {
  let views = 0;
  const submit = (user: string, callbackId: string, metadata: string, values: object = {}) =>
    postInteraction(product.url, {
      type: 'view_submission',
      user: { id: user, team_id: 'T0ACME' },
      trigger_id: '1.2.3',
      view: { id: `V${++views}`, hash: '1', callback_id: callbackId, private_metadata: metadata, state: { values } },
    });

  it('to be about another team’s request, or nobody’s: is refused', async () => {
    const reason = { reason: { reason: { type: 'plain_text_input', value: 'because' } } };
    await submit('U0BO', 'approval.deny.form', JSON.stringify({ id: 'r-never1', fingerprint: 'f'.repeat(64) }), reason);
    await saying(product, 'U0BO', 'There is no request');
    expectStillWaiting();
  });

  it('to hold nothing that we wrote: is called old', async () => {
    await submit('U0BO', 'command.form', 'x');
    await saying(product, 'U0BO', 'older version of the app');
    await submit('U0BO', 'approval.deny.form', '{}', { reason: { reason: { type: 'plain_text_input', value: 'x' } } });
    await saying(product, 'U0BO', 'Press Deny on the card again');
    expectStillWaiting();
  });

  it('to run a command that the person may not run: is refused', async () => {
    await submit('U0VERA', 'command.form', JSON.stringify({ command: 'webhooks register' }));
    await saying(product, 'U0VERA', 'is for admins');
    // The plan made before this asked how many mailboxes there are.
    expect(product.wire('litemail').filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
