import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { labels, saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';

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
    expect(textOf(await withButton(product, 'C0APPROVE', 'Approve'))).toContain('Careful:');
  });
});

/** Imports so many text records by the form and gives the plan's card. */
const importRows = async (zone: string, rows: number) => {
  await product.command('U0ANA', 'C0OPS', `dns import ${zone}`);
  await product.until(() => product.views('U0ANA')[0], 'the form');
  await product.act({ do: 'scopes', team: 'T0ACME', add: ['files:read'] });
  const content = Array.from({ length: rows }, (_, n) => `t${n} 300 IN TXT "${n}"`).join('\n');
  await product.submit('U0ANA', { 'Records as a file': { name: 'many.zone', content } });
  return withButton(product, 'U0ANA', 'Apply');
};
const addZone = (name: string, recordQuota: number) =>
  product.sandbox.cloudflare.addZone({
    name,
    accountId: sandboxCredentials.acme.cloudflareLogin.accountId,
    recordQuota,
    records: [],
  });

describe('a large plan', () => {
  it('of 150 records in a Free zone takes three calls', async () => {
    await addZone('roomy.example', 1000);
    const plan = await importRows('roomy.example', 150);
    expect(textOf(plan)).toContain('3 API calls');
    const decided = mark();
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    await saying(product, 'U0ANA', '150 record sets changed and read back');
    expect(callsSince(decided)).toHaveLength(3);
  });

  it('of which the second call is refused tells what was written, and can undo it', async () => {
    await addZone('tight.example', 210);
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 403, operation: '/usage' });
    const plan = await importRows('tight.example', 250);
    expect(textOf(plan)).toContain('4 API calls');
    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Apply' });
    const told = await withButton(product, 'U0ANA', 'Ask again');
    expect(textOf(told)).toMatch(
      /part of it was written[\s\S]*has reached its record limit \(81045\)[\s\S]*200 of 250 record sets as planned, 50 as before/,
    );
    expect(labels(told)).toEqual(['Ask again']);
    expect(labels(product.messages('U0ANA').find(({ ts }) => ts === plan.ts))).toEqual(['Undo']);

    await product.press('U0ANA', { channel: 'U0ANA', ts: plan.ts, label: 'Undo' });
    const undo = await withButton(product, 'C0APPROVE', 'Approve');
    await product.press('U0BO', { channel: 'C0APPROVE', ts: undo.ts, label: 'Approve' });
    await saying(product, 'C0APPROVE', '200 record sets changed and read back');
    expect(product.sandbox.cloudflare.records('tight.example')).toEqual([]);
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
    const told = await withButton(product, 'U0ANA', 'Ask again');
    expect(textOf(told)).toMatch(/Failed\.[\s\S]*has reached its record limit \(81045\)[\s\S]*Nothing was changed/);
    const card = product.messages('U0ANA').find((message) => textOf(message).includes('wants:'));
    expect(textOf(card)).toContain('Failed.');
    expect(labels(card)).toEqual([]);
    expect(product.sandbox.cloudflare.batches()).toEqual([]);
  });

  it('goes on by itself when Cloudflare was out for a while, and says so meanwhile', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add acme-mail.com TXT _verify "a"');
    const card = await withButton(product, 'U0ANA', 'Apply');
    await product.act({ do: 'fault', api: 'cloudflare', kind: 'status', status: 502, operation: 'dns_records' });
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
    await saying(product, 'U0ANA', 'Resumes automatically');
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
    expect(textOf(refused)).toMatch(/approvals no longer count[\s\S]*- acme-mail\.com MX 30 mx\.elsewhere\.net/);
    expect(labels(refused)).toEqual([]);
    expect(product.sandbox.cloudflare.batches()).toEqual([]);

    const mine = await withButton(product, 'U0ANA', 'Ask again');
    await product.press('U0ANA', { channel: 'U0ANA', ts: mine.ts, label: 'Ask again' });
    const again = await withButton(product, 'C0APPROVE', 'Approve');
    expect(again.ts).not.toBe(card.ts);
    expect(textOf(again)).toContain('mx.elsewhere.net');
  });
});
