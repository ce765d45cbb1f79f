import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { withButton } from '../../helpers/look.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { textOf } from '../../helpers/sandbox.ts';
import { boApproves } from '../../helpers/story.ts';

const zone = 'busy.example';
const { accountId } = sandboxCredentials.acme.cloudflareLogin;
const numbers = Array.from({ length: 150 }, (_, index) => index);

let product: Product;
beforeEach(async () => {
  product = await startProduct();
  await product.sandbox.cloudflare.addZone({
    name: zone,
    accountId,
    records: numbers.map((index) => ({ type: 'A', name: `h${index}`, content: `192.0.2.${index}`, ttl: 300 })),
  });
});
afterEach(() => product.stop());

/** Calls to Cloudflare since then, without looking for the zone, which is remembered between commands. */
const calls = (since: number): string[] =>
  product
    .wire('cloudflare')
    .slice(since)
    .map(({ method, path }) => `${method} ${path.split('?')[0]?.replace(/.*\/zones\/[0-9a-f]+/, '')}`)
    .filter((call) => call.includes('/dns_records'));

describe('150 changed records in one Free zone', () => {
  it('cost one list and one usage call for the plan, and three calls from the decision on', async () => {
    await product.command('U0ANA', 'C0OPS', `dns import ${zone} --replace`);
    await product.until(() => product.views('U0ANA')[0], 'the form');
    await product.submit('U0ANA', { Records: numbers.map((index) => `h${index} A 10.9.8.${index}`).join('\n') });
    const card = await withButton(product, 'C0APPROVE', 'Approve');
    expect(textOf(card)).toContain('3 API calls');
    expect(calls(0).toSorted()).toEqual(['GET /dns_records', 'GET /dns_records/usage']);

    const decided = product.wire('cloudflare').length;
    await boApproves(product, card, 'Done.');
    expect(calls(decided)).toEqual(['GET /dns_records', 'POST /dns_records/batch', 'GET /dns_records']);
    const [batch] = product.sandbox.cloudflare.batches();
    expect([batch?.deletes.length, batch?.patches.length, batch?.posts.length]).toEqual([0, 150, 0]);
    expect(product.sandbox.cloudflare.records(zone).every(({ content }) => content.startsWith('10.9.8.'))).toBe(true);
  });
});
