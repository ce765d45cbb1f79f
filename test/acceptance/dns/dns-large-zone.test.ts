import { afterEach, beforeEach, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { type Product, startProduct } from '../../helpers/product.ts';
import { anaAsks, boApproves } from '../../helpers/story.ts';

let product: Product;
beforeEach(async () => {
  product = await startProduct();
});
afterEach(() => product.stop());

const zone = 'big.example';
const host = (n: number) => `h${String(n).padStart(5, '0')}.${zone}`;

it('a record of a zone of 6,000 is deleted though somebody deletes another one while the zone is read', async () => {
  const { accountId } = sandboxCredentials.acme.cloudflareLogin;
  const records = Array.from({ length: 6000 }, (_, n) => ({
    type: 'A',
    name: host(n),
    content: '192.0.2.1',
    ttl: 300,
  }));
  await product.sandbox.cloudflare.addZone({ name: zone, accountId, plan: 'enterprise', recordQuota: 9000, records });
  const card = await anaAsks(product, `dns delete ${zone} A h05000`);
  const readings = () =>
    product.sandbox.wire.list().filter(({ method, path }) => method === 'GET' && /dns_records\?/.test(path)).length;
  const before = readings();
  await product.act({ do: 'fault', api: 'cloudflare', kind: 'slow', ms: 500, times: 4, operation: '/dns_records' });
  const approved = boApproves(product, card, 'Done');
  await product.until(() => readings() > before, 'the first reading');
  await product.act({ do: 'change-record', zone, delete: { type: 'A', name: host(10) } });
  expect(await approved).not.toContain('already like this');
  expect(product.sandbox.cloudflare.records(zone).filter(({ name }) => [host(10), host(5000)].includes(name))).toEqual(
    [],
  );
});
