import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOfNextWorkingDay } from '../../../src/lib/moment.ts';
import { labels, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { anaApplies, anaAsks, boApproves } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const anasTimeZone = 'Europe/Madrid';
const requests = () => product.app.stores.requests.list('T0ACME');
const batches = () => product.sandbox.cloudflare.batches().length;
const undoes = (channel: string, card: SeenMessage) => product.press('U0ANA', { channel, ts: card.ts, label: 'Undo' });

describe('a plan of high risk that only adds', () => {
  it('needs somebody else, its way back nobody more', async () => {
    const card = await anaAsks(product, 'dns add acme-mail.com TXT @ "v=spf1 include:_spf.google.com ~all"');
    expect(textOf(card)).toContain('High risk');
    expect(product.messages('U0ANA').flatMap(labels)).not.toContain('Apply');
    expect(batches()).toBe(0);
    await boApproves(product, card, 'Done.');
    await undoes('C0APPROVE', card);
    await product.until(
      () =>
        product.messages('C0APPROVE').find((message) => message.ts !== card.ts && labels(message).includes('Approve')),
      'the card of the undo',
    );
    const [one, other] = await requests();
    expect(one?.require).toEqual([{ min: 1, from: 'approver' }]);
    expect(other?.require).toEqual(one?.require);
  });

  it.each([
    [
      'dns import outbound-labs.io --records "@ 300 IN MX 20 mx.example.net.\n@ 300 IN TXT \\"v=spf1 mx ~all\\""',
      'an import',
    ],
    ['dns set outbound-labs.io TXT @ "v=spf1 include:_spf.litemail.example ~all" "v=spf1 mx ~all"', 'a set'],
    ['dns add outbound-labs.io A @ 192.0.2.66', 'another address at the top'],
    ['dns add outbound-labs.io MX @ "5 mx.elsewhere.example"', 'a mail server before the others'],
    ['dns add outbound-labs.io TXT _dmarc "v=DMARC1; p=reject"', 'a second DMARC policy'],
    ['dns add acme-mail.com A x.dev.acme-mail.com 203.0.113.66', 'a name that a wildcard answered for'],
    [
      'dns add acme-mail.com SRV _sip._tls "0 5 443 sip.elsewhere.example"',
      'a service that clients choose before the other',
    ],
    ['dns add acme-mail.com A mail 203.0.113.66', 'another address of a mail server'],
  ])('is asked for whatever the verb: `%s`', async (line) => {
    expect(textOf(await anaAsks(product, line))).toMatch(/(High|Medium) risk/);
    expect(product.messages('U0ANA').flatMap(labels)).not.toContain('Apply');
    expect(batches()).toBe(0);
  });

  it('may wait until the end of the next working day, and at least 24 hours', async () => {
    await anaAsks(product, 'dns add acme-mail.com TXT @ "v=spf1 -all"');
    const [{ createdAt, expiresAt } = { createdAt: 0, expiresAt: 0 }] = await requests();
    expect(expiresAt).toBe(Math.max(createdAt + 86_400_000, endOfNextWorkingDay(createdAt, anasTimeZone)));
  });
});

it('what its requester confirmed alone is undone alone, though that deletes', async () => {
  await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com A fresh 192.0.2.9');
  await anaApplies(product, 'fresh.acme-mail.com');
  await undoes('U0ANA', await withButton(product, 'U0ANA', 'Undo'));
  await anaApplies(product, '- fresh.acme-mail.com A 192.0.2.9');
  await product.until(() => batches() === 2, 'the undo');
  expect(product.messages('C0APPROVE')).toEqual([]);
});
