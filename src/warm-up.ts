import { setTimeout as pause } from 'node:timers/promises';
import { loadResolver } from './clients/resolver/on-first-use.ts';
import { loadCloudflare, loadLiteMail } from './clients/team-apis.ts';
import { loadDmarc, loadSpf } from './services/dns/judge/mailauth.ts';

/** What `fetch` itself loads with its first call. */
const loadFetch = () => fetch('data:,');

/** In the order in which a plan needs them. */
const parts: readonly (() => Promise<unknown>)[] = [
  loadFetch,
  loadCloudflare,
  loadLiteMail,
  loadResolver,
  loadSpf,
  loadDmarc,
];

/** Milliseconds between two parts, for whoever sends something meanwhile. */
const breath = 20;

/**
 * Loads what the first card would have to wait for, after the start and without holding up anything else. What is asked
 * for before its turn is loaded then.
 */
export async function warmUp(): Promise<void> {
  for (const load of parts) {
    await pause(breath);
    // What cannot be loaded says so to whoever needs it.
    await load().catch(() => {});
  }
}
