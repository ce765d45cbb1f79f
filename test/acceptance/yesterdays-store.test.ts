import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { labels, saying } from '../helpers/look.ts';
import type { Product } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { asWorkGoesOn, messageWith, openYesterdaysStore, untilItSays } from '../helpers/yesterday.ts';

let product: Product;
beforeEach(async () => {
  product = await openYesterdaysStore();
});
afterEach(() => product.stop());

const zone = 'acme-mail.com';
const rows = (type: string, name = zone) =>
  product.sandbox.cloudflare
    .records(zone)
    .filter((record) => record.type === type && record.name === name)
    .map(({ content }) => content)
    .sort();
const batches = (name: RegExp) => product.sandbox.cloudflare.batches().filter((batch) => name.test(batch.zone)).length;
const lab = (name: string) =>
  [1, 2, 3, 4, 5].map(
    (number) =>
      product.sandbox.cloudflare
        .records(`lab-000${number}.example`)
        .filter((record) => record.name === `${name}.lab-000${number}.example`).length,
  );
/** The card that these words were on yesterday, with the buttons that it had. */
const card = (channel: string, words: string | RegExp, ...buttons: string[]): SeenMessage => {
  const found = messageWith(product, channel, words);
  expect(labels(found)).toEqual(expect.arrayContaining(buttons));
  return found;
};
const press = (user: string, channel: string, { ts }: SeenMessage, label: string) =>
  product.press(user, { channel, ts, label });
/** A request that was not there yesterday, where it is decided. */
const newCard = (channel: string, label: string, words: string | RegExp) =>
  product.until(
    () =>
      product
        .messages(channel)
        .findLast(
          (message) =>
            labels(message).includes(label) &&
            (typeof words === 'string' ? textOf(message).includes(words) : words.test(textOf(message))),
        ),
    `${words} with ${label} in ${channel}`,
  );

describe('a card of yesterday that waits', () => {
  it('is approved by somebody else today and written in one batch', async () => {
    const before = batches(/^acme-mail\.com$/);
    const waiting = card('C0APPROVE', /wants: \*?Delete MX/, 'Approve', 'Deny');
    await press('U0ANA', 'C0APPROVE', waiting, 'Approve');
    await saying(product, 'C0APPROVE', 'somebody else has to decide', 'U0ANA');
    await press('U0BO', 'C0APPROVE', waiting, 'Approve');
    const done = await untilItSays(product, 'C0APPROVE', waiting, 'Done.');
    expect(textOf(done)).toContain('Approved by <@U0BO>');
    expect(rows('MX')).toEqual([]);
    expect(batches(/^acme-mail\.com$/)).toBe(before + 1);
    await press('U0ANA', 'C0APPROVE', done, 'Undo');
    const undo = await newCard('U0ANA', 'Apply', /Undo r-\w+ \(Delete MX/);
    await press('U0ANA', 'U0ANA', undo, 'Apply');
    await untilItSays(product, 'C0APPROVE', waiting, 'Undone by');
    expect(rows('MX')).toHaveLength(2);
  });

  it('is confirmed by who asked and applied', async () => {
    const waiting = card('U0ANA', /wants: \*?Add TXT of _verify/, 'Apply', 'Cancel');
    await press('U0ANA', 'U0ANA', waiting, 'Apply');
    await untilItSays(product, 'U0ANA', waiting, 'Done.');
    expect(rows('TXT', `_verify.${zone}`).join()).toContain('token=abc');
  });

  it('shows the whole of a long plan in Details', async () => {
    const waiting = card('U0ANA', /wants: \*?Add 70 record sets/, 'Apply', 'Details');
    await press('U0ANA', 'U0ANA', waiting, 'Details');
    await product.until(() => JSON.stringify(product.views('U0ANA')).includes('long-69'), 'the details');
  });

  it('and runs out of time tomorrow is told so on the same card', async () => {
    const waiting = card('C0APPROVE', /wants: \*?Delete MX/, 'Approve');
    product.sandbox.clock.advance(25 * 3_600_000);
    const over = await untilItSays(product, 'C0APPROVE', waiting, 'Expired');
    expect(labels(over)).toEqual([]);
  });
});

describe('what was applied yesterday', () => {
  it('is undone with the button on the approvers’ card', async () => {
    expect(rows('CNAME', `app.${zone}`)).toEqual([]);
    const done = card('C0APPROVE', /wants: \*?Delete CNAME of app/, 'Undo');
    await press('U0ANA', 'C0APPROVE', done, 'Undo');
    const undo = await newCard('U0ANA', 'Apply', /Undo r-\w+ \(Delete CNAME/);
    await press('U0ANA', 'U0ANA', undo, 'Apply');
    await untilItSays(product, 'C0APPROVE', done, 'Undone by');
    expect(rows('CNAME', `app.${zone}`)).toEqual([zone]);
  });

  it('is switched back with the button in the message that told the requester about it', async () => {
    const notice = card('U0ANA', 'Switch www.acme-mail.com from 192.0.2.10', 'Switch back to 192.0.2.10');
    await press('U0ANA', 'U0ANA', notice, 'Switch back to 192.0.2.10');
    const back = await newCard('C0APPROVE', 'Approve', 'back from 198.51.100.7 to 192.0.2.10');
    await press('U0BO', 'C0APPROVE', back, 'Approve');
    await untilItSays(product, 'C0APPROVE', back, 'Done.');
    expect(rows('A', `www.${zone}`)).toEqual(['192.0.2.10']);
  });

  it('in five zones is undone in all of them', async () => {
    expect(lab('_hello')).toEqual([1, 1, 1, 1, 1]);
    const done = card('U0ANA', /say hello/, 'Undo');
    await press('U0ANA', 'U0ANA', done, 'Undo');
    const undo = await newCard('C0APPROVE', 'Approve', /Undo r-\w+ \(Add DNS records of 5 zones\)/);
    await press('U0BO', 'C0APPROVE', undo, 'Approve');
    await untilItSays(product, 'C0APPROVE', undo, '5 changed and read back');
    expect(lab('_hello')).toEqual([0, 0, 0, 0, 0]);
    expect(lab('_late')).toEqual([1, 1, 1, 1, 1]);
    await untilItSays(product, 'U0ANA', done, 'Undone by');
  });

  it('was denied, or withdrawn, or ran out of time is found under its number', async () => {
    for (const [words, how] of [
      ['Delete TXT of _mta-sts', 'Not before Monday'],
      ['Delete TXT of _smtp._tls', 'Withdrawn'],
      ['Delete A of mail.acme-mail.com', 'Expired'],
    ] as const) {
      const [, id] = /Request `(r-\w+)`/.exec(textOf(messageWith(product, 'C0APPROVE', words))) ?? [];
      await product.command('U0ANA', 'C0OPS', `approvals show ${id}`);
      await product.until(
        () =>
          product
            .messages('C0OPS', { user: 'U0ANA' })
            .some((message) => textOf(message).includes(words) && textOf(message).includes(how)),
        `${how} of ${id}`,
      );
    }
  });
});

describe('a form that was opened yesterday', () => {
  it('denies the request that it is about', async () => {
    const waiting = card('C0APPROVE', /wants: .*Delete A of.*\*\.dev\.acme-mail\.com/, 'Approve', 'Deny');
    expect(product.views('U0BO')).toHaveLength(1);
    await product.submit('U0BO', { Reason: 'Still in use' });
    const denied = await untilItSays(product, 'C0APPROVE', waiting, 'Denied by <@U0BO>');
    expect(textOf(denied)).toContain('Still in use');
    await saying(product, 'U0ANA', 'Still in use');
    expect(rows('A', `*.dev.${zone}`)).toEqual(['198.51.100.80']);
  });

  it('because a reason was missing still has all that was typed, long as it is', async () => {
    expect(textOf(product.views('U0ANA')[0])).toContain('What you entered is kept');
    await product.submit('U0ANA', { Reason: 'a new provider' });
    const asked = await newCard('C0APPROVE', 'Approve', 'a new provider');
    expect(textOf(asked)).toContain('host-0.with-a-rather-long-name-to-fill-a-form.acme-go.com A 192.0.2.0');
    await press('U0BO', 'C0APPROVE', asked, 'Approve');
    await untilItSays(product, 'C0APPROVE', asked, 'Done.');
    expect(product.sandbox.cloudflare.records('acme-go.com').filter(({ type }) => type === 'A')).toHaveLength(70);
  });

  it('of a command is filled in and sent', async () => {
    await product.submit('U0ADA', { 'Event types': ['domain.updated'] });
    await saying(product, 'C0OPS', 'now gets', 'U0ADA');
    await product.command('U0ADA', 'C0OPS', 'notify list');
    await saying(product, 'C0OPS', 'status:ACTIVE', 'U0ADA');
  });

  it('takes the credentials and connects the domain that was asked for', async () => {
    const { email, apiKey, accountId } = sandboxCredentials.nova.cloudflareLogin;
    await product.submit('U0NED', { 'Cloudflare e-mail': email, 'Global API Key': apiKey, 'Account ID': accountId });
    await saying(product, 'C1OPS', 'Saved at LiteMail', 'U0NED');
    const done = await asWorkGoesOn(
      product,
      () => product.messages('U0NED').find((message) => textOf(message).includes('1 of 1 domain connected')),
      'the connection',
    );
    expect(textOf(done)).toContain('nova-reach.io');
  });

  it('was not opened because an API took nothing is sent again by its button, with all that was typed', async () => {
    const refused = messageWith(product, 'C0OPS', 'takes no more requests');
    await press('U0ANA', 'C0OPS', refused, 'Send it again');
    const asked = await newCard('C0APPROVE', 'Approve', /Delete MX of acme-outreach\.net/);
    expect(textOf(asked)).toContain('new provider');
  });
});
