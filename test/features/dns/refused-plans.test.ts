import { describe, expect, it } from 'vitest';
import { createCloudflareStandIn } from '../../../sandbox/cloudflare/cloudflare-stand-in.ts';
import { createDocuments } from '../../../sandbox/documents.ts';
import { createFaults } from '../../../sandbox/faults.ts';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { checkPlan } from '../../../src/domain/dns/lint/lint.ts';
import type { RecordSet, RecordValue, Zone, ZonePlan } from '../../../src/domain/dns/model/record.ts';
import { rowBatch } from '../../../src/domain/dns/plan/batch.ts';
import { planMerge } from '../../../src/domain/dns/plan/desired.ts';
import { diff } from '../../../src/domain/dns/plan/zone-plan.ts';
import { parseZoneFile } from '../../../src/domain/dns/zonefile/read-zone-file.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const { cloudflareToken: token, cloudflareLogin } = sandboxCredentials.acme;
const held = [
  { type: 'A', name: 'www', content: '192.0.2.1', ttl: 300 },
  { type: 'NS', name: 'lab', content: 'ns1.example.com', ttl: 300 },
  { type: 'TXT', name: 'long', content: `"${'x'.repeat(255)}" "${'x'.repeat(255)}"`, ttl: 300 },
];

type Wish = readonly string[] | Partial<RecordValue>;

/** Of the lines of a zone file, or of an address with these attributes, which an import would put right or leave out. */
function planOf(wish: Wish, zone: Zone, current: readonly RecordSet[]): ZonePlan {
  if ('map' in wish) return planMerge(zone, current, parseZoneFile(wish.join('\n'), zone.name).sets);
  const value = { content: '192.0.2.1', ttl: 300, proxied: false, ...wish };
  return diff(zone, current, [{ name: `a.${zone.name}`, type: 'A', values: [value] }]);
}

/** What becomes of a wish for a Free or paid zone: before any call, and at Cloudflare. */
async function wished(wish: Wish, plan: 'free' | 'pro' | 'enterprise' = 'free') {
  const clock = manualClock();
  const standIn = createCloudflareStandIn({ clock, faults: createFaults(), documents: createDocuments() });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const { accountId } = cloudflareLogin;
  await standIn.addZone({ name: 'refused.example', accountId, plan, recordQuota: 10, records: held });
  const home = createCloudflareDnsProvider({
    cloudflare: createCloudflare({ apiUrl, credential: { token }, clock }),
    clock,
  });
  const zone = await home.findZone('refused.example');
  if (!zone) throw new Error('no zone');
  const current = await home.list(zone);
  const planned = planOf(wish, zone, current);
  let early: string | undefined;
  try {
    checkPlan(planned, current, 10);
  } catch (error) {
    early = (error as Error).message;
  }
  const late = await home.write(zone, rowBatch(planned)).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { early, late };
}

describe('what Cloudflare must refuse is refused before any call', () => {
  it.each<[about: string, wish: Wish, words: string]>([
    ['an address at a delegated name', ['lab A 192.0.2.1'], 'delegated to other name servers'],
    ['a text at a delegated name', ['lab TXT x'], 'delegated to other name servers'],
    ['an alias at a delegated name', ['lab CNAME a.example.com.'], 'delegated to other name servers'],
    ['name servers at a name with an address', ['www NS ns1.example.com.'], 'delegated to other name servers'],
    ['name servers at a name with a text', ['long NS ns1.example.com.'], 'delegated to other name servers'],
    [
      'name servers and mail servers at a new name',
      ['new NS ns1.example.com.', 'new MX 0 .'],
      'delegated to other name servers',
    ],
    ['a DS at the top of the zone', ['@ DS 1 13 2 abcd'], 'belongs to the registrar'],
    ['a DS without name servers', ['www DS 1 13 2 abcd'], 'not delegated'],
    ['an alias for itself', ['loop CNAME loop'], 'an alias for itself'],
    ['an alias beside an address', ['www CNAME a.example.com.'], 'also has A records'],
    ['a private address behind the proxy', ['a A 10.0.0.1 ; cf_tags=cf-proxied:true'], 'private'],
    ['no address at all behind the proxy', ['a AAAA :: ; cf_tags=cf-proxied:true'], 'private or local'],
    ['an address of this network behind the proxy', ['a A 0.0.0.1 ; cf_tags=cf-proxied:true'], 'private or local'],
    ['an address of Cloudflare behind the proxy', ['a A 104.16.1.1 ; cf_tags=cf-proxied:true'], 'Cloudflare itself'],
    ['a TTL of 5', { ttl: 5 }, 'TTL of the A record of a.refused.example is 5 seconds'],
    ['a TTL of 45 in a Free zone', { ttl: 45 }, 'is 45 seconds'],
    ['a TTL of a week', { ttl: 604_800 }, 'is 604800 seconds'],
    ['a comment of 501 characters', { comment: 'x'.repeat(501) }, '501 characters'],
    ['a comment of two lines', { comment: 'one\ntwo' }, 'more than one line'],
    ['tags in a Free zone', { tags: ['team:mail'] }, 'tags only in paid zones'],
    [
      'a set that is too long',
      Array.from({ length: 7 }, (_, at) => `a TXT ${`"${at}${'x'.repeat(254)}" `.repeat(5)}`),
      'characters together',
    ],
    ['a text that is too long', [`a TXT ${`"${'x'.repeat(250)}" `.repeat(17)}`], '4267 bytes'],
    ['a key that is too long', [`a OPENPGPKEY ${'A'.repeat(5600)}`], '4200 bytes'],
    ['a certificate that is too long', [`a TLSA 3 0 0 ${'ab'.repeat(4100)}`], 'bytes; Cloudflare allows'],
    ['more records than the plan allows', Array.from({ length: 8 }, (_, at) => `h${at} A 192.0.2.1`), '11 records'],
  ])('%s', async (_, wish, words) => {
    const { early, late } = await wished(wish);
    expect(early).toContain(words);
    // Our own client would not even send some of it.
    expect(late).toMatch(/^Cloudflare refused|cannot be called/);
  });

  it.each(['team/mail:x', 'cf-team:x', 'ä:'])('the tag "%s" in a paid zone', async (tag) => {
    const { early, late } = await wished({ tags: [tag] }, 'pro');
    expect([early, late]).toEqual([expect.stringContaining('not a tag'), expect.stringMatching(/^Cloudflare refused/)]);
  });
});

describe('what Cloudflare takes passes', () => {
  it.each<[about: string, wish: Wish, plan?: 'pro' | 'enterprise']>([
    ['a DS beside its name servers', ['lab DS 1 13 2 abcd']],
    ['another name server', ['lab NS ns2.example.com.']],
    ['a delegation with the addresses of its name servers', ['new NS ns1.new', 'ns1.new A 192.0.2.1']],
    ['records below a delegation', ['a.lab A 192.0.2.1']],
    ['a private address without the proxy', ['a A 10.0.0.1']],
    ["Cloudflare's stand-in for no server", ['a AAAA 100:: ; cf_tags=cf-proxied:true']],
    ['a long key', [`a OPENPGPKEY ${'A'.repeat(5400)}`]],
    ['an automatic TTL', { ttl: 1 }],
    ['a TTL of 30 in an Enterprise zone', { ttl: 30 }, 'enterprise'],
    ['a long comment in a paid zone', { comment: 'x'.repeat(500) }, 'pro'],
    ['tags in a paid zone', { tags: ['team:mail', 'critical:'] }, 'pro'],
    ['as many records as the plan allows', Array.from({ length: 7 }, (_, at) => `h${at} A 192.0.2.1`)],
  ])('%s', async (_, wish, plan) => {
    expect(await wished(wish, plan)).toEqual({ early: undefined, late: undefined });
  });
});
