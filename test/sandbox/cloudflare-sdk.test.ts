import Cloudflare from 'cloudflare';
import { expect, test } from 'vitest';
import { sandboxCredentials } from '../../sandbox/seed-ids.ts';
import { acme, cloudflare, zoneId } from './cloudflare-helpers.ts';

const zone_id = zoneId('outbound-labs.io');

/** Cloudflare's own client, pointed at the stand-in. */
async function sdk() {
  const base = await cloudflare();
  return { ...base, client: new Cloudflare({ apiToken: acme, baseURL: base.url, maxRetries: 0 }) };
}

test("Cloudflare's SDK reads token, zones and records", async () => {
  const { client } = await sdk();
  expect((await client.user.tokens.verify()).status).toBe('active');
  const names: string[] = [];
  for await (const zone of client.zones.list({ per_page: 5 })) names.push(zone.name);
  expect(names).toHaveLength(7);
  const types: string[] = [];
  for await (const record of client.dns.records.list({ zone_id, per_page: 2 })) types.push(record.type);
  expect(types).toEqual(['A', 'CNAME', 'MX', 'TXT', 'TXT']);
  expect(await client.dns.usage.zone.get({ zone_id })).toEqual({ record_quota: 200, record_usage: 5 });
  expect((await client.zones.get({ zone_id })).account.name).toBe('Acme Outbound');
});

test("Cloudflare's SDK writes single records and batches", async () => {
  const { client, standIn } = await sdk();
  const made = await client.dns.records.create({ zone_id, type: 'A', name: 'new', content: '192.0.2.1', ttl: 300 });
  expect(made.name).toBe('new.outbound-labs.io');
  const edited = await client.dns.records.edit(made.id, { zone_id, type: 'A', name: 'new', ttl: 600 });
  expect(edited).toMatchObject({ id: made.id, ttl: 600, content: '192.0.2.1' });
  const batch = await client.dns.records.batch({
    zone_id,
    deletes: [{ id: made.id }],
    posts: [{ type: 'CNAME', name: 'new', content: 'a.example.com', ttl: 1, proxied: true }],
  });
  expect(batch.posts).toMatchObject([{ type: 'CNAME', proxied: true }]);
  await client.dns.records.delete(batch.posts?.[0]?.id ?? '', { zone_id });
  expect(standIn.records('outbound-labs.io')).toHaveLength(5);
});

test("Cloudflare's SDK exports and imports", async () => {
  const { client } = await sdk();
  expect(await client.dns.records.export({ zone_id })).toContain('outbound-labs.io.\t300\tIN\tA\t198.51.100.30');
  const result = await client.dns.records.import({ zone_id, file: 'x 300 IN A 192.0.2.1' });
  expect(result.recs_added).toBe(1);
});

test("Cloudflare's SDK understands the errors", async () => {
  const { client, standIn } = await sdk();
  const twice = { zone_id, type: 'A', name: '@', content: '198.51.100.30', ttl: 300 } as const;
  await expect(client.dns.records.create(twice)).rejects.toMatchObject({ status: 400, errors: [{ code: 81058 }] });
  await expect(client.firewall.rules.get('1', { zone_id })).rejects.toMatchObject({ status: 410 });
  const account_id = sandboxCredentials.acme.cloudflareLogin.accountId;
  await expect(client.accounts.tokens.verify({ account_id })).rejects.toMatchObject({ status: 401 });
  standIn.setRateLimit({ calls: 0, window: 300_000 });
  await expect(client.zones.get({ zone_id })).rejects.toMatchObject({ status: 429, errors: [{ code: 971 }] });
});
