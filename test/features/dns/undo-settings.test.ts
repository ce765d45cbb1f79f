import { expect, it } from 'vitest';
import { createCloudflareStandIn } from '../../../sandbox/cloudflare/cloudflare-stand-in.ts';
import { createDocuments } from '../../../sandbox/documents.ts';
import { createFaults } from '../../../sandbox/faults.ts';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import type { RecordSet, ZonePlan } from '../../../src/domain/dns/model/record.ts';
import { DnsPlan, dnsPlan, inverse } from '../../../src/domain/dns/plan/dns-plan.ts';
import { planDelete, planSet } from '../../../src/domain/dns/plan/edit-records.ts';
import { applyZone } from '../../../src/features/dns/service/apply-zone.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

it('what Cloudflare keeps beside a record survives a change of it, and its deletion that is undone', async () => {
  const clock = manualClock();
  const standIn = createCloudflareStandIn({ clock, faults: createFaults(), documents: createDocuments() });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const credential = { token: sandboxCredentials.acme.cloudflareToken };
  const home = createCloudflareDnsProvider({ cloudflare: createCloudflare({ apiUrl, credential, clock }), clock });
  const name = 'flat.acme-mail.com';
  const zone = await home.findZone(name);
  if (!zone) throw new Error('no zone');
  const settings = { flatten_cname: true };
  await standIn.changeRecord(zone.name, { add: { type: 'CNAME', name, content: 'a.example.com', ttl: 300, settings } });

  const apply = async (make: (current: readonly RecordSet[]) => ZonePlan): Promise<ZonePlan> => {
    const current = await home.list(zone);
    const [plan] = DnsPlan.parse(JSON.parse(JSON.stringify(dnsPlan(make(current), current)))).zones;
    if (!plan) throw new Error('no plan');
    const done = await applyZone({ provider: home, plan, checkpoint: async () => {}, recordSnapshot: async () => {} });
    expect(done.status).toBe('applied');
    return plan;
  };
  const now = () => standIn.records(zone.name).find((record) => record.name === name);

  await apply((current) => planSet(current, { zone, name, type: 'CNAME', values: ['b.example.com'] }));
  expect(now()).toMatchObject({ content: 'b.example.com', settings });
  const deleted = await apply((current) => planDelete(current, { zone, name, type: 'CNAME' }));
  expect(now()).toBeUndefined();
  await apply(() => inverse(deleted));
  expect(now()).toMatchObject({ content: 'b.example.com', settings });
});
