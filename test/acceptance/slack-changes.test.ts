import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';
import { anaAsks } from '../helpers/story.ts';
import { until } from '../helpers/until.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const change = (channel: string, action: string, more: object = {}) =>
  product.act({ do: 'change-channel', channel, action, ...more });
const settings = () => product.app.stores.teams.get('T0ACME');
const states = async () =>
  (await product.app.stores.subscriptions.list('T0ACME')).map(({ channel, state }) => `${channel} ${state}`);
const subscribe = async (text = '') => {
  await product.command('U0ADA', 'C0OPS', `notify subscribe domain.* ${text}`);
  await saying(product, 'C0OPS', 'now gets LiteMail events', 'U0ADA');
};
const mark = (kind: string) => until(async () => (await states()).some((state) => state === kind), kind);
/** Only events of this run. */
const removeSeeded = async () => {
  for (const { id } of await product.app.stores.subscriptions.list('T0ACME'))
    await product.app.stores.subscriptions.delete('T0ACME', id);
};

describe('a channel that gets notifications', () => {
  beforeEach(removeSeeded);

  it('is archived and comes back: subscriptions wait, and go on; their owner is told of both', async () => {
    await subscribe();
    await change('C0OPS', 'archive');
    await mark('C0OPS gone');
    await saying(product, 'U0ADA', 'can no longer post LiteMail events in <#C0OPS>: The channel is archived.');
    await change('C0OPS', 'unarchive');
    await mark('C0OPS well');
    await saying(product, 'U0ADA', 'can post LiteMail events in <#C0OPS> again');
  });

  it('is left by the app, which is invited again', async () => {
    await subscribe();
    await change('C0OPS', 'leave');
    await mark('C0OPS gone');
    await saying(product, 'U0ADA', 'The app is not in that channel');
    await change('C0OPS', 'join');
    await mark('C0OPS well');
  });

  it('is left by the app, which may post in public channels all the same; or is left by somebody else', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['chat:write.public'] });
    await subscribe();
    await change('C0OPS', 'leave');
    await change('C0OPS', 'leave', { member: 'U0VERA' });
    expect(await states()).toEqual(['C0OPS well']);
  });

  it('gets another id: subscriptions, waiting events and requests follow', async () => {
    await subscribe();
    await product.command('U0ADA', 'C0OPS', 'webhooks register');
    await saying(product, 'C0OPS', 'all its events', 'U0ADA');
    await product.act({ do: 'fault', api: 'slack', kind: 'status', status: 429, operation: 'chat.postMessage' });
    await product.act({ do: 'deliver', type: 'domain.updated', data: { domainDetails: { domain: 'acme-mail.com' } } });
    await until(async () => (await product.app.stores.events.owed('T0ACME', 'C0OPS', 5)).length === 1, 'the event');
    await change('C0OPS', 'change-id', { name: 'C0OPSNEW' });
    await mark('C0OPSNEW well');
    await product.act({ do: 'fault', kind: 'off' });
    await until(async () => (await product.app.stores.events.owed('T0ACME', 'C0OPS', 5)).length === 0, 'the move');
    product.sandbox.clock.advance(120_000);
    await saying(product, 'C0OPSNEW', 'acme-mail.com');
  });
});

describe('the channel for approvals', () => {
  it('gets another id: settings and open requests follow, and the card there can be decided on', async () => {
    const card = await anaAsks(product, 'dns delete outbound-labs.io MX @');
    await change('C0APPROVE', 'change-id', { name: 'C0APPROVENEW' });
    await until(async () => (await settings())?.policy.channels.approvals === 'C0APPROVENEW', 'the new id');
    await product.press('U0BO', { channel: 'C0APPROVENEW', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVENEW', 'Done.');
    expect(product.messages('C0APPROVENEW')).toHaveLength(1);
  });

  it('is archived: admins and those who wait are told', async () => {
    await anaAsks(product, 'dns delete outbound-labs.io MX @');
    await change('C0APPROVE', 'archive');
    await saying(product, 'U0ADA', /can no longer post in <#C0APPROVE>, the channel for approvals.*archived/);
    await saying(product, 'U0ANA', /waits in <#C0APPROVE>, where it can no longer be answered/);
  });
});

describe('the app is taken away from a team', () => {
  const secrets = async (team: string) => Object.keys((await product.app.stores.teams.get(team))?.secrets ?? {});
  const endpointSecrets = async (team: string) =>
    (await product.app.stores.endpoints.list(team)).flatMap(({ secret }) => secret ?? []);

  it.each([
    ['uninstalled', { do: 'uninstall', team: 'T0NOVA' }],
    ['without its bot token', { do: 'revoke', team: 'T0NOVA' }],
  ])('%s: its keys and tokens leave the store at once, those of others stay', async (_, verb) => {
    expect(await secrets('T0NOVA')).not.toEqual([]);
    const others = await secrets('T0ACME');
    await product.act(verb);
    await until(async () => (await secrets('T0NOVA')).length === 0, 'nothing left');
    expect(await endpointSecrets('T0NOVA')).toEqual([]);
    expect(await secrets('T0ACME')).toEqual(others);
  });

  it('keeps them when only a person’s token was revoked', async () => {
    const before = await secrets('T0NOVA');
    await product.act({ do: 'revoke', team: 'T0NOVA', user: 'U0NIA' });
    expect(await secrets('T0NOVA')).toEqual(before);
  });
});

describe('notify subscribe', () => {
  it('is refused for a channel that the app is not in, with how to invite it', async () => {
    await change('C0OPS', 'leave');
    await product.command('U0ADA', 'C0OPS', 'notify subscribe domain.*');
    const said = textOf(await saying(product, 'C0OPS', 'cannot get events', 'U0ADA'));
    expect(said).toMatch(/not in that channel[\s\S]*\/invite/);
    await product.act({ do: 'scopes', team: 'T0ACME', add: ['chat:write.public'] });
    await subscribe();
  });

  it.each(['foo.bar', 'domian.*', 'domain.updatd'])('does not take the type %s, but for --any', async (type) => {
    await product.command('U0ADA', 'C0OPS', `notify subscribe ${type}`);
    expect(textOf(await saying(product, 'C0OPS', 'not known to send', 'U0ADA'))).toContain('--any');
    await product.command('U0ADA', 'C0OPS', `notify subscribe ${type} --any`);
    await saying(product, 'C0OPS', 'now gets LiteMail events', 'U0ADA');
  });

  it.each(['https://elsewhere.example/hook', 'domain.updatd'])('nor for webhooks: %s', async (type) => {
    const registered = () => product.sandbox.litemail.team('T0ACME').webhooks.length;
    const before = registered();
    await product.command('U0ADA', 'C0OPS', `webhooks register ${type}`);
    await saying(product, 'C0OPS', `not known to send \`${type}\``, 'U0ADA');
    expect(registered()).toBe(before);
  });

  it('offers the types', async () => {
    await product.command('U0ADA', 'C0OPS', 'notify subscribe --channel <#C0OPS|ops>');
    await product.until(() => product.views('U0ADA')[0], 'the form');
    await product.submit('U0ADA', { 'Event types': ['domain.updated', 'mailbox.*'] });
    await saying(product, 'C0OPS', 'now gets LiteMail events', 'U0ADA');
  });
});
