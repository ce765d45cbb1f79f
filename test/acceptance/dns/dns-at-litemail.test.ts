import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../../helpers/look.ts';
import { asTimePasses } from '../../helpers/passing-time.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const rows = () =>
  product.sandbox.litemail
    .team('T0ACME')
    .dns.map(({ type, name, value, ttl, priority }) => [type, name, value, ttl, priority ?? ''].join(' ').trim())
    .sort();
const writes = () =>
  product.wire('litemail').filter(({ method, path }) => method !== 'GET' && path.includes('/dns')).length;
const outcome = (channel: string, card: SeenMessage) =>
  asTimePasses(
    product,
    20,
    () =>
      product
        .messages(channel)
        .find(({ ts, blocks }) => ts === card.ts && /Done\.|Failed|Refused/.test(textOf({ blocks }))),
    'the outcome',
  );
const apply = async (text: string) => {
  await product.command('U0ANA', 'C0OPS', text);
  const card = await withButton(product, 'U0ANA', 'Apply');
  await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
  return outcome('U0ANA', card);
};
const approved = async (text: string) => {
  await product.command('U0ANA', 'C0OPS', text);
  const card = await withButton(product, 'C0APPROVE', 'Approve');
  await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
  return outcome('C0APPROVE', card);
};

describe('a domain whose DNS LiteMail holds', () => {
  it('is changed with the same commands, one call for each record, and reads back as planned', async () => {
    const card = await apply('dns add getacme.co TXT _verify "token=abc"');
    expect(textOf(card)).toContain('1 record set changed and read back');
    expect(rows()).toContain('TXT _verify token=abc 3600');
    expect(writes()).toBe(1);
  });

  it('has a record replaced, deleted and put back', async () => {
    const before = rows();
    await approved('dns set getacme.co MX @ "5 mx5.example.net" "6 mx6.example.net" --ttl 600');
    expect(rows().filter((row) => row.startsWith('MX'))).toEqual([
      'MX @ mx5.example.net 600 5',
      'MX @ mx6.example.net 600 6',
    ]);
    const card = await withButton(product, 'C0APPROVE', 'Undo');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: undo.ts, label: 'Approve' });
    expect(textOf(await outcome('C0APPROVE', undo))).toContain('Done.');
    expect(rows()).toEqual(before);
  });

  it('gets each record once although an answer is lost half-way', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'drop', times: 1, operation: 'POST /v1/dns' });
    const card = await apply(
      'dns import getacme.co --records "a 300 IN A 192.0.2.1\na 300 IN A 192.0.2.2\na 300 IN A 192.0.2.3"',
    );
    expect(textOf(card)).toContain('Done.');
    expect(rows().filter((row) => row.startsWith('A a '))).toEqual([
      'A a 192.0.2.1 300',
      'A a 192.0.2.2 300',
      'A a 192.0.2.3 300',
    ]);
  });

  const history = async () => {
    await product.command('U0VERA', 'C0OPS', 'dns history getacme.co');
    return textOf(await saying(product, 'C0OPS', /History of getacme\.co/, 'U0VERA'));
  };
  const lose = (operation: string) =>
    product.act({ do: 'fault', api: 'litemail', kind: 'drop', times: 3, operation: `${operation} /v1/dns` });

  it('counts a record that was changed as ours although the answer was lost, and undoes it', async () => {
    const before = rows();
    await lose('PUT');
    const card = await approved('dns set getacme.co TXT @ "v=spf1 -all"');
    expect(textOf(card)).toContain('*Done.* 1 record set changed and read back.');
    expect(labels(card)).toEqual(['Undo']);
    expect(writes()).toBe(1);
    expect(await history()).not.toContain('outside this app');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: undo.ts, label: 'Approve' });
    expect(textOf(await outcome('C0APPROVE', undo))).toContain('Done.');
    expect(rows()).toEqual(before);
  });

  it('counts what was deleted as ours although the answers were lost, and puts it back', async () => {
    await apply('dns import getacme.co --records "a 300 IN A 192.0.2.1\na 300 IN A 192.0.2.2\na 300 IN A 192.0.2.3"');
    const before = rows();
    await lose('DELETE');
    const card = await approved('dns delete getacme.co A a');
    expect(textOf(card)).toContain('*Done.* 1 record set changed and read back.');
    expect(labels(card)).toEqual(['Undo']);
    expect(await history()).not.toContain('outside this app');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: card.ts, label: 'Undo' });
    // What is put back needs nobody else.
    const undo = await withButton(product, 'U0ANA', 'Apply');
    await product.press('U0ANA', { channel: 'U0ANA', ts: undo.ts, label: 'Apply' });
    await outcome('U0ANA', undo);
    expect(rows()).toEqual(before);
  });

  it('tells what LiteMail did and did not take', async () => {
    const card = await apply(
      'dns import getacme.co --records "a 300 IN A 192.0.2.1\nb 300 IN CAA 0 issue letsencrypt.org"',
    );
    expect(textOf(card)).toMatch(
      /Failed; part of it was written[\s\S]*not supported[\s\S]*1 of 2 record sets as planned/,
    );
    expect(rows()).toContain('A a 192.0.2.1 300');
  });

  it('takes a file of Cloudflare’s without what LiteMail cannot keep, and says so', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import getacme.co');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', { Records: 'a 300 IN A 192.0.2.1 ; office cf_tags=team:web,cf-proxied:true' });
    const plan = await withButton(product, 'U0ANA', 'Apply');
    expect(textOf(plan)).toContain(
      'LiteMail has no proxy settings, comments or tags; the ones in this file are ignored.',
    );
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    expect(textOf(await outcome('U0ANA', plan))).toContain('Done.');
    expect(rows()).toContain('A a 192.0.2.1 300');
  });

  it('is not asked for what LiteMail cannot keep', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add getacme.co A app 192.0.2.1 --proxied');
    await saying(product, 'C0OPS', 'LiteMail has no proxy setting', 'U0ANA');
  });
});

describe('--via', () => {
  it('says outright where the records live, and tells when the domain is not there', async () => {
    await product.command('U0VERA', 'C0OPS', 'dns list getacme.co --via cloudflare');
    await saying(product, 'C0OPS', 'not one of the zones in the Cloudflare account', 'U0VERA');
    await product.command('U0VERA', 'C0OPS', 'dns list getacme.co --via litemail');
    await saying(product, 'C0OPS', '5 record sets at LiteMail', 'U0VERA');
  });
});
