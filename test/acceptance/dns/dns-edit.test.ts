import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves, formOf } from '../../helpers/story.ts';

let product: Product;
let zones: string[];
beforeEach(async () => {
  product = await startProduct();
  zones = await product.sandbox.cloudflare.seedZones(4, { records: 6 });
});
afterEach(() => product.stop());

const texts = (zone: string, name = zone) =>
  product.sandbox.cloudflare
    .records(zone)
    .filter((row) => row.type === 'TXT' && row.name === name)
    .map(({ content }) => content.replaceAll('"', ''));
const add = (zone: string, content: string, name = zone) =>
  product.act({ do: 'change-record', zone, add: { type: 'TXT', name, content: `"${content}"`, ttl: 300 } });
const spfOf = (zone: string) => texts(zone).filter((text) => text.startsWith('v=spf1'));

describe('one value among several', () => {
  it('gets one more include in SPF, beside the proofs and whatever else is there, and Undo takes it away', async () => {
    await add('lab-0001.example', 'google-site-verification=abc');
    const before = texts('lab-0001.example');
    const card = await anaAsks(product, 'dns edit lab-0001.example TXT @ --include-add _spf.google.com');
    expect(textOf(card)).toContain('include:_spf.google.com');
    expect(textOf(card)).toContain('gains include:_spf.google.com');
    await boApproves(product, card, 'changed and read back');
    const is = before.map((text) => text.replace(' ~all', ' include:_spf.google.com ~all'));
    expect(texts('lab-0001.example').sort()).toEqual(is.sort());
    await anaReads(
      product,
      'dns edit lab-0001.example TXT @ --include-add _spf.google.com',
      'Nothing to do: the record is already as it would be',
    );
    const done = await withButton(product, 'C0APPROVE', 'Undo');
    await product.press('U0ANA', { channel: 'C0APPROVE', ts: done.ts, label: 'Undo' });
    await boApproves(product, await withButton(product, 'C0APPROVE', 'Approve'), 'changed and read back');
    await product.until(() => !spfOf('lab-0001.example')[0]?.includes('google'), 'the SPF record as before');
    expect(texts('lab-0001.example').sort()).toEqual(before.sort());
  });

  it('is replaced where the old one is named by what it is', async () => {
    await add('lab-0002.example', 'google-site-verification=old');
    await add('lab-0002.example', 'MS=ms1');
    const card = await anaAsks(
      product,
      'dns edit lab-0002.example TXT @ --from verification --to google-site-verification=new',
    );
    await boApproves(product, card, 'changed and read back');
    expect(texts('lab-0002.example')).toContain('google-site-verification=new');
    expect(texts('lab-0002.example')).not.toContain('google-site-verification=old');
    expect(texts('lab-0002.example')).toContain('MS=ms1');
  });

  it('is replaced in all domains of a pattern with one approval; those that have it or lack SPF are said to stay as they are', async () => {
    const [first = '', second = '', third = '', fourth = ''] = zones;
    for (const row of product.sandbox.cloudflare.records(second))
      if (row.content.includes('v=spf1'))
        await product.act({ do: 'change-record', zone: second, delete: { id: row.id } });
    await add(first, 'other');
    const [row] = product.sandbox.cloudflare.records(third).filter(({ content }) => content.includes('v=spf1'));
    await product.act({ do: 'change-record', zone: third, delete: { id: row?.id } });
    await add(third, 'v=spf1 include:spf.new.example include:_spf.google.com -all');
    const card = await anaAsks(product, 'dns edit lab-* TXT @ --include-add spf.new.example');
    expect(textOf(card)).toContain('Change DNS records of 2 zones');
    expect(textOf(card)).toContain(`1 of 4 zones is left unchanged: ${second} has no SPF record`);
    expect(textOf(card)).toContain(`1 of 4 zones is already as asked: ${third}.`);
    await boApproves(product, card, '2 zones: 2 changed and read back');
    for (const zone of [first, fourth])
      expect(spfOf(zone)).toEqual(['v=spf1 include:_spf.litemail.example include:spf.new.example ~all']);
    expect(texts(first)).toContain('other');
  });

  it('is not planned where it is not clear, with words that say what to type', async () => {
    await add('lab-0001.example', 'v=spf1 -all');
    await anaReads(product, 'dns edit lab-0001.example TXT @ --include-add a.example.com', 'has two SPF records');
    await anaReads(product, 'dns edit lab-* TXT @ --include-add a.example.com', '1 of 4 zones cannot take this change');
    await anaReads(product, 'dns edit lab-0003.example TXT @ --include-remove gone.example.com', 'does not include');
    await anaReads(product, 'dns edit lab-0003.example TXT _none --include-add a.com', 'has no SPF record');
    await anaReads(product, 'dns edit lab-0003.example TXT @ --include-add a.com --to x', 'not both');
    expect(await formOf(product, 'dns edit lab-0003.example TXT @')).toContain('Include in SPF');
    expect(product.messages('C0APPROVE')).toEqual([]);
  });
});
