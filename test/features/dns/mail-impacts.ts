import { createResolver } from '../../../src/adapters/resolver/dns-resolver.ts';
import { type ProviderRow, recordSets } from '../../../src/domain/dns/model/normalise.ts';
import type { RecordSet, Zone, ZonePlan } from '../../../src/domain/dns/model/record.ts';
import { dnsPlan } from '../../../src/domain/dns/plan/dns-plan.ts';
import { planAdd, planDelete, planSet } from '../../../src/domain/dns/plan/edit-records.ts';
import { sequence } from '../../../src/domain/dns/plan/zone-plan.ts';
import { assessMailImpact } from '../../../src/features/dns/service/evaluate-mail-impact.ts';
import { AppError } from '../../../src/lib/errors.ts';
import type { Apis } from '../../../src/ports/apis.ts';
import { manualClock } from '../../helpers/manual-clock.ts';
import { startTestSandbox } from '../../helpers/sandbox.ts';

export const zoneOf = (name: string): Zone => ({ home: 'cloudflare', id: name, name, batchLimit: 200 });
export const withoutLiteMail = {
  async litemail() {
    throw new AppError('not_configured', 'LiteMail is not connected.');
  },
} as unknown as Apis;

type Make = (zone: Zone, current: readonly RecordSet[]) => ZonePlan;

/** Verdicts by the sandbox's live DNS; `read` gives the records of its zones. */
export async function startVerdicts() {
  const { sandbox, stop } = await startTestSandbox();
  return {
    sandbox,
    stop,
    read: (name: string): RecordSet[] =>
      recordSets(sandbox.cloudflare.records(name).map(({ comment: _, ...row }) => row)),
    async verdict(name: string, current: readonly RecordSet[], make: Make, server = sandbox.dnsServer) {
      const zone = zoneOf(name);
      const resolver = createResolver({ servers: [server], clock: manualClock(), timeoutMs: 300 });
      const plan = dnsPlan(make(zone, current), current);
      return assessMailImpact({ resolver, apis: withoutLiteMail }, 'T1', plan, new Map([[zone.id, current]])).complete;
    },
  };
}

export type Verdicts = Awaited<ReturnType<typeof startVerdicts>>;

/** Records given as rows. */
export const rows = (
  ...list: [type: string, name: string, content: string, more?: number | Partial<ProviderRow>][]
): RecordSet[] =>
  recordSets(
    list.map(([type, name, content, more = {}]) => ({
      ...{ type, name, content, ttl: 300 },
      ...(typeof more === 'number' ? { priority: more } : more),
    })),
  );

export const set =
  (type: string, name: string, ...values: string[]): Make =>
  (zone, current) =>
    planSet(current, { zone, name, type, values });
export const proxied =
  (type: string, name: string, value: string): Make =>
  (zone, current) =>
    planSet(current, { zone, name, type, values: [value], proxied: true });
export const add =
  (type: string, name: string, value: string): Make =>
  (zone, current) =>
    planAdd(current, { zone, name, type, value });
export const remove =
  (type: string, name: string): Make =>
  (zone, current) =>
    planDelete(current, { zone, name, type });
/** One after the other, as one plan. */
export const both =
  (...makes: Make[]): Make =>
  (zone, current) =>
    sequence(
      zone,
      current,
      makes.map((make) => (now: readonly RecordSet[]) => make(zone, now)),
    );
