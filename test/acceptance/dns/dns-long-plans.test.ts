import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { type SeenMessage, textOf } from '../../helpers/sandbox.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const fileBelow = async (channel: string, card: SeenMessage): Promise<string> => {
  const message = await product.until(
    () => product.messages(channel, { thread: card.ts }).find((one) => 'files' in one),
    'the file below the card',
  );
  const { id } = (message as unknown as { files: { id: string }[] }).files[0] ?? { id: '' };
  const answer = await fetch(`${product.url}/sandbox/control?read=file&file=${id}`);
  return ((await answer.json()) as { content: string }).content;
};
const details = async (user: string, channel: string, card: SeenMessage) => {
  await product.press(user, { channel, ts: card.ts, label: 'Details' });
  return textOf(await product.until(() => product.views(user)[0], 'the details'));
};
const records = (count: number) => Array.from({ length: count }, (_, n) => `t${n} IN TXT "number ${n}"`).join('\n');

describe('a plan that is too long for a card', () => {
  it('is summed up on it, whole in Details, and whole in a file below it', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns import acme-go.com');
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', { Records: records(90) });
    const card = await withButton(product, 'U0ANA', 'Apply');
    expect(textOf(card)).toMatch(/Add 90 record sets of acme-go\.com[\s\S]*and \d+ more, see Details/);
    expect(textOf(card)).not.toContain('number 89');
    expect(await details('U0ANA', 'U0ANA', card)).toMatch(/number 0[\s\S]*number 89/);
    expect((await fileBelow('U0ANA', card)).match(/^\+ .*number/gm)).toHaveLength(90);

    const [id = ''] = /r-[a-z0-9]+/.exec(textOf(card)) ?? [];
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Cancel' });
    await saying(product, 'U0ANA', `more: \`/litemail approvals show ${id}\``);
    await product.command('U0VERA', 'C0OPS', `approvals show ${id}`);
    const shown = await saying(product, 'C0OPS', 'Cancelled', 'U0VERA');
    expect(textOf(shown)).toMatch(/and \d+ more, see Details/);
    expect(await details('U0VERA', 'C0OPS', shown)).toContain('number 89');
  });

  it('because one value is long shows all that differs, and the whole of it in Details', async () => {
    const servers = Array.from({ length: 14 }, (_, n) => `ip4:203.0.113.${n}`).join(' ');
    const key = `v=DKIM1; k=rsa; p=${'QUJD'.repeat(90)}`;
    await product.command('U0ANA', 'C0OPS', `dns add acme-go.com TXT far._domainkey "${key}"`);
    const card = await withButton(product, 'U0ANA', 'Details');
    expect(textOf(card)).toContain('(378 characters)');
    expect(textOf(card)).not.toContain(key);
    expect(await details('U0ANA', 'U0ANA', card)).toContain(`+ far._domainkey.acme-go.com TXT ${key}`);

    const spf = (more: string) => `"v=spf1 include:_spf.google.com ${servers} ${more}include:servers.mcsv.net ~all"`;
    await product.act({
      do: 'change-record',
      zone: 'outbound-labs.io',
      add: { type: 'TXT', name: 'mail.outbound-labs.io', content: spf(''), ttl: 300 },
    });
    const own = 'ip4:198.51.100.1 ip4:198.51.100.2 ip4:198.51.100.3 ip4:198.51.100.4 ip4:198.18.66.66 ';
    await product.command('U0ANA', 'C0OPS', `dns set outbound-labs.io TXT mail ${spf(own)}`);
    const asked = await saying(product, 'C0APPROVE', /outbound-labs\.io/);
    expect(textOf(asked)).toMatch(/\+ .*ip4:198\.51\.100\.1 .* ip4:198\.18\.66\.66 /);
    expect(textOf(asked)).toMatch(/gains .*ip4:198\.18\.66\.66/);
  });

  it('over many zones does not call the same what differs within a long value', async () => {
    const names = await product.sandbox.cloudflare.seedZones(2, { records: 1 });
    const servers = (n: number) =>
      Array.from({ length: 20 }, (_, m) => `ip4:203.0.113.${m === 9 ? n : 100 + m}`).join(' ');
    for (const [index, zone] of names.entries())
      await product.act({
        do: 'change-record',
        zone,
        add: { type: 'TXT', name: `out.${zone}`, content: `"v=spf1 ${servers(11 + 11 * index)} -all"`, ttl: 300 },
      });
    await product.command('U0ANA', 'C0OPS', 'dns delete lab-* TXT out');
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).not.toContain('2 zones get the same change');
  });

  it('over many zones shows the same change once, what differs apart, and each zone by name in the file', async () => {
    const names = await product.sandbox.cloudflare.seedZones(13, { records: 3 });
    await product.act({
      do: 'change-record',
      zone: names[4] ?? '',
      add: { type: 'TXT', name: `_hello.${names[4]}`, content: '"before"', ttl: 300 },
    });
    await product.command('U0ANA', 'C0OPS', 'dns import lab-* --records "_hello 300 IN TXT now"');
    const card = await withButton(product, 'U0ANA', 'Apply');
    expect(textOf(card)).toMatch(/Add DNS records of 13 zones/);
    expect(textOf(card)).toMatch(
      /12 zones get the same change: lab-0001\.example.* and 7 more\n\+ _hello TXT now[\s\S]*lab-0005\.example\n {2}_hello TXT before/,
    );
    expect(textOf(card)).toContain('The same in 12 more zones.');
    const file = await fileBelow('U0ANA', card);
    for (const name of names) expect(file).toContain(name);
  });

  it('gets no file when it is short', async () => {
    await product.command('U0ANA', 'C0OPS', 'dns add acme-go.com TXT _verify "x"');
    const card = await withButton(product, 'U0ANA', 'Apply');
    expect(await product.app.stores.jobs.list('T0ACME', 'plan-file')).toEqual([]);
    expect(product.messages('U0ANA', { thread: card.ts }).filter((one) => 'files' in one)).toEqual([]);
  });
});
