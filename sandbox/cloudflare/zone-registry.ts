import type { Clock } from '../../src/ports/clock.ts';
import type { Documents } from '../documents.ts';
import { cloudflareZoneId } from '../seed-ids.ts';
import { applied, type Batch } from './apply-batch.ts';
import { createRecord } from './change-records.ts';
import { canonical } from './record-names.ts';
import { createTable } from './record-table.ts';
import type { AcceptedBatch, StoredRecord, ZoneSeed, ZoneState } from './zone-state.ts';

const zoneKey = 'cloudflare/zone/';
const batchKey = 'cloudflare/batches/';
const auditKey = 'cloudflare/audit/';
const keptBatches = 100;
const keptEntries = 500;
const quotas = { free: 200, pro: 3500, business: 3500, enterprise: 3500 };
const month = 30 * 24 * 3_600_000;

export interface AuditEntry {
  readonly id: string;
  readonly account: { readonly id: string };
  readonly action: { readonly type: string; readonly result: 'success'; readonly time: string };
  readonly actor: Record<string, unknown>;
  readonly raw: Record<string, unknown>;
  readonly resource: Record<string, unknown>;
  readonly zone: { readonly id: string; readonly name: string };
}

function made(seed: ZoneSeed, at: number): ZoneState {
  const plan = seed.plan ?? 'free';
  const createdOn = new Date(at - 4 * month).toISOString();
  const zone: ZoneState = {
    id: cloudflareZoneId(canonical(seed.name)),
    name: canonical(seed.name),
    accountId: seed.accountId,
    status: seed.status ?? 'active',
    plan,
    recordQuota: seed.recordQuota === undefined ? quotas[plan] : seed.recordQuota,
    nameServers: [...(seed.nameServers ?? ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'])],
    createdOn,
    paused: false,
    records: [],
  };
  const where = { zone, table: createTable(zone), at: createdOn };
  for (const { meta, ...record } of seed.records) createRecord(where, record, meta);
  return { ...zone, records: where.table.all() };
}

/** The zones and their changes, one document per zone. */
export function createZones(documents: Documents, clock: Clock) {
  const ids = new Map<string, string>();
  const get = (id: string) => documents.get<ZoneState>(zoneKey + id);
  const all = () => documents.keys(zoneKey).flatMap((key) => documents.get<ZoneState>(key) ?? []);
  const save = (zone: ZoneState) => {
    ids.set(zone.name, zone.id);
    return documents.set(zoneKey + zone.id, zone);
  };
  for (const { name, id } of all()) ids.set(name, id);

  /** By name or id. */
  function find(nameOrId: string): ZoneState {
    const zone = get(nameOrId) ?? get(ids.get(canonical(nameOrId)) ?? '');
    if (!zone) throw new Error(`Cloudflare has no zone ${nameOrId}`);
    return zone;
  }

  async function logBatch(zone: ZoneState, batch: Batch): Promise<void> {
    const log = documents.get<AcceptedBatch[]>(batchKey + zone.id) ?? [];
    log.push({ at: clock.now(), zone: zone.name, zoneId: zone.id, ...batch });
    await documents.set(batchKey + zone.id, log.slice(-keptBatches));
  }

  return {
    get,
    all,
    find,
    save,
    add: (seed: ZoneSeed) => save(made(seed, clock.now())),
    /** Does the whole batch and stores it, or throws and does nothing. */
    async apply(zone: ZoneState, batch: Batch, pointers = false): Promise<Record<keyof Batch, StoredRecord[]>> {
      const { records, result } = applied(zone, batch, new Date(clock.now()).toISOString(), pointers);
      zone.records = records;
      await save(zone);
      return result;
    },
    logBatch,
    batches: () =>
      documents
        .keys(batchKey)
        .flatMap((key) => documents.get<AcceptedBatch[]>(key) ?? [])
        .sort((a, b) => a.at - b.at),
    async logAudit(accountId: string, entries: AuditEntry[]): Promise<void> {
      const log = documents.get<AuditEntry[]>(auditKey + accountId) ?? [];
      log.push(...entries);
      await documents.set(auditKey + accountId, log.slice(-keptEntries));
    },
    audit: (accountId: string) => documents.get<AuditEntry[]>(auditKey + accountId) ?? [],
    async clear(): Promise<void> {
      ids.clear();
      await documents.clear('cloudflare/');
    },
  };
}

export type Zones = ReturnType<typeof createZones>;
