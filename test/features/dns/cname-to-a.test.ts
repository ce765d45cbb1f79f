import { expect, it } from 'vitest';
import { createCloudflareStandIn } from '../../../sandbox/cloudflare/cloudflare-stand-in.ts';
import type { ZoneState } from '../../../sandbox/cloudflare/zone-state.ts';
import { createDocuments } from '../../../sandbox/documents.ts';
import { createFaults } from '../../../sandbox/faults.ts';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { planSet } from '../../../src/domain/dns/plan/edit-records.ts';
import { applyZone } from '../../../src/features/dns/service/apply-zone.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

it('a CNAME becomes an address in one batch, and at no moment is there no record', async () => {
  const clock = manualClock();
  const documents = createDocuments();
  const moments: string[] = [];
  const name = 's1._domainkey.acme-mail.com';
  const watched = {
    ...documents,
    set(key: string, value: unknown) {
      const { name: zone, records = [] } = value as Partial<ZoneState>;
      if (zone === 'acme-mail.com')
        moments.push(
          records
            .filter((record) => record.name === name)
            .map(({ type }) => type)
            .join(),
        );
      return documents.set(key, value);
    },
  };
  const standIn = createCloudflareStandIn({ clock, faults: createFaults(), documents: watched });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const credential = { token: sandboxCredentials.acme.cloudflareToken };
  const home = createCloudflareDnsProvider({ cloudflare: createCloudflare({ apiUrl, credential, clock }), clock });
  const zone = await home.findZone(name);
  if (!zone) throw new Error('no zone');

  const wish = { zone, name: 's1._domainkey', type: 'A', values: ['192.0.2.9'] };
  const plan = planSet(await home.list(zone), wish);
  const result = await applyZone({ provider: home, plan, checkpoint: async () => {}, recordSnapshot: async () => {} });

  expect(result.status).toBe('applied');
  expect(standIn.batches().map(({ deletes, posts }) => [deletes.length, posts.length])).toEqual([[1, 1]]);
  expect(moments).toEqual(['CNAME', 'A']);
});
