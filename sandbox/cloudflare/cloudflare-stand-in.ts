import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import { createExchange, type Handle } from '../exchange.ts';
import type { Faults } from '../faults.ts';
import { type Answer, type Call, createRouter } from '../router.ts';
import type { OnWire } from '../wire-log.ts';
import { type BehindTheBack, changesIn } from './behind-the-back.ts';
import { problems, Rejection, rejected } from './cloudflare-envelope.ts';
import { createRateLimit, type RateLimitOptions, usualLimit } from './cloudflare-rate-limit.ts';
import { credentialFor, givenIn, limitKey, needZone, statusOf } from './credentials.ts';
import { generatedZone } from './generate-zones.ts';
import { identityRoutes } from './routes/identity-routes.ts';
import { auditEntries, recordRoutes } from './routes/record-routes.ts';
import { retiredRoutes } from './routes/retired-routes.ts';
import type { Context, Handler } from './routes/route-context.ts';
import { zoneFileRoutes } from './routes/zone-file-routes.ts';
import { zoneRoutes } from './routes/zone-routes.ts';
import { cloudflareSeed } from './seed-cloudflare.ts';
import { createZones } from './zone-registry.ts';
import type { AcceptedBatch, CloudflareSeed, Plan, StoredRecord, ZoneSeed } from './zone-state.ts';

interface Needs {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly documents: Documents;
  /** People and their credentials; zones are made of it when the store is empty. */
  readonly seed?: CloudflareSeed;
  readonly rateLimit?: RateLimitOptions;
  /** Whether a refused batch names the item in `source.pointer`. Cloudflare does not document that it does. */
  readonly pointers?: boolean;
  readonly onWire?: OnWire | undefined;
}

export interface CloudflareStandIn {
  /** `path` is what follows `/sandbox/cloudflare/client/v4`. */
  readonly handle: Handle;
  /** As somebody in Cloudflare's dashboard would. Zones by name or id. */
  changeRecord(zone: string, change: BehindTheBack): Promise<void>;
  /** A copy of the zone's records, as the API returns them. */
  records(zone: string): StoredRecord[];
  /** Every batch that was accepted, oldest first (the last 100 of each zone). */
  batches(): AcceptedBatch[];
  /** Adds zones of mixed records named `<prefix>0001.example` and so on to Acme's account; gives their names. */
  seedZones(
    count: number,
    options?: { records?: number; plan?: Plan; prefix?: string; accountId?: string },
  ): Promise<string[]>;
  addZone(zone: ZoneSeed): Promise<void>;
  /** An account's zones as LiteMail and the control page need them; all accounts' without an id. */
  zones(accountId?: string): { id: string; name: string; status: string; nameServers: string[]; plan: string }[];
  /** Whether e-mail, Global API key and account belong together. */
  accepts(login: { email: string; apiKey: string; accountId: string }): boolean;
  /** Until the next restart. */
  setRateLimit(limit: RateLimitOptions): void;
  /** Back to the seed. */
  reset(): Promise<void>;
}

export function createCloudflareStandIn(needs: Needs): CloudflareStandIn {
  const { clock, faults, documents, seed = cloudflareSeed, pointers = false, onWire } = needs;
  let limit = needs.rateLimit ?? usualLimit;
  const count = createRateLimit(clock);
  const zones = createZones(documents, clock);
  const routes = createRouter<Handler>();
  for (const add of [identityRoutes, zoneRoutes, recordRoutes, zoneFileRoutes, retiredRoutes]) add(routes);

  async function answer(call: Call): Promise<Answer> {
    const headers: Record<string, string> = { 'cf-ray': `${randomBytes(8).toString('hex')}-LIS` };
    try {
      const given = givenIn(call);
      const credential = credentialFor(given, seed);
      const counted = count(credential ? limitKey(credential) : 'nobody', limit);
      Object.assign(headers, counted.headers);
      if (counted.retryAfter !== undefined) throw tooMany();
      const verifying = call.path.endsWith('/tokens/verify');
      if (!credential && verifying) throw new Rejection(401, { code: 1000, message: 'Invalid API Token' });
      if (!credential && 'key' in given)
        throw new Rejection(403, { code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' });
      if (!credential || (!verifying && statusOf(credential, clock.now()) !== 'active')) throw problems.unauthorized();
      const route = routes.find(call.method, call.path);
      if (!route) throw problems.noRoute();
      const context: Context = {
        call: { ...call, params: route.params },
        credential,
        seed,
        zones,
        clock,
        documents,
        pointers,
        zone(permission) {
          const id = route.params.zone ?? '';
          if (!/^[0-9a-f]{32}$/.test(id)) throw problems.identifier(call.path);
          return needZone(credential, zones.get(id), permission);
        },
      };
      const done = await route.handler(context);
      return { ...done, headers: { ...headers, ...done.headers } };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const missing = headers.ratelimit === undefined ? count('nobody', limit).headers : {};
      return { ...rejected(error), headers: { ...headers, ...missing } };
    }
  }

  async function reset(): Promise<void> {
    const cleared = zones.clear();
    await Promise.all([cleared, ...seed.zones.map(zones.add)]);
  }
  if (zones.all().length === 0) void reset();

  return {
    handle: createExchange({ api: 'cloudflare', clock, faults, onWire, answer, failure, nothing }),
    async changeRecord(name, change) {
      const zone = zones.find(name);
      const result = await zones.apply(zone, changesIn(zone, change));
      const actor = { type: 'user', context: 'dash', email: 'alice@example.com' };
      await zones.logAudit(zone.accountId, auditEntries(zone, result, clock.now(), actor));
    },
    records: (name) => structuredClone(zones.find(name).records),
    batches: zones.batches,
    async seedZones(wanted, { records = 20, plan = 'free', prefix = 'lab-', accountId } = {}) {
      const account = accountId ?? seed.accounts[0]?.id ?? '';
      const made = Array.from({ length: wanted }, (_, index) =>
        generatedZone(`${prefix}${String(index + 1).padStart(4, '0')}.example`, account, plan, records, index),
      );
      await Promise.all(made.map(zones.add));
      return made.map(({ name }) => name);
    },
    addZone: zones.add,
    zones: (accountId) =>
      zones
        .all()
        .filter((zone) => accountId === undefined || zone.accountId === accountId)
        .map(({ id, name, status, nameServers, plan }) => ({
          id,
          name,
          status,
          nameServers,
          plan: plan.charAt(0).toUpperCase() + plan.slice(1),
        })),
    accepts: ({ email, apiKey, accountId }) =>
      credentialFor({ email, key: apiKey }, seed)?.accounts.includes(accountId) === true,
    setRateLimit(next) {
      limit = next;
    },
    reset,
  };
}

const tooMany = () =>
  new Rejection(429, { code: 971, message: 'Please wait and consider throttling your request speed' });

const nothing = { success: true, errors: [], messages: [], result: {} };

const failure = (status: number): Answer =>
  status === 429
    ? { ...rejected(tooMany()), headers: { 'retry-after': '300', ratelimit: '"default";r=0;t=300' } }
    : rejected(new Rejection(status, { code: 10_001, message: 'Internal error, please try again.' }));
