import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { badDays } from '../../sandbox/bad-days.ts';
import { labels, saying } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';
import { anaAsks, anaReads } from '../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const tried = new Set<string>();
const happens = async (name: string) => {
  tried.add(name);
  const { expect: said } = await product.act({ do: 'bad-day', name });
  expect(said).toBeTruthy();
};
const mx = 'dns delete acme-mail.com MX @';
const approve = ({ ts }: SeenMessage) => product.press('U0BO', { channel: 'C0APPROVE', ts, label: 'Approve' });
const cards = () => product.messages('C0APPROVE').filter((message) => /wants: \*Delete MX/.test(textOf(message)));
const batches = () => product.sandbox.cloudflare.batches().length;
const calls = () => product.wire('cloudflare').length;
const asTime = (step: number, condition: () => boolean, what: string) => asTimePasses(product, step, condition, what);
const secrets = /lm-sandbox|cfut_sandbox|xoxb-sandbox/;

describe('when Cloudflare', () => {
  it.each(['answer-lost', 'answer-half'])(
    'does a write, and %s: it is found by reading, and written once',
    async (day) => {
      const card = await anaAsks(product, mx);
      await happens(day);
      await approve(card);
      await asTime(50, () => /Done\./.test(textOf(cards()[0])), 'an end');
      expect(batches()).toBe(1);
    },
  );

  it('answers a write with nothing in it: it is not called done', async () => {
    const card = await anaAsks(product, mx);
    await happens('answer-empty');
    await approve(card);
    await asTime(500, () => /not known/.test(textOf(cards()[0])), 'what is known');
    expect(textOf(cards()[0])).not.toMatch(/\*Done|then somebody/);
    expect(batches()).toBe(0);
  });

  it('lists a zone as it was before: nobody is accused, and it is done once it shows', async () => {
    const card = await anaAsks(product, mx);
    await happens('list-stale');
    await approve(card);
    await product.until(() => /does not show/.test(textOf(cards()[0])), 'the wait');
    await asTime(1000, () => /Done\./.test(textOf(cards()[0])), 'an end');
    expect(textOf(cards()[0])).not.toContain('then somebody');
    expect(batches()).toBe(1);
  });

  it.each(['limited-seconds', 'limited-date', 'limited-reset', 'limited-silent'])(
    'asks to wait (%s): until when is said, and nothing is sent before',
    async (day) => {
      await happens(day);
      expect(await anaReads(product, 'dns list acme-mail.com', 'is rate-limiting')).toMatch(
        /Try again in (a|\d+) (second|minute)/,
      );
      const asked = calls();
      expect(await anaReads(product, 'dns list outbound-labs.io', 'is rate-limiting')).toMatch(/Try again/);
      expect(calls()).toBe(asked);
      product.sandbox.clock.advance(400_000);
      await anaReads(product, 'dns list acme-mail.com', 'MX');
    },
  );

  it('asks to come again at once: that is in a second, not in a minute', async () => {
    await happens('limited-zero');
    await anaReads(product, 'dns list acme-mail.com', /is rate-limiting[\s\S]*Try again in a second/);
    product.sandbox.clock.advance(1_500);
    await anaReads(product, 'dns list acme-mail.com', 'MX');
  });
});

describe('when LiteMail', () => {
  it('lists half of what it has: the answer says that it is not whole', async () => {
    await happens('list-cut');
    await anaReads(product, 'mailboxes list', /not whole|not all|only|of \d+|cut/i);
  });

  it('empties the fields of a row: it is shown, and so are the others', async () => {
    const before = product.sandbox.litemail.team('T0ACME').mailboxes.map(({ email }) => email);
    await happens('row-odd');
    const said = await anaReads(product, 'mailboxes list', '@');
    for (const email of before.slice(0, 5)) expect(said).toContain(email);
    expect(said).not.toMatch(/went wrong|null|undefined/);
  });

  it('has ids above 2^53: they are sent back digit by digit', async () => {
    await happens('ids-huge');
    const { id } =
      product.sandbox.litemail.team('T0ACME').mailboxes.find(({ email }) => email === 'ana@acme-mail.com') ?? {};
    const card = await anaAsks(product, 'mailboxes remove ana@acme-mail.com');
    await approve(card);
    await product.until(
      () => product.sandbox.litemail.team('T0ACME').mailboxes.find((box) => box.id === id)?.removeAtRenewal,
      'the removal',
    );
  });

  it('does not say what is in the wallet: that is said, and no amount', async () => {
    await happens('wallet-silent');
    expect(await anaReads(product, 'wallet balance', 'LiteMail does not say')).not.toContain('$0');
  });

  it('or Cloudflare quotes the key: it is in no message and no log', async () => {
    await happens('secret-quoted');
    expect(await anaReads(product, 'wallet balance', 'may not do this')).not.toMatch(secrets);
    expect(await anaReads(product, 'dns list acme-mail.com', /may not do this/)).not.toMatch(secrets);
    expect(product.logged.join('\n')).not.toMatch(secrets);
  });

  describe('sends events', () => {
    const shown = () => product.messages('C0OPS').filter((m) => !m.ephemeral && /outbound-labs\.io/.test(textOf(m)));
    beforeEach(async () => {
      await product.command('U0ADA', 'C0OPS', 'notify subscribe * --channel <#C0OPS|ops>');
      await saying(product, 'C0OPS', 'now gets', 'U0ADA');
      await product.command('U0ADA', 'C0OPS', 'webhooks register');
      await saying(product, 'C0OPS', 'all its events', 'U0ADA');
    });

    it.each(['event-without-id', 'event-without-type', 'event-twice'])('oddly (%s): it is shown once', async (day) => {
      await happens(day);
      await product.until(() => shown().length > 0, 'the event');
      if (day === 'event-without-type') expect(textOf(shown()[0])).toMatch(/without a type|no type/i);
      await product.act({ do: 'deliver', type: 'domain.updated', data: { domainDetails: { domain: 'last.io' } } });
      product.sandbox.clock.advance(5_000);
      await saying(product, 'C0OPS', 'last.io');
      expect(shown()).toHaveLength(1);
    });
  });
});

describe('when Slack', () => {
  it('posts a card and answers 12 seconds later: there is one card', async () => {
    await happens('slack-late');
    await product.command('U0ANA', 'C0OPS', mx);
    await product.until(() => cards().length > 0, 'the card');
    await asTime(500, () => product.sandbox.faults.list().length === 0, 'the late answer');
    for (let second = 0; second < 60; second += 1) {
      product.sandbox.clock.advance(1000);
      await new Promise(setImmediate);
    }
    await product.until(
      () => cards().filter((card) => labels(card).includes('Approve')).length === 1,
      'one card to press',
    );
  });

  it('does not say who presses: what it said earlier does not count', async () => {
    const card = await anaAsks(product, mx);
    await happens('people-limited');
    await approve(card);
    await saying(product, 'C0APPROVE', /Try again/, 'U0BO');
    expect(batches()).toBe(0);
    expect(labels(cards()[0])).toContain('Approve');
  });

  it('delivers everything twice: it is done once', async () => {
    await happens('pressed-twice');
    const card = await anaAsks(product, mx);
    await approve(card);
    await product.until(() => /Done\./.test(textOf(cards()[0])), 'the end');
    expect([cards().length, batches()]).toEqual([1, 1]);
  });
});

describe('when the disk', () => {
  it('is full, who asks is told and nobody is asked; once it has room again, it works', async () => {
    await happens('disk-full');
    await product.command('U0ANA', 'C0OPS', mx);
    const said = textOf(await saying(product, 'C0OPS', /:warning:|went wrong/, 'U0ANA'));
    expect(said).toMatch(/went wrong on our side \(reference `[0-9a-f]+`\)/);
    expect(cards()).toEqual([]);
    product.sandbox.clock.advance(1_000);
    expect((await fetch(`${product.url}/readyz`)).status).toBe(503);
    await happens('disk-has-room');
    await anaAsks(product, mx);
    expect(cards()).toHaveLength(1);
    product.sandbox.clock.advance(1_000);
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
  });
});

describe('when somebody', () => {
  it('sets the clock back: a rest takes no longer', async () => {
    await happens('limited-seconds');
    await anaReads(product, 'dns list acme-mail.com', 'is rate-limiting');
    await happens('clock-back');
    product.sandbox.clock.advance(95_000);
    await anaReads(product, 'dns list acme-mail.com', 'MX');
  });

  it('renames the channel for approvals: cards still come there', async () => {
    await happens('channel-renamed');
    await anaAsks(product, mx);
  });

  it('archives it: who asks is told so', async () => {
    await happens('channel-archived');
    await product.command('U0ANA', 'C0OPS', mx);
    await saying(product, 'U0ANA', /The channel is archived/);
  });

  it('removes the app from a team: its keys go, and the other team goes on', async () => {
    await happens('app-removed');
    await product.until(
      async () => !Object.keys((await product.app.stores.teams.get('T0NOVA'))?.secrets ?? {}).length,
      'no keys',
    );
    await anaReads(product, 'wallet balance', '$');
  });
});

it('each bad day that can be pressed was tried above', () => {
  expect(badDays.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
});
