import { createCloudflareStandIn } from '../../sandbox/cloudflare/cloudflare-stand-in.ts';
import { createDocuments, type Documents } from '../../sandbox/documents.ts';
import { createFaults } from '../../sandbox/faults.ts';
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts';
import { cloudflareZoneId, sandboxCredentials } from '../../sandbox/seed-ids.ts';
import type { WireEntry } from '../../sandbox/wire-log.ts';
import { listen } from './listen.ts';

export const acme = sandboxCredentials.acme.cloudflareToken;
export const zoneId = cloudflareZoneId;

interface Setup {
  documents?: Documents;
  pointers?: boolean;
}

/** Cloudflare over HTTP with the sandbox's seed. */
export async function cloudflare({ documents = createDocuments(), pointers = false }: Setup = {}) {
  const clock = createSandboxClock();
  const faults = createFaults();
  const wire: WireEntry[] = [];
  const standIn = createCloudflareStandIn({ clock, faults, documents, pointers, onWire: (entry) => wire.push(entry) });
  const url = await listen((request, response) => void standIn.handle(request, response, request.url ?? '/'));

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization: `Bearer ${acme}` },
  ) {
    const json = body !== undefined && !(body instanceof FormData) ? { 'content-type': 'application/json' } : {};
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...json },
      ...(body !== undefined && {
        body: body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: raw JSON is the point of these tests
    const answer: any = text.startsWith('{') ? JSON.parse(text) : text;
    return {
      status: response.status,
      headers: response.headers,
      json: answer,
      result: answer.result,
      codes: (answer.errors ?? []).map(({ code }: { code: number }) => code) as number[],
    };
  }
  const records = (zone: string) => `/zones/${zoneId(zone)}/dns_records`;
  return { clock, faults, wire, standIn, call, documents, url, records };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
