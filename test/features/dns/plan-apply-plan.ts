import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { createCloudflareStandIn } from '../../../sandbox/cloudflare/cloudflare-stand-in.ts';
import { createDocuments } from '../../../sandbox/documents.ts';
import { createFaults } from '../../../sandbox/faults.ts';
import { sandboxCredentials } from '../../../sandbox/seed-ids.ts';
import { createCloudflare } from '../../../src/adapters/cloudflare/cloudflare-client.ts';
import { createCloudflareDnsProvider } from '../../../src/adapters/cloudflare/cloudflare-dns-provider.ts';
import { keyOf, sameSet } from '../../../src/domain/dns/model/normalise.ts';
import type { RecordSet } from '../../../src/domain/dns/model/record.ts';
import { DnsPlan } from '../../../src/domain/dns/plan/dns-plan.ts';
import { diff, overlay } from '../../../src/domain/dns/plan/zone-plan.ts';
import { applyDnsPlan } from '../../../src/features/dns/service/apply-dns-plan.ts';
import { planZone } from '../../../src/features/dns/service/plan-zone.ts';
import type { ResolvedZone } from '../../../src/features/dns/service/providers.ts';
import type { CommandContext } from '../../../src/features/product-context.ts';
import type { Json } from '../../../src/lib/json.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { desiredZone } from './zone-arbitraries.ts';

export interface ZoneRun {
  readonly zone: string;
  /** Rows that were written. */
  readonly written: number;
  /** What is left to do after the apply, or differs from what was planned; empty when all is well. */
  readonly problems: readonly string[];
}

export interface Stage {
  /** Plans, applies and plans again, twice over, on a zone that follows from the number. */
  run(number: number): Promise<ZoneRun>;
  stop(): void;
}

const labels = ['@', 'h3', 'h4', 'h5', 'h6', 'h7', 'h8', 'h9', '_dmarc', 'k._domainkey', '_443._tcp.h5', '*.h10', '*'];

/** The Cloudflare stand-in over HTTP, and our real client for each zone. */
export async function openStage(): Promise<Stage> {
  const clock = manualClock();
  const documents = createDocuments();
  const standIn = createCloudflareStandIn({ clock, faults: createFaults(), documents });
  const server = createServer((request, response) => void standIn.handle(request, response, request.url ?? ''));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { cloudflareToken: token, cloudflareLogin } = sandboxCredentials.acme;

  async function run(number: number): Promise<ZoneRun> {
    // A fresh window of the rate limit for each zone.
    clock.advance(300_001);
    const paid = number % 3 === 0;
    const plan = paid ? 'pro' : 'free';
    const [zone = ''] = await standIn.seedZones(1, {
      records: 10 + (number % 40),
      plan,
      prefix: `z${number}-`,
      accountId: cloudflareLogin.accountId,
    });
    const home = createCloudflareDnsProvider({
      cloudflare: createCloudflare({ apiUrl, credential: { token }, clock }),
      clock,
    });
    const ctx = contextOf(home, clock);
    const found = await home.findZone(zone);
    if (!found) throw new Error(`no zone ${zone}`);
    const place: ResolvedZone = { provider: home, zone: found };
    const wishes = fc.sample(desiredZone(zone, labels, paid), { seed: number, numRuns: 2 });
    const problems: string[] = [];
    let written = 0;
    for (const wanted of wishes) {
      // Every other zone keeps what it holds beside: only names that are free, or wholly ours, are wished for then.
      const before = await home.list(found);
      const keeps = number % 2 === 1;
      const taken = new Set(before.map(({ name }) => name));
      const desired = keeps ? wanted.filter(({ name }) => !taken.has(name)) : wanted;
      const make = (current: readonly RecordSet[]) =>
        diff(found, current, desired, { rest: keeps ? 'keep' : 'delete' });
      const planned = await planZone(ctx, place, make);
      if (!planned) continue;
      const stored = DnsPlan.parse(JSON.parse(JSON.stringify(planned)));
      const outcome = await applyDnsPlan(ctx, stored, journal());
      if (outcome.status !== 'applied') problems.push(`${outcome.status}: ${'text' in outcome ? outcome.text : ''}`);
      const after = await home.list(found);
      problems.push(...differences(overlay(before, make(before)), after));
      const again = await planZone(ctx, place, make);
      for (const { name, type } of again?.zones.flatMap(({ changes }) => changes) ?? [])
        problems.push(`left to do: ${type} ${name}`);
      written += stored.zones
        .flatMap(({ changes }) => changes)
        .reduce((sum, { after }) => sum + (after?.values.length ?? 1), 0);
    }
    return { zone, written, problems };
  }

  return {
    run,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What planning and applying ask for, and nothing else. */
const contextOf = (home: ResolvedZone['provider'], clock: CommandContext['clock']): CommandContext =>
  ({
    clock,
    actor: { teamId: 'T0ACME', userId: 'U0ANA' },
    apis: { provider: async (_teamId: string, name: string) => (name === 'cloudflare' ? home : undefined) },
    stores: { teams: { get: async () => undefined }, snapshots: { put: async () => {} } },
  }) as unknown as CommandContext;

function journal() {
  let kept: Json | undefined;
  return {
    read: () => kept,
    async save(progress: Json) {
      kept = progress;
    },
    lastTry: false,
  };
}

function differences(expected: readonly RecordSet[], actual: readonly RecordSet[]): string[] {
  const index = (sets: readonly RecordSet[]) => new Map(sets.map((set) => [keyOf(set), set]));
  const [wanted, is] = [index(expected), index(actual)];
  return [...new Set([...wanted.keys(), ...is.keys()])]
    .filter((key) => !sameSet(wanted.get(key), is.get(key)))
    .map((key) => `differs: ${key}: ${JSON.stringify([wanted.get(key)?.values, is.get(key)?.values])}`);
}
