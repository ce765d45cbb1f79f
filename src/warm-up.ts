import { setTimeout as pause } from 'node:timers/promises';
import { loadDnsMessages } from './adapters/resolver/dns-resolver.ts';
import { loadCloudflare, loadLiteMail } from './adapters/team-apis.ts';
import { loadDmarc, loadSpf } from './domain/dns/mail/receiver-checks.ts';

/** What `fetch` itself loads with its first call. */
const loadFetch = () => fetch('data:,');

/** In the order in which a plan needs them. */
const parts: readonly (() => Promise<unknown>)[] = [
  loadFetch,
  loadCloudflare,
  loadLiteMail,
  loadDnsMessages,
  loadSpf,
  loadDmarc,
];

/** Milliseconds between two modules, so that requests are answered meanwhile. */
const breath = 20;

/**
 * Preloads after the start what the first card needs, without blocking anything else. What is needed earlier is loaded
 * then.
 */
export async function warmUp(): Promise<void> {
  for (const load of parts) {
    await pause(breath);
    // A module that cannot be loaded throws where it is needed.
    await load().catch(() => {});
  }
}
