import { createCloudflareStandIn } from '../../../sandbox/cloudflare/cloudflare-stand-in.ts';
import { createDocuments } from '../../../sandbox/documents.ts';
import { type Api, createFaults, type Faults } from '../../../sandbox/faults.ts';
import { createLiteMailStandIn } from '../../../sandbox/litemail/litemail-stand-in.ts';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { createLiteMail } from '../../../src/adapters/litemail/litemail-client.ts';
import { createLiteMailDnsProvider } from '../../../src/adapters/litemail/litemail-dns-provider.ts';
import { describeDnsHome, type Trouble } from '../../contracts/dns-provider.ts';
import { liteMailDns } from '../../helpers/litemail-dns.ts';
import { serve } from '../../helpers/loopback.ts';
import { manualClock } from '../../helpers/manual-clock.ts';

const troubleFor = (faults: Faults, api: Api) => (kind: Trouble, when: 'next call' | 'next write') => {
  for (const operation of when === 'next write' ? ['POST ', 'PUT ', 'DELETE '] : ['']) {
    const fault = { api, times: 1, operation };
    if (kind === 'answer lost') faults.add({ ...fault, kind: 'drop' });
    else if (kind === 'web page') faults.add({ ...fault, kind: 'html', status: 200 });
    else if (kind === 'broken') faults.add({ ...fault, kind: 'status', status: 502 });
    else faults.add({ ...fault, kind: 'status', status: 429 });
  }
};

describeDnsHome('Cloudflare', async () => {
  const clock = manualClock();
  const faults = createFaults();
  let writes = 0;
  const standIn = createCloudflareStandIn({
    clock,
    faults,
    documents: createDocuments(),
    onWire: ({ method }) => {
      if (method !== 'GET') writes += 1;
    },
  });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const cloudflare = createCloudflare({
    apiUrl,
    credential: { token: sandboxCredentials.acme.cloudflareToken },
    clock,
  });
  return {
    home: createCloudflareDnsProvider({ cloudflare, clock }),
    zone: 'acme-mail.com',
    atomic: true,
    keepsTtl: true,
    writes: () => writes,
    trouble: troubleFor(faults, 'cloudflare'),
  };
});

describeDnsHome('LiteMail', async () => {
  const clock = manualClock();
  const faults = createFaults();
  let writes = 0;
  const handle = liteMailDns(faults, () => {
    writes += 1;
  });
  const apiUrl = await serve((request, response) => void handle(request, response, request.url ?? ''));
  const litemail = createLiteMail({ apiUrl, apiKey: 'lm-sandbox-acme', clock });
  return {
    home: createLiteMailDnsProvider({ litemail, clock }),
    zone: 'acme-mail.com',
    atomic: false,
    keepsTtl: true,
    writes: () => writes,
    trouble: troubleFor(faults, 'litemail'),
  };
});

describeDnsHome('LiteMail’s stand-in', async () => {
  const clock = manualClock();
  const faults = createFaults();
  let writes = 0;
  const standIn = createLiteMailStandIn({
    clock,
    faults,
    documents: createDocuments(),
    options: { rateLimit: false, events: false },
    onWire: ({ method }) => {
      if (method !== 'GET') writes += 1;
    },
  });
  const apiUrl = await serve((request, response) => void standIn.handle(request, response, request.url ?? ''));
  const litemail = createLiteMail({ apiUrl, apiKey: sandboxCredentials.acme.liteMailKey, clock });
  return {
    home: createLiteMailDnsProvider({ litemail, clock }),
    zone: 'getacme.co',
    atomic: false,
    keepsTtl: true,
    writes: () => writes,
    trouble: troubleFor(faults, 'litemail'),
  };
});
