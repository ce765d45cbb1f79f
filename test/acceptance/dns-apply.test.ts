import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labels, saying, withButton } from '../helpers/look.ts';
import { type Product, startProduct } from '../helpers/product.ts';
import { textOf } from '../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

/** `METHOD path` of each call to Cloudflare since then. */
const callsSince = (mark: number): string[] =>
  product
    .wire('cloudflare')
    .slice(mark)
    .map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{32}/, '{zone}').replace(/\?.*/, '')}`);
const mark = () => product.wire('cloudflare').length;

const apply = async (text: string) => {
  await product.command('U0ANA', 'C0OPS', text);
  const plan = await withButton(product, 'U0ANA', 'Apply');
  await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
  return plan;
};
const askToDelete = async () => {
  await product.command('U0ANA', 'C0OPS', 'dns delete acme-mail.com MX @');
  return withButton(product, 'C0APPROVE', 'Approve');
};

/** Adds records behind the app's back until the zone has so many. */
const fill = async (zone: string, rows: number) => {
  for (let n = product.sandbox.cloudflare.records(zone).length; n < rows; n += 1)
    await product.act({
      do: 'change-record',
      zone,
      add: { type: 'TXT', name: `h${n}.${zone}`, content: '"x"', ttl: 300 },
    });
};

describe('a plan for one zone', () => {
  it('costs one list and one usage call, and three calls from the decision on', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns list acme-mail.com');
    await saying(product, 'C0OPS', 'acme-mail.com', 'U0ANA');
    const before = mark();
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _verify "token=abc" --ttl 3600');
    const plan = await withButton(product, 'U0ANA', 'Apply');
    expect(callsSince(before).sort()).toEqual(['GET /zones/{zone}/dns_records', 'GET /zones/{zone}/dns_records/usage']);
    expect(textOf(plan)).toContain('3 API calls');
    const decided = mark();
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await saying(product, 'U0ANA', 'Done.');
    expect(callsSince(decided)).toEqual([
      'GET /zones/{zone}/dns_records',
      'POST /zones/{zone}/dns_records/batch',
      'GET /zones/{zone}/dns_records',
    ]);
  });

  it('is made although the token may not see how full the zone is', async () => {
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 403, operation: '/usage' });
    await apply('dns add acme-mail.com TXT _verify "token=abc"');
    await saying(product, 'U0ANA', 'Done.');
  });

  it('is not made when the zone has no room left, and says so before any write', async () => {
    await fill('acme-go.com', 200);
    await product.command('U0ANA', 'C0OPS', 'dns add acme-go.com TXT one-more "x"');
    await saying(product, 'C0OPS', 'would have 201 records; its plan allows 200', 'U0ANA');
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('names what it would break, before anything is written', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT @ "v=spf1 -all"');
    expect(textOf(await withButton(product, 'U0ANA', 'Apply'))).toContain('Careful:');
  });
});

describe('a write that does not go as planned', () => {
  it('is not sent again when its answer is lost, and is found to be done', async () => {
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'drop', times: 1, operation: '/batch' });
    await apply('dns add acme-mail.com TXT _verify "token=abc"');
    await saying(product, 'U0ANA', 'Done.');
    expect(product.sandbox.cloudflare.batches()).toHaveLength(1);
  });

  it('says in words why Cloudflare refused, and that nothing was changed', async () => {
    await fill('acme-go.com', 200);
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 403, operation: '/usage' });
    await apply('dns add acme-go.com TXT one-more "x"');
    const failed = await saying(product, 'U0ANA', 'Failed.');
    expect(textOf(failed)).toMatch(/may hold no more records \(81045\)[\s\S]*Nothing was changed/);
    expect(labels(failed)).toEqual(['Ask again']);
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('goes on by itself when Cloudflare was out for a while, and says so meanwhile', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _verify "a"');
    const card = await withButton(product, 'U0ANA', 'Apply');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 502, operation: 'dns_records' });
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
    await saying(product, 'U0ANA', 'Goes on by itself');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'off' });
    product.sandbox.clock.advance(60_000);
    await saying(product, 'U0ANA', 'Done.');
  });
});

describe('a record that the plan touches changed meanwhile', () => {
  it('writes nothing, voids the approvals and shows what the same command would do now', async () => {
    const card = await askToDelete();
    await product.act({
      do: 'change-record',
      zone: 'acme-mail.com',
      add: { type: 'MX', name: 'acme-mail.com', content: 'mx.elsewhere.net', priority: 30, ttl: 3600 },
    });
    await product.press('U0BO', { channel: 'C0APPROVE', ts: card.ts, label: 'Approve' });
    const refused = await saying(product, 'C0APPROVE', 'Refused');
    expect(textOf(refused)).toMatch(/approvals are void[\s\S]*- acme-mail\.com MX 30 mx\.elsewhere\.net/);
    expect(labels(refused)).toEqual([]);
    expect(product.sandbox.cloudflare.batches()).toEqual([]);

    const mine = await withButton(product, 'U0ANA', 'Ask again');
    await product.press('U0ANA', { channel: 'U0ANA', ts: mine.ts, label: 'Ask again' });
    const again = await withButton(product, 'C0APPROVE', 'Approve');
    expect(again.ts).not.toBe(card.ts);
    expect(textOf(again)).toContain('mx.elsewhere.net');
  });
});
