import { createDocuments, type Documents } from '../../sandbox/documents.ts';
import { createFaults } from '../../sandbox/faults.ts';
import type { LiteMailOptions } from '../../sandbox/litemail/litemail-options.ts';
import { createLiteMailStandIn } from '../../sandbox/litemail/litemail-stand-in.ts';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';
import { cloudflareZoneId, sandboxCredentials } from '../../sandbox/seed-ids.ts';
import type { WireEntry } from '../../sandbox/wire-log.ts';
import { listen } from './listen.ts';

const zone = (name: string, status = 'active') => ({
  id: cloudflareZoneId(name),
  name,
  status,
  nameServers: ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
  plan: 'Free',
});

interface Setup extends Partial<LiteMailOptions> {
  documents?: Documents;
}

/** LiteMail over HTTP, with three Cloudflare zones of Acme's behind it. */
export async function liteMail({ documents = createDocuments(), ...options }: Setup = {}) {
  const clock = createSandboxClock();
  const faults = createFaults();
  const wire: WireEntry[] = [];
  const standIn = createLiteMailStandIn({
    clock,
    faults,
    documents,
    options: { rateLimit: false, ...options },
    onWire: (entry) => wire.push(entry),
    cloudflare: {
      zones: (accountId) =>
        accountId === sandboxCredentials.acme.cloudflareLogin.accountId
          ? [zone('acme-mail.com'), zone('outbound-labs.io'), zone('late.example', 'pending')]
          : [],
      accepts: ({ apiKey }) => apiKey !== 'wrong',
    },
  });
  const url = await listen((request, response) => void standIn.handle(request, response, request.url ?? '/'));
  async function call(method: string, path: string, body?: unknown, key = 'lm-sandbox-acme') {
    const response = await fetch(url + path, {
      method,
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: raw JSON is the point of these tests
    const json: any = await response.json();
    return { status: response.status, json, data: json.data, headers: response.headers };
  }
  return { clock, faults, wire, standIn, call, documents };
}
