import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttons } from '../../src/ui/routes.ts';
import { saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { postInteraction } from '../helpers/signed-request.ts';

let product: Product;
let request: { readonly id: string; readonly fingerprint: string };
beforeAll(async () => {
  product = await startProduct();
  await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
  await withButton(product, 'C0APPROVE', 'Approve');
  const [stored] = await product.app.stores.requests.list('T0ACME');
  if (!stored) throw new Error('no request');
  request = { id: stored.id, fingerprint: stored.fingerprint };
});
afterAll(() => product.stop());

let count = 0;
let before: { readonly told: number; readonly asked: number };
/** Signed by Slack, though no message or form offered it to this person. */
const interact = (user: string, payload: object) => {
  count += 1;
  before = { told: toldTo(user).length, asked: product.wire('litemail').length };
  return postInteraction(product.url, {
    user: { id: user, team_id: 'T0ACME' },
    trigger_id: `1.2.${count}`,
    ...payload,
  });
};
const press = (user: string, actionId: string, value: object) =>
  interact(user, {
    type: 'block_actions',
    channel: { id: 'C0OPS' },
    container: { type: 'message', message_ts: '1.2', channel_id: 'C0OPS' },
    actions: [
      { type: 'button', action_id: actionId, block_id: 'b', action_ts: `1.${count}`, value: JSON.stringify(value) },
    ],
  });
const submit = (user: string, callbackId: string, metadata: object, values: object) =>
  interact(user, {
    type: 'view_submission',
    view: {
      id: `V${count}`,
      hash: '1',
      type: 'modal',
      callback_id: callbackId,
      private_metadata: JSON.stringify({ channel: 'C0OPS', ...metadata }),
      state: { values },
      blocks: [],
    },
  });
const input = (name: string, value: string) => ({ [name]: { [name]: { type: 'plain_text_input', value } } });

const toldTo = (user: string) =>
  product
    .messages('C0OPS', { user })
    .filter(({ ephemeral }) => ephemeral)
    .map(textOf);
const answerTo = async (user: string) => {
  await product.until(() => toldTo(user).length > before.told, `an answer to ${user}`);
  return toldTo(user).slice(before.told).join();
};
const nothingShownTo = async (user: string) => {
  const answer = await answerTo(user);
  expect(answer).toMatch(/no role|is for/);
  expect(answer).not.toMatch(/r-[a-z0-9]{6}|acme-mail|U0ANA|MX/);
  expect(product.views(user)).toEqual([]);
  expect(await product.app.stores.requests.get('T0ACME', request.id)).toMatchObject({
    status: 'pending',
    decisions: [],
  });
  expect(product.sandbox.cloudflare.batches()).toEqual([]);
};

const engineButtons = Object.keys(buttons).filter((name) => name !== 'link.opened');

describe('a guest who presses a button with an id of ours', () => {
  it.each(engineButtons)('%s: learns nothing and changes nothing', async (name) => {
    const state = name.startsWith('command.')
      ? { command: 'dns delete' }
      : { id: request.id, fingerprint: request.fingerprint };
    await press('U0GUS', name, state);
    await nothingShownTo('U0GUS');
  });

  it.each([
    ['cloudflare.credentials', { domains: ['acme-mail.com'] }],
    ['notify.resubscribe', { kept: 'f'.repeat(64) }],
  ])('%s, a button of a feature: the same', async (name, state) => {
    await press('U0GUS', name, state);
    await nothingShownTo('U0GUS');
  });

  it('with a card of his own making does not become where the request is shown', async () => {
    await press('U0GUS', 'approval.approve', request);
    await nothingShownTo('U0GUS');
    const { cards } = (await product.app.stores.requests.get('T0ACME', request.id)) ?? {};
    expect(cards?.map(({ ts }) => ts)).not.toContain('1.2');
  });
});

describe('a guest who sends a form of ours', () => {
  it('of a command: it is not run', async () => {
    await submit('U0GUS', 'command.form', { command: 'dns list' }, input('domain', 'acme-mail.com'));
    await nothingShownTo('U0GUS');
  });

  it('that denies a request: it goes on waiting', async () => {
    await submit('U0GUS', 'approval.deny.form', request, input('reason', 'no'));
    await nothingShownTo('U0GUS');
  });

  it('of a feature: nothing is passed on', async () => {
    const values = {
      ...input('email', 'gus@example.com'),
      ...input('apiKey', 'c'.repeat(40)),
      ...input('accountId', 'd'.repeat(32)),
    };
    await submit('U0GUS', 'cloudflare.credentials.form', { domains: ['acme-mail.com'] }, values);
    await nothingShownTo('U0GUS');
    expect(product.wire('litemail')).toHaveLength(before.asked);
  });
});

describe('somebody with a role, but not the one', () => {
  it('gets no form of a command for operators by its button, and is told whom it is for', async () => {
    await press('U0VERA', 'command.open', { command: 'dns delete' });
    expect(await answerTo('U0VERA')).toContain('`/litemail dns delete` is for operators');
    expect(product.views('U0VERA')).toEqual([]);
  });

  it('gets no form for credentials, and sends none', async () => {
    await press('U0VERA', 'cloudflare.credentials', { domains: ['acme-mail.com'] });
    expect(await answerTo('U0VERA')).toContain('This is for operators');
    expect(product.views('U0VERA')).toEqual([]);
  });

  it('is not asked about at Slack or anywhere else before: names in a command that is not for them stay as typed', async () => {
    await product.command('U0VERA', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'viewer', 'U0VERA');
    const sent = product.wire('slack').length;
    await product.command('U0VERA', 'C0OPS', 'dns add acme-mail.com TXT @ "for <@U0BO>" --reason "<#C0AUDIT>"', {
      raw: true,
    });
    await product.until(() => toldTo('U0VERA').at(-1)?.includes('`/litemail dns add` is for operators'), 'the refusal');
    const asked = product.wire('slack').slice(sent);
    expect(asked.filter(({ path }) => /info|list/.test(path))).toEqual([]);
  });
});

describe('what a select offers', () => {
  const options = (user: string) =>
    interact(user, {
      type: 'block_suggestion',
      action_id: 'options.domains',
      block_id: 'domain',
      value: 'acme',
      container: { type: 'view', view_id: 'V1' },
    });

  it('is nothing for a guest, and is not looked up for one', async () => {
    expect(JSON.parse((await options('U0GUS')).text)).toEqual({ options: [] });
    expect(product.wire('litemail')).toHaveLength(before.asked);
  });

  it('is the domains for somebody with a role', async () => {
    await product.until(async () => (await options('U0VERA')).text.includes('acme-mail.com'), 'the domains');
  });
});
