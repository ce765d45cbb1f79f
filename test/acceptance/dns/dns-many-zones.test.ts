import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying, withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { anaAsks, anaReads, boApproves } from '../../helpers/story.ts';

let product: Product;
let zones: string[];
beforeEach(async () => {
  product = await startProduct();
  zones = await product.sandbox.cloudflare.seedZones(5, { records: 6 });
});
afterEach(() => product.stop());

const texts = (zone: string, name = zone) =>
  product.sandbox.cloudflare
    .records(zone)
    .filter((row) => row.type === 'TXT' && row.name === name)
    .map(({ content }) => content.replaceAll('"', ''));
const plan = async (line: string) => {
  await product.command('U0ANA', 'C0OPS', line);
  return withButton(product, 'U0ANA', 'Apply');
};

describe('the same change in many zones', () => {
  it('replaces a record in all that fit a pattern, but for those left out', async () => {
    const card = await anaAsks(
      product,
      'dns set lab-* TXT _dmarc "v=DMARC1; p=quarantine" --domains acme-go.com --except lab-0002.example',
    );
    expect(textOf(card)).toContain('of 5 zones');
    expect(textOf(card)).toContain('4 zones get the same change');
    await boApproves(product, card, '5 zones: 5 changed and read back');
    for (const zone of [...zones.filter((name) => name !== 'lab-0002.example'), 'acme-go.com'])
      expect(texts(zone, `_dmarc.${zone}`)).toEqual(['v=DMARC1; p=quarantine']);
    expect(texts('lab-0002.example', '_dmarc.lab-0002.example')).toEqual(['v=DMARC1; p=none']);
  });

  it('adds to what each of them has', async () => {
    const card = await plan('dns add lab-* TXT @ "proof=1"');
    expect(textOf(card)).toContain('5 zones get the same change');
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
    await product.until(() => zones.every((zone) => texts(zone).includes('proof=1')), 'the proof in all zones');
    expect(texts(zones[0] ?? '')).toContain('v=spf1 include:_spf.litemail.example ~all');
  });

  it('deletes where there is something to delete, and says how many zones are left unchanged', async () => {
    for (const zone of zones.slice(0, 2))
      await product.act({
        do: 'change-record',
        zone,
        add: { type: 'TXT', name: `_old.${zone}`, content: '"x"', ttl: 300 },
      });
    const card = await anaAsks(product, 'dns delete lab-* TXT _old');
    expect(textOf(card)).toContain('of 2 zones');
    expect(textOf(card)).toMatch(/3 of 5 zones are left unchanged: _old\.lab-000\d\.example has no TXT record/);
    await boApproves(product, card, 'Done.');
    for (const zone of zones) expect(texts(zone, `_old.${zone}`)).toEqual([]);
    await anaReads(product, 'dns delete lab-* TXT _never', 'has no TXT record');
  });

  it('is planned once in a zone of which several names are given', async () => {
    const card = await plan('dns add acme-mail.com TXT _a "x" --domains eu.acme-mail.com,acme-go.com');
    await product.press('U0ANA', { channel: 'U0ANA', ts: card.ts, label: 'Apply' });
    await saying(product, 'U0ANA', '2 zones: 2 changed');
    expect(texts('acme-mail.com', '_a.eu.acme-mail.com')).toEqual(['x']);
    expect(texts('acme-mail.com', '_a.acme-mail.com')).toEqual(['x']);
    expect(
      product.sandbox.cloudflare
        .batches()
        .map(({ zone }) => zone)
        .sort(),
    ).toEqual(['acme-go.com', 'acme-mail.com']);
  });

  it('is not planned at all when an exception is misspelt', async () => {
    const line = 'dns add lab-* TXT _a "x" --except lab-0002.exampel';
    expect(await anaReads(product, line, 'lab-0002.exampel excludes none of the selected zones')).toContain(
      'Nothing was planned',
    );
    await anaReads(product, 'dns add lab-* TXT _a "x" --except *', 'No zones are left after the exclusions');
    expect(product.messages('U0ANA')).toEqual([]);
  });

  it('reaches the zones at Cloudflare although LiteMail does not answer, and says what it did not look through', async () => {
    await product.act({ do: 'fault', api: 'litemail', kind: 'status', status: 404 });
    const card = await plan('dns add lab-* TXT _a "x"');
    expect(textOf(card)).toContain('Zones in LiteMail were not searched');
    await plan('dns add lab-0001.example TXT _b "x" --domains lab-0002.example');
    const named = await saying(product, 'U0ANA', '_b');
    expect(textOf(named)).not.toContain('not searched');
    await anaReads(
      product,
      'dns add lab-0001.example TXT _b "x" --domains getacme.co',
      'Not found: getacme.co; LiteMail did not answer',
    );
  });
});

describe('a pattern that nobody means', () => {
  it('is answered, however many stars it has, and refused when it is too long', async () => {
    await anaReads(product, `dns add ${'*'.repeat(20)}x TXT @ hi`, 'Not among the zones');
    await anaReads(product, `dns add ${'*a'.repeat(60)} TXT @ hi`, 'Not among the zones');
    await anaReads(product, `dns add ${'*a'.repeat(200)} TXT @ hi`, 'A pattern has at most 255 characters');
    await anaReads(
      product,
      `dns add lab-* TXT @ hi --except ${'*a'.repeat(200)}`,
      'A pattern has at most 255 characters',
    );
    const patterns = Array.from({ length: 60 }, (_, index) => `lab-*${index}`).join(',');
    await anaReads(product, `dns add lab-* TXT @ hi --domains ${patterns}`, 'One request takes 50 patterns');
    expect(product.messages('U0ANA')).toEqual([]);
  });
});
