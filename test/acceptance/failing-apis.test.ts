import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../helpers/look.ts';
import { asTimePasses } from '../helpers/passing-time.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
/** Only who waits in vain is impatient: on a busy machine any answer may take long. */
const open = async (fault?: Fault): Promise<void> => {
  product = await startProduct(fault?.kind === 'slow' ? { apiTimeout: 250 } : {});
};
afterEach(() => product.stop());

const secrets = /lm-sandbox|cfut_sandbox|xoxb-sandbox|sandbox-signing-secret/;
type Fault = { readonly kind: string; readonly status?: number; readonly ms?: number };
const fail = (api: string, fault: Fault, operation?: string, times?: number) =>
  product.act({ do: 'fault', api, ...fault, ...(operation && { operation }), ...(times && { times }) });

const faults: [what: string, fault: Fault, happened: RegExp, next: RegExp][] = [
  ['HTML as a gateway says it', { kind: 'html' }, /has an internal problem \(status 502\)/, /Try again/],
  ['HTML as a firewall says it', { kind: 'html', status: 403 }, /a web page instead of data/, /Try again/],
  ['429', { kind: 'status', status: 429 }, /is rate-limiting this account/, /Try again in (a|\d+) (second|minute)/],
  ['500', { kind: 'status', status: 500 }, /has an internal problem \(status 500\)/, /Try again/],
  ['nothing', { kind: 'slow', ms: 600_000 }, /did not answer within/, /Try again/],
  ['half a word and then nothing', { kind: 'drop' }, /was lost before it answered/, /Try again/],
];

/** The answer has no trace of the inside, and the log none of a secret. */
function expectDiscreet(answer: string): void {
  expect(answer).not.toMatch(/<html|<h1|undefined|Error:|reference/);
  expect(answer).not.toMatch(secrets);
  expect(product.logged.join('\n')).not.toMatch(secrets);
}

describe.each(faults)('an API that answers %s', (_what, fault, happened, next) => {
  beforeEach(() => open(fault));

  it.each([
    ['litemail', 'LiteMail', 'wallet balance'],
    ['litemail', 'LiteMail', 'placement run x --mailboxes ana@acme-mail.com'],
    ['litemail', 'LiteMail', 'domains connect acme-mail.com'],
    ['cloudflare', 'Cloudflare', 'dns list acme-mail.com'],
    ['cloudflare', 'Cloudflare', 'dns delete acme-mail.com MX @'],
  ])('%s: %s is named, and `%s` does nothing', async (api, name, typed) => {
    await fail(api, fault);
    await product.command('U0ANA', 'C0OPS', typed);
    const answer = textOf(await saying(product, 'C0OPS', happened, 'U0ANA'));
    expect(answer).toContain(name);
    expect(answer).toMatch(next);
    expectDiscreet(answer);
    expect(product.messages('C0APPROVE')).toEqual([]);
    expect(await product.app.stores.requests.list('T0ACME')).toEqual([]);
  });
});

describe('Slack, when the app asks who somebody is, and it answers', () => {
  beforeEach(() => open());

  it.each([
    ['HTML', { kind: 'html' }, 'could not look you up in Slack'],
    ['500', { kind: 'status', status: 500 }, 'could not look you up in Slack'],
    ['429', { kind: 'status', status: 429 }, 'rate-limiting'],
    ['nothing', { kind: 'drop' }, 'could not look you up in Slack'],
  ])('%s: the person is told that nothing was done, and nothing is', async (_what, fault, happened) => {
    await fail('slack', fault, 'users.info');
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const answer = textOf(await saying(product, 'C0OPS', happened, 'U0ANA'));
    expect(answer).toMatch(/Nothing was done\. Try again/);
    expectDiscreet(answer);
    expect(product.wire('cloudflare')).toEqual([]);
  });

  it('a scope that was taken away: what is missing is said', async () => {
    await product.act({ do: 'scopes', team: 'T0ACME', remove: ['users:read'] });
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    expect(textOf(await saying(product, 'C0OPS', 'lacks a Slack permission', 'U0ANA'))).toContain('npm run doctor');
  });
});

describe('Slack, when an answer is to be shown, and it answers', () => {
  beforeEach(() => open());

  it.each([
    ['HTML', { kind: 'html' }],
    ['500', { kind: 'status', status: 500 }],
    ['429', { kind: 'status', status: 429 }],
  ])('%s to the one way: the answer comes by another', async (_what, fault) => {
    await fail('slack', fault, '/response/');
    await product.command('U0ANA', 'C0OPS', 'wallet balance');
    expect((await saying(product, 'C0OPS', '$', 'U0ANA')).ephemeral).toBe(true);
  });

  it('500 to the card of a request: it is posted once Slack can, and once', async () => {
    await fail('slack', { kind: 'status', status: 500 }, 'chat.postMessage', 3);
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    await saying(product, 'C0OPS', 'request', 'U0ANA');
    const card = () => product.messages('C0APPROVE').find((message) => labels(message).includes('Approve'));
    await asTimePasses(product, 50, card, 'a card');
    expect(product.messages('C0APPROVE')).toHaveLength(1);
  });
});

describe('Cloudflare, while an approved change is being written, and it answers', () => {
  const mx = () => product.sandbox.cloudflare.records('acme-mail.com').filter(({ type }) => type === 'MX').length;
  async function approved(fault: Fault, times?: number) {
    await open(fault);
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    await fail('cloudflare', fault, '/batch', times);
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    return () => product.messages('C0APPROVE').find(({ ts }) => ts === card.ts);
  }

  it.each(faults)('%s once: the card says so, it goes on by itself, and it is written once', async (_what, fault) => {
    const card = await approved(fault, 1);
    await asTimePasses(product, 200, () => labels(card()).includes('Undo'), 'an end');
    expect(textOf(card())).toContain('Done.');
    expect([product.sandbox.cloudflare.batches().length, mx()]).toEqual([1, 0]);
  });

  it.each(faults.filter(([what]) => what !== 'half a word and then nothing'))(
    '%s for good: the card says until when it waits, and nothing is written',
    async (_what, fault, happened) => {
      const card = await approved(fault);
      const waiting = () => happened.test(textOf(card())) && card();
      const seen = textOf(await product.until(waiting, 'the reason on the card'));
      expect(seen).toContain('Resumes automatically');
      expectDiscreet(seen);
      expect([product.sandbox.cloudflare.batches().length, mx()]).toEqual([0, 2]);
    },
  );

  it('403: it failed, nothing was changed, and the card says which permission is missing', async () => {
    const card = await approved({ kind: 'status', status: 403 });
    const failed = textOf(await product.until(() => /Failed/.test(textOf(card())) && card(), 'the end'));
    expect(failed).toContain('Nothing was changed');
    expect(failed).toContain('DNS Write');
    expect(labels(card())).toEqual([]);
    expect(mx()).toBe(2);
    await saying(product, 'U0ANA', 'Failed');
  });
});
