import { afterEach, describe, expect, it } from 'vitest';
import { labels, saying, whispers, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { rules } from '../helpers/scratch.ts';

let product: Product;
afterEach(() => product.stop());

const ask = async (text = 'dns delete acme-mail.com MX @') => {
  await product.command('U0ANA', 'C0OPS', text);
  return withButton(product, 'C0APPROVE', 'Approve');
};
const cardAt = (ts: string) => product.messages('C0APPROVE').find((message) => message.ts === ts);

/** A button that the message has no more. */
const press = (card: SeenMessage, action_id: string, user: string) =>
  product.press(user, {
    channel: 'C0APPROVE',
    ts: card.ts,
    action_id,
    value: JSON.stringify({ id: idOf(textOf(card)), fingerprint: 'f'.repeat(16) }),
    stale: true,
  });

describe('a request for approval', () => {
  it('that is denied needs a reason, changes nothing and tells the requester', async () => {
    product = await startProduct();
    const card = await ask();
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Deny' });
    await product.until(() => product.views('U0BO')[0], 'the form');
    await product.submit('U0BO', { Reason: 'Not before Monday' });
    await saying(product, 'U0ANA', 'Not before Monday');
    expect(textOf(cardAt(card.ts))).toContain('Denied by <@U0BO>');
    expect(labels(cardAt(card.ts))).toEqual([]);
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('is refused when a record that it touches changed behind its back, and says which', async () => {
    product = await startProduct();
    const card = await ask();
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'MX', name: 'acme-mail.com', content: 'mx.elsewhere.net', priority: 30, ttl: 3600 },
    });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const refused = await saying(product, 'C0APPROVE', 'Refused');
    expect(textOf(refused)).toMatch(/MX acme-mail\.com changed/);
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('goes through when something else in the zone changed meanwhile, and says so', async () => {
    product = await startProduct();
    const card = await ask();
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'TXT', name: 'unrelated.acme-mail.com', content: '"hello"', ttl: 3600 },
    });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    expect(textOf(await saying(product, 'C0APPROVE', 'Done.'))).toContain('Other records have changed since');
  });

  it('expires, and a press after that is told so', async () => {
    product = await startProduct();
    const card = await ask();
    product.sandbox.clock.advance(25 * 3_600_000);
    await saying(product, 'C0APPROVE', 'Expired');
    expect(labels(cardAt(card.ts))).toEqual([]);
    await press(card, 'approval.approve', 'U0BO');
    await product.until(
      () => whispers(product, 'C0APPROVE', 'U0BO').some((text) => text.includes('expired')),
      'a word about the expiry',
    );
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('can be withdrawn by who asked', async () => {
    product = await startProduct();
    const card = await ask();
    const mine = await withButton(product, 'U0ANA', 'Withdraw');
    await product.press('U0ANA', { channel: 'U0ANA', ts: mine.ts, label: 'Withdraw' });
    await saying(product, 'C0APPROVE', 'Withdrawn');
    expect(labels(cardAt(card.ts))).toEqual([]);
    await press(card, 'approval.approve', 'U0BO');
    await product.until(
      () => whispers(product, 'C0APPROVE', 'U0BO').some((text) => text.includes('withdrawn by <@U0ANA>.')),
      'a word about who withdrew it',
    );
  });

  it('is applied once when two people press Approve twenty times at the same moment', async () => {
    product = await startProduct();
    const card = await ask();
    const presses = Array.from({ length: 20 }, (_, index) =>
      product
        .press(index % 2 ? 'U0BO' : 'U0ADA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' })
        .catch(() => undefined),
    );
    await Promise.all(presses);
    await saying(product, 'C0APPROVE', 'Done.');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
  });

  it('needs two people where the rule says two, and shows the quorum as it fills', async () => {
    product = await startProduct({
      env: rules(
        '  - name: high risk\n    when: { risk: high }\n    require: [{ min: 2, from: approver }]\n    expires: 4h\n',
      ),
    });
    const card = await ask();
    expect(textOf(card)).toContain('0 of 2');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', '1 of 2');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
    await product.press('U0ADA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const done = await saying(product, 'C0APPROVE', 'Done.');
    expect(textOf(done)).toMatch(/Approved by <@U0BO>[\s\S]*Approved by <@U0ADA>/);
  });

  it('is decided by nobody who has just been deactivated', async () => {
    product = await startProduct();
    const card = await ask();
    await product.command('U0BO', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'approver', 'U0BO');
    const bo = product.sandbox.slack.slack.state
      .teams()
      .flatMap(({ people }) => people)
      .find(({ id }) => id === 'U0BO');
    if (!bo) throw new Error('no U0BO');
    bo.deleted = true;
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await product.press('U0ADA', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    expect(textOf(await saying(product, 'C0APPROVE', 'Done.'))).not.toContain('Approved by <@U0BO>');
  });

  it('ends with a message of its own to the requester, since a changed one notifies nobody', async () => {
    product = await startProduct();
    const card = await ask();
    const mine = await withButton(product, 'U0ANA', 'Withdraw');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const told = await saying(product, 'U0ANA', /Delete MX[\s\S]*Done\.[\s\S]*Approved by <@U0BO>/);
    await product.until(
      () => product.messages('U0ANA').filter((message) => textOf(message).includes('Done.')).length === 2,
      'the card and the notice',
    );
    expect(product.messages('U0ANA').at(-1)?.ts).not.toBe(mine.ts);
    expect(labels(product.messages('U0ANA').at(-1))).toEqual([]);
    expect(textOf(told)).toContain('Done.');
  });

  it('asks for the reason in its form, all else filled in, when a rule wants one', async () => {
    product = await startProduct({
      env: rules(
        '  - name: with a reason\n    when: { effect: destructive }\n    require: [{ min: 1, from: approver }]\n    reason: required\n',
      ),
    });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const view = await product.until(() => product.views('U0ANA')[0], 'the form');
    expect(JSON.stringify(view)).toContain('requires a reason');
    await product.submit('U0ANA', { Reason: 'We move to another provider' });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('We move to another provider');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const done = await withButton(product, 'C0APPROVE', 'Undo');
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(textOf(done))} --reason "back again"`);
    const undo = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: undo.ts, label: 'Apply' });
    await saying(product, 'C0APPROVE', 'Undone by request');
    expect(labels(cardAt(done.ts))).toEqual([]);
  });

  it('is refused at once when nobody could approve it, naming who is missing', async () => {
    product = await startProduct({
      env: rules(
        '  - name: three eyes\n    when: { effect: destructive }\n    require: [{ min: 3, from: approver }]\n',
      ),
    });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    expect(textOf(await saying(product, 'C0OPS', 'Nobody can approve', 'U0ANA'))).toContain('approver');
    expect(product.messages('C0APPROVE')).toEqual([]);
  });

  it('is refused at once while no channel to ask in has been chosen', async () => {
    product = await startProduct();
    const { teams, requests } = product.app.stores;
    const settings = await teams.get('T0ACME');
    if (!settings) throw new Error('no settings');
    const policy = { ...settings.policy, channels: { audit: 'C0AUDIT' } };
    await teams.replace({ ...settings, policy, version: settings.version + 1 });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const refused = textOf(await saying(product, 'C0OPS', 'no approvals channel has been chosen', 'U0ANA'));
    expect(refused).toContain('/litemail setup');
    expect(await requests.list('T0ACME')).toEqual([]);
  });

  it('is refused at once when two entries of the rule need the same person, however many others there are', async () => {
    product = await startProduct({
      env: rules(
        '  - name: bo twice\n    when: { effect: destructive }\n    require: [{ min: 1, from: U0BO }, { min: 1, from: U0BO }, { min: 1, from: viewer }]\n',
      ),
    });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    expect(textOf(await saying(product, 'C0OPS', 'Nobody can approve', 'U0ANA'))).toContain(
      '1 of <@U0BO> (there is 1 besides you, needed for more than one entry of the rule)',
    );
    expect(product.messages('C0APPROVE')).toEqual([]);
  });
});

describe('a request whose card Slack does not take', () => {
  it('says on the requester’s own message, once and at once, that nobody was asked, and why', async () => {
    product = await startProduct();
    const channel = product.sandbox.slack.slack.state
      .teams()
      .flatMap(({ channels }) => channels)
      .find(({ id }) => id === 'C0APPROVE');
    channel?.members.splice(channel.members.indexOf('U0BOT'), 1);
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await saying(product, 'C0OPS', 'I am asking for approval in <#C0APPROVE>', 'U0ANA');
    await saying(product, 'U0ANA', /Nobody has been asked yet[\s\S]*<#C0APPROVE>.*not in that channel.*Withdraw this/);
    const mine = await withButton(product, 'U0ANA', 'Withdraw');
    await product.press('U0ANA', { channel: 'U0ANA', ts: mine.ts, label: 'Withdraw' });
    await saying(product, 'U0ANA', 'Withdrawn');
    expect(product.messages('U0ANA')).toHaveLength(1);
  });
});

describe('a plan that needs nobody else', () => {
  it('is shown to the requester, who applies it, and only the requester can', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _verify "token=abc" --ttl 3600');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    expect(textOf(plan)).toContain('token=abc');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await saying(product, 'U0ANA', 'Done.');
    expect(
      product.sandbox.cloudflare.records('acme-mail.com').some((record) => record.name === '_verify.acme-mail.com'),
    ).toBe(true);
  });

  it('is dropped with Cancel', async () => {
    product = await startProduct();
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _verify "token=abc"');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Cancel' });
    await saying(product, 'U0ANA', 'Cancelled');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('is nothing when the record is there already', async () => {
    product = await startProduct();
    await product.command(
      'U0ANA',
      'C0OPS',
      'dns set acme-mail.com MX @ "10 aspmx.l.google.com" "20 alt1.aspmx.l.google.com"',
    );
    await saying(product, 'C0OPS', 'Nothing to do', 'U0ANA');
    await product.command('U0ANA', 'C0OPS', 'dns set acme-go.com A @ 192.0.2.1 --ttl 300');
    await saying(product, 'C0OPS', 'while a record is proxied, its TTL is automatic', 'U0ANA');
  });
});

const idOf = (text: string): string => /r-[a-z0-9]+/.exec(text)?.[0] ?? '';
