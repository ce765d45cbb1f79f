import { describe, expect, it } from 'vitest';
import { cloudflare } from '../../../src/adapters/cloudflare/operations/cloudflare-operations.ts';
import { fixture } from '../../helpers/fixture.ts';

describe("Cloudflare's own examples", () => {
  it.each([
    ['list-zones', cloudflare.listZones],
    ['list-zones-of-the-guide', cloudflare.listZones],
    ['list-dns-records', cloudflare.listDnsRecords],
  ])('%s fits its declaration', (name, { response }) => {
    expect(response.parse(fixture(`cloudflare/${name}`)).result).toHaveLength(1);
  });

  it('verify-token, batch and usage fit theirs', () => {
    expect(cloudflare.verifyUserToken.response.parse(fixture('cloudflare/verify-token').result).status).toBe('active');
    expect(cloudflare.batchDnsRecords.response.parse(fixture('cloudflare/batch-dns-records').result)).toBeUndefined();
    expect(cloudflare.getDnsUsage.response.parse(fixture('cloudflare/dns-usage').result)).toMatchObject({
      record_usage: 17,
    });
  });
});

describe('a row of which only the least is said', () => {
  it('is taken all the same', () => {
    const row = { id: 'r1', type: 'A', name: 'www.example.com', content: '192.0.2.1', ttl: 1, proxied: false };
    expect(cloudflare.listDnsRecords.response.parse({ result: [row] }).result).toMatchObject([row]);
    expect(cloudflare.listDnsRecords.response.parse({ result: null }).result).toEqual([]);
  });
});

describe('what is sent to Cloudflare', () => {
  it('says the TTL of every new row', () => {
    const { body } = cloudflare.batchDnsRecords;
    expect(body.safeParse({ posts: [{ type: 'A', name: 'a.com', content: '192.0.2.1' }] }).success).toBe(false);
    expect(body.safeParse({ posts: [{ type: 'A', name: 'a.com', content: '192.0.2.1', ttl: 1 }] }).success).toBe(true);
  });
});
