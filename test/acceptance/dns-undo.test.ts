import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { type SeenMessage, textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const day = 86_400_000;
const mail = (zone = 'acme-mail.com') =>
  product.sandbox.cloudflare
    .records(zone)
    .filter(({ type, name }) => type === 'MX' && name === zone)
    .map(({ priority, content }) => `${priority} ${content}`)
    .sort();
const cardAt = (ts: string) => product.messages('C0APPROVE').find((message) => message.ts === ts);
const approve = async (card: SeenMessage) => {
  await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
  return product.until(() => /Done\.|Refused|Failed/.test(textOf(cardAt(card.ts))) && cardAt(card.ts), 'the outcome');
};
const apply = async (card: SeenMessage) => {
  await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
  return product.until(
    () => product.messages('U0ANA').find(({ ts, blocks }) => ts === card.ts && textOf({ blocks }).includes('Done.')),
    'the outcome',
  );
};
const deleted = async () => {
  await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
  return approve(await withButton(product, 'C0APPROVE', 'Approve'));
};
const idOf = (card: SeenMessage) => /Request `(r-[a-z0-9]+)`/.exec(textOf(card))?.[1] ?? '';

describe('undoing', () => {
  it('can itself be undone, and that too', async () => {
    const before = mail();
    const card = await deleted();
    expect(mail()).toEqual([]);
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    const undo = await apply(await withButton(product, 'U0ANA', 'Apply'));
    expect(mail()).toEqual(before);
    await product.press('U0ANA', { channel: 'U0ANA', ts: undo.ts, label: 'Undo' });
    const again = await approve(await withButton(product, 'C0APPROVE', 'Approve'));
    expect(mail()).toEqual([]);
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(again)}`);
    await apply(await withButton(product, 'U0ANA', 'Apply'));
    expect(mail()).toEqual(before);
  });

  it('is not possible twice, and says what undoes the undo', async () => {
    const card = await deleted();
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    const undo = await apply(await withButton(product, 'U0ANA', 'Apply'));
    await product.until(() => textOf(cardAt(card.ts)).includes('Undone by'), 'the mark');
    expect(labels(cardAt(card.ts))).toEqual([]);
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    const told = await saying(product, 'C0OPS', 'has been undone already', 'U0ANA');
    expect(textOf(told)).toContain(`dns undo ${idOf(undo)}`);
  });

  it('is refused when somebody changed the same records since, showing what would be overwritten', async () => {
    const card = await deleted();
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'MX', name: 'acme-mail.com', content: 'mx.elsewhere.net', priority: 5, ttl: 300 },
    });
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    const told = textOf(await saying(product, 'C0OPS', 'was not undone', 'U0ANA'));
    expect(told).toContain('+ acme-mail.com MX 5 mx.elsewhere.net');
    expect(mail()).toEqual(['5 mx.elsewhere.net']);
  });

  it('leaves alone what changed elsewhere in the zone', async () => {
    const before = mail();
    const card = await deleted();
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'TXT', name: 'later.acme-mail.com', content: '"later"', ttl: 300 },
    });
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    await apply(await withButton(product, 'U0ANA', 'Apply'));
    expect(mail()).toEqual(before);
  });

  it('is possible for 30 days', async () => {
    const card = await deleted();
    product.sandbox.clock.advance(31 * day);
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    await saying(product, 'C0OPS', 'in the last 30 days', 'U0ANA');
  });

  it('of many zones can leave out those that somebody changed since', async () => {
    const zones = await product.sandbox.cloudflare.seedZones(3, { records: 3 });
    const txt = (zone: string) => product.sandbox.cloudflare.records(zone).filter(({ name }) => name === `_hi.${zone}`);
    await product.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_hi 300 IN TXT now"');
    const done = await apply(await withButton(product, 'U0ANA', 'Apply'));
    const [first = ''] = zones;
    await product.act({
      do: 'change-record',
      zone: first,
      set: { type: 'TXT', name: `_hi.${first}`, content: '"mine"' },
    });
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(done)}`);
    const told = textOf(await saying(product, 'C0OPS', 'was not undone', 'U0ANA'));
    expect(told).toMatch(/- _hi\.lab-0001\.example TXT now[\s\S]*\+ _hi\.lab-0001\.example TXT mine/);
    const [, line = ''] = /`\/litemail (dns undo .*? --except [^`]+)`/.exec(told) ?? [];
    await product.command('U0ANA', 'C0OPS', line);
    await approve(await withButton(product, 'C0APPROVE', 'Approve'));
    expect(zones.map((zone) => txt(zone).length)).toEqual([1, 0, 0]);
  });
});
