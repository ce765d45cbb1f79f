import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';
import { until } from '../../helpers/until.ts';

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
    () =>
      product
        .messages('U0ANA')
        .find(({ ts, blocks }) => ts === card.ts && /Done\.|Refused|Failed/.test(textOf({ blocks }))),
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

  it('says what is wrong with what it would bring back', async () => {
    const add = { type: 'TXT', name: 'acme-mail.com', content: '"v=spf1 -all"', ttl: 300 };
    await product.act({ do: 'change-record', zone: 'acme-mail.com', add });
    await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com TXT @ "v=spf1 -all"');
    const card = await approve(await withButton(product, 'C0APPROVE', 'Approve'));
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    await saying(product, 'U0ANA', /Undo[\s\S]*2 SPF records[\s\S]*RFC 7208/, 'U0ANA');
  });

  it('is not possible twice, and says what undoes the undo', async () => {
    const card = await deleted();
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    const undo = await apply(await withButton(product, 'U0ANA', 'Apply'));
    await product.until(() => textOf(cardAt(card.ts)).includes('Undone by'), 'the mark');
    expect(labels(cardAt(card.ts))).toEqual([]);
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    const told = await saying(product, 'C0OPS', 'has already been undone', 'U0ANA');
    expect(textOf(told)).toContain(`dns undo ${idOf(undo)}`);
  });

  it('is not asked for twice', async () => {
    const card = await deleted();
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    const undo = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    await saying(product, 'C0APPROVE', `${idOf(undo)}\` already requests that`, 'U0ANA');
    await product.press('U0ANA', { channel: 'U0ANA', ts: undo.ts, label: 'Cancel' });
    await saying(product, 'U0ANA', 'Cancelled');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    await apply(await withButton(product, 'U0ANA', 'Apply'));
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

  it('of an addition takes away what was added, from among what others added since', async () => {
    const texts = () =>
      product.sandbox.cloudflare
        .records('acme-go.com')
        .filter(({ type, name }) => type === 'TXT' && name === 'acme-go.com')
        .map(({ content }) => content);
    const before = texts();
    await product.command('U0ANA', 'C0OPS', 'dns add acme-go.com TXT @ "one=1"');
    const card = await apply(await withButton(product, 'U0ANA', 'Apply'));
    const add = { type: 'TXT', name: 'acme-go.com', content: '"two=2"', ttl: 300 };
    await product.act({ do: 'change-record', zone: 'acme-go.com', add });
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Undo' });
    const undo = await withButton(product, 'U0ANA', 'Apply');
    expect(textOf(undo)).toContain('- acme-go.com TXT one=1');
    expect(textOf(undo)).not.toContain('- acme-go.com TXT two=2');
    await apply(undo);
    expect(texts()).toEqual([...before, '"two=2"']);
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

  it('is possible for 30 days, and as long has its button', async () => {
    const card = await deleted();
    const waiting = async () =>
      (await product.app.stores.jobs.list('T0ACME')).flatMap(({ kind, runAt }) =>
        kind === 'delivered' ? [] : [runAt],
      );
    await until(
      async () => (await waiting()).every((at) => at > product.sandbox.clock.now() + day / 2),
      'a quiet moment',
    );
    expect(labels(cardAt(card.ts))).toEqual(['Undo']);
    product.sandbox.clock.advance(31 * day);
    await product.until(() => labels(cardAt(card.ts)).length === 0, 'the button going');
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(card)}`);
    await saying(product, 'C0OPS', 'in the last 30 days', 'U0ANA');
  });

  it('that is approved too late writes nothing, and says that the same command would be refused now', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _verify "token=abc"');
    const done = await apply(await withButton(product, 'U0ANA', 'Apply'));
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(done)}`);
    const undo = await withButton(product, 'U0ANA', 'Apply');
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      set: { type: 'TXT', name: '_verify.acme-mail.com', content: '"mine"' },
    });
    const told = textOf(await apply(undo));
    expect(told).toContain('TXT _verify.acme-mail.com changed since this plan was made: it says mine now.');
    expect(told).toContain(`The same command would now be refused: Request \`${idOf(done)}\` was not undone`);
    expect(told).toMatch(/- _verify\.acme-mail\.com TXT token=abc[\s\S]*\+ _verify\.acme-mail\.com TXT mine/);
  });
});

describe('undoing what was done in many zones', () => {
  let zones: string[];
  beforeEach(async () => {
    zones = await product.sandbox.cloudflare.seedZones(3, { records: 3 });
  });
  const left = () =>
    zones.map((zone) => product.sandbox.cloudflare.records(zone).filter(({ name }) => name === `_hi.${zone}`).length);
  const changed = async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_hi 300 IN TXT now"');
    return apply(await withButton(product, 'U0ANA', 'Apply'));
  };
  const undo = async (line: string) => {
    await product.command('U0ANA', 'C0OPS', line);
    return approve(await withButton(product, 'C0APPROVE', 'Approve'));
  };
  const cardOf = ({ ts }: SeenMessage) => product.messages('U0ANA').find((message) => message.ts === ts);

  it('can leave out those that somebody changed since', async () => {
    const done = await changed();
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
    await undo(line);
    expect(left()).toEqual([1, 0, 0]);
  });

  it('in part leaves the rest to be undone, and its button', async () => {
    const done = await changed();
    const card = await undo(`dns undo ${idOf(done)} --except lab-0002.example`);
    expect(textOf(card)).toContain(`Undo ${idOf(done)} (Add DNS records of 3 zones) in 2 of 3 zones`);
    expect(left()).toEqual([0, 1, 0]);
    await product.until(() => textOf(cardOf(done)).includes('Undone in 2 of 3 zones by request'), 'the mark');
    expect(labels(cardOf(done))).toEqual(['Undo']);
    // What is undone already is nobody's to undo again.
    await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(done)} --except lab-0002.example`);
    await saying(product, 'C0OPS', 'No zones are left after the exclusions', 'U0ANA');
    await product.press('U0ANA', { channel: 'U0ANA', ts: done.ts, label: 'Undo' });
    await approve(await withButton(product, 'C0APPROVE', 'Approve'));
    expect(left()).toEqual([0, 0, 0]);
    await product.until(() => /Undone by request `.*`, `/.test(textOf(cardOf(done))), 'the whole mark');
    expect(labels(cardOf(done))).toEqual([]);
  });

  it('counts a zone in which somebody put the records back by hand as undone, so that nothing is left for the button', async () => {
    const done = await changed();
    const [first = ''] = zones;
    await product.act({ do: 'change-record', zone: first, delete: { type: 'TXT', name: `_hi.${first}` } });
    const card = await undo(`dns undo ${idOf(done)}`);
    expect(textOf(card)).toContain('in 2 of 3 zones');
    expect(left()).toEqual([0, 0, 0]);
    await product.until(() => /Undone by request `/.test(textOf(cardOf(done))), 'the whole mark');
    expect(labels(cardOf(done))).toEqual([]);
  });

  it('is whole, too, where somebody put the rest back by hand after an undo of the others', async () => {
    const done = await changed();
    const [first = ''] = zones;
    await undo(`dns undo ${idOf(done)} --except ${first}`);
    await product.until(() => textOf(cardOf(done)).includes('Undone in 2 of 3 zones by request'), 'the mark');
    await product.act({ do: 'change-record', zone: first, delete: { type: 'TXT', name: `_hi.${first}` } });
    await product.press('U0ANA', { channel: 'U0ANA', ts: done.ts, label: 'Undo' });
    await saying(product, 'U0ANA', 'already back as they were', 'U0ANA');
    await product.until(() => /Undone by request `/.test(textOf(cardOf(done))), 'the whole mark');
    expect(labels(cardOf(done))).toEqual([]);
  });

  it('is not planned with an exception that is misspelt, or without any zone', async () => {
    const done = await changed();
    const reads = async (except: string, said: string) => {
      await product.command('U0ANA', 'C0OPS', `dns undo ${idOf(done)} --except ${except}`);
      await saying(product, 'C0OPS', said, 'U0ANA');
    };
    await reads('nosuch.com', 'nosuch.com excludes none of the selected zones');
    await reads('*', 'No zones are left after the exclusions');
    expect(left()).toEqual([1, 1, 1]);
  });
});
