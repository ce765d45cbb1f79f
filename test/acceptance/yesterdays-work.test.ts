import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, firstTampered } from '../../src/domain/audit/audit-chain.ts';
import { labels, saying } from '../helpers/look.ts';
import type { Product } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { until } from '../helpers/until.ts';
import { asWorkGoesOn, messageWith, openYesterdaysStore, untilItSays } from '../helpers/yesterday.ts';

let product: Product;
beforeEach(async () => {
  product = await openYesterdaysStore();
});
afterEach(() => product.stop());

/** How often something was written to each zone of this name, yesterday included. */
const written = (prefix: string): number[] => {
  const zones = product.sandbox.cloudflare.zones().filter(({ name }) => name.startsWith(prefix));
  return zones.map(({ id }) => product.sandbox.cloudflare.batches().filter(({ zoneId }) => zoneId === id).length);
};
const have = (prefix: string, name: string): number[] =>
  product.sandbox.cloudflare
    .zones()
    .filter((zone) => zone.name.startsWith(prefix))
    .map(
      (zone) =>
        product.sandbox.cloudflare.records(zone.name).filter((record) => record.name === `${name}.${zone.name}`).length,
    );
const told = (channel: string, text: string | RegExp) => () =>
  product
    .messages(channel)
    .find((message) => (typeof text === 'string' ? textOf(message).includes(text) : text.test(textOf(message))));
/** Ana's card of a plan for these zones. */
const planOf = (zone: string): SeenMessage =>
  messageWith(product, 'U0ANA', new RegExp(`wants:[\\s\\S]*${zone.replace('.', '\\.')}`));
const audit = async (): Promise<AuditEntry[]> =>
  (await readFile(join(product.dataDir, 'app', 'audit.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEntry);
const posts = (channel: string, text: string) =>
  product.messages(channel).filter((message) => !message.ephemeral && textOf(message).includes(text)).length;

describe('a run over many zones that was interrupted', () => {
  it('by the end of the app is finished, and no zone is written twice', async () => {
    const plan = planOf('run-0001.example');
    const done = await untilItSays(product, 'U0ANA', plan, '5 zones: 5 changed and read back');
    expect(labels(done)).toEqual(['Undo']);
    expect(written('run-')).toEqual([1, 1, 1, 1, 1]);
    expect(have('run-', '_hi')).toEqual([1, 1, 1, 1, 1]);
    await product.until(
      () => product.messages('U0ANA').filter((message) => textOf(message).includes('5 zones: 5 changed')).length >= 2,
      'the last word in the message of the run too',
    );
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Undo' });
    const undo = await product.until(
      () =>
        product
          .messages('C0APPROVE')
          .find((message) => labels(message).includes('Approve') && textOf(message).includes('run-0001.example')),
      'the request that undoes it',
    );
    await product.press('U0BO', { channel: 'C0APPROVE', ts: undo.ts, label: 'Approve' });
    await untilItSays(product, 'C0APPROVE', undo, '5 changed and read back');
    expect(have('run-', '_hi')).toEqual([0, 0, 0, 0, 0]);
  });

  it('because Cloudflare had a problem goes on by itself, and no zone is written twice', async () => {
    await untilItSays(product, 'U0ANA', planOf('rest-0001.example'), '4 zones: 4 changed and read back');
    expect(written('rest-')).toEqual([1, 1, 1, 1]);
    expect(have('rest-', '_hi')).toEqual([1, 1, 1, 1]);
  });
});

describe('a change that could not be read back yesterday', () => {
  it('is looked at again and found out about, without another write', async () => {
    const card = messageWith(product, 'C0APPROVE', /wants: \*?Change A of outbound-labs\.io/);
    expect(textOf(card)).toContain('I look again by myself');
    const found = await untilItSays(product, 'C0APPROVE', card, '1 record set changed and read back.');
    expect(labels(found)).toEqual(['Undo']);
    expect(written('outbound-labs.io')).toEqual([1]);
    const notice = () =>
      product
        .messages('U0ANA')
        .filter((message) => textOf(message).includes('A of outbound-labs.io'))
        .every((message) => textOf(message).includes('changed and read back'));
    await product.until(notice, 'the same in Ana’s messages');
  });
});

describe('long work that was under way', () => {
  it('of all kinds goes on in the message it had, to its end', async () => {
    const before = product.messages('U0ANA').map(({ ts }) => ts);
    const ends = [
      /Launch check[\s\S]*Google[\s\S]*Microsoft/,
      /1 of 1 mailbox ready on getacme\.co/,
      /1 of 1 domain done/,
      /3 of 3 domains connected/,
    ];
    const messages = await asWorkGoesOn(
      product,
      () => {
        const found = ends.map((end) => told('U0ANA', end)());
        return found.every((message) => message !== undefined) && found;
      },
      'an end of everything',
    );
    for (const message of messages) expect(before).toContain(message?.ts);
    const { placementTests, mailboxes, domains } = product.sandbox.litemail.team('T0ACME');
    expect(placementTests.filter(({ testName }) => testName === 'Launch check')).toHaveLength(1);
    expect(mailboxes.filter(({ email }) => email === 'gil@getacme.co')).toHaveLength(1);
    for (const name of ['new-reach.com', 'acmehq.io', 'acme-outreach.net', 'outbound-labs.io'])
      expect(domains.filter(({ domain }) => domain === name)).toHaveLength(1);
  });

  it('for an answer that nobody works on any more says so where it was promised', async () => {
    const [promised] = product.messages('U0VERA');
    await untilItSays(product, 'U0VERA', { ts: promised?.ts ?? '' }, 'The app restarted while working on this');
    expect(product.messages('U0VERA')).toHaveLength(1);
  });

  it('in Slack, which took no more messages, is made good', async () => {
    const late = product
      .messages('U0ANA')
      .find((message) => textOf(message).includes('wants:') && textOf(message).includes('_late'));
    expect(labels(late)).toContain('Apply');
    const shown = await untilItSays(product, 'U0ANA', { ts: late?.ts ?? '' }, 'Done.');
    expect(labels(shown)).toEqual(['Undo']);
    await product.until(
      () => product.messages('U0ANA').every((one) => !labels(one).includes('Stop')),
      'the end of runs',
    );
    const long = messageWith(product, 'U0ANA', /wants: \*?Add 70 record sets/);
    await product.until(
      () => product.messages('U0ANA', { thread: long.ts }).some((message) => 'files' in message),
      'the whole plan below its card',
    );
    expect(written('lab-')).toEqual([2, 2, 2, 2, 2]);
  });
});

describe('what LiteMail told yesterday', () => {
  it('and no channel has seen yet is posted once, and what was posted is not posted again', async () => {
    await saying(product, 'C0OPS', 'second.io');
    const send = (id: string, name: string) =>
      product.act({
        do: 'deliver',
        type: 'domain.updated',
        data: { domainDetails: { domain: name, status: 'PENDING' } },
        id,
      });
    await send('evt_waiting', 'second.io');
    await send('evt_delivered', 'first.io');
    await send('evt_today', 'third.io');
    await asWorkGoesOn(
      product,
      () => {
        product.sandbox.clock.advance(1000);
        return posts('C0OPS', 'third.io') > 0;
      },
      'the event of today',
    );
    expect([posts('C0OPS', 'first.io'), posts('C0OPS', 'second.io'), posts('C0OPS', 'third.io')]).toEqual([1, 1, 1]);
  });

  it('for a channel that the app had to leave stays paused, with the reason', async () => {
    await product.command('U0ADA', 'C0OPS', 'notify list');
    const list = textOf(await saying(product, 'C0OPS', /C0AUDIT[\s\S]*not in that channel/, 'U0ADA'));
    expect(list).toContain('domain:*.io');
  });
});

describe('what the team had set up and kept', () => {
  it('is there: roles, keys, templates, comments and the history of a zone', async () => {
    await product.command('U0ANA', 'C0OPS', 'whoami');
    await saying(product, 'C0OPS', 'operator', 'U0ANA');
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    await saying(product, 'C0OPS', '$42.50', 'U0ANA');
    await product.command('U0ANA', 'C0OPS', 'templates show dmarc');
    await saying(product, 'C0OPS', '{{policy=none}}', 'U0ANA');
    await product.command('U0VERA', 'C0OPS', 'dns history acme-mail.com');
    const history = textOf(await saying(product, 'C0OPS', 'History of acme-mail.com', 'U0VERA'));
    expect(history).toMatch(/Switch www[\s\S]*Delete CNAME of app/);
    expect(history).not.toContain('outside this app');
    await product.command('U0ANA', 'C0OPS', 'dns add acme-go.com TXT _today "x"');
    const plan = await product.until(
      () =>
        product
          .messages('U0ANA')
          .find((message) => labels(message).includes('Apply') && textOf(message).includes('_today')),
      'a plan',
    );
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await untilItSays(product, 'U0ANA', plan, 'Done.');
    const [row] = product.sandbox.cloudflare.records('acme-go.com').filter(({ name }) => name.startsWith('_today'));
    expect(row?.comment).toMatch(/^lm:r-\w+ @/);
  });

  it('is followed by today’s entries in one unbroken chain', async () => {
    const yesterday = await audit();
    expect(firstTampered(yesterday)).toBeUndefined();
    const card = messageWith(product, 'C0APPROVE', /wants: \*?Delete MX of acme-mail\.com/);
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    await untilItSays(product, 'C0APPROVE', card, 'Done.');
    const [, id] = /Request `(r-\w+)`/.exec(textOf(card)) ?? [];
    const mine = async () => (await audit()).filter(({ request }) => request === id).map(({ action }) => action);
    const actions = ['request.created', 'request.approve', 'apply.started', 'apply.applied'];
    await until(async () => (await mine()).length >= actions.length, 'the audit of it');
    expect(await mine()).toEqual(actions);
    const all = await audit();
    expect(firstTampered(all)).toBeUndefined();
    expect(all.slice(0, yesterday.length)).toEqual(yesterday);
    const started = all.filter(({ action }) => action === 'apply.started').map(({ request }) => request);
    expect(new Set(started).size).toBe(started.length);
  });
});
