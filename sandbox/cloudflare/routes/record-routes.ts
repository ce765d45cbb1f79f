import { randomBytes } from 'node:crypto';
import { type Batch, batchIn } from '../apply-batch.ts';
import { ok, problems } from '../cloudflare-envelope.ts';
import type { AuditEntry } from '../zone-registry.ts';
import type { StoredRecord, ZoneState } from '../zone-state.ts';
import { filtered } from './record-filter.ts';
import { bodyOf, type Context, paged, type Routes } from './route-context.ts';

const none: Batch = { deletes: [], patches: [], puts: [], posts: [] };
const actions = { deletes: 'delete', patches: 'update', puts: 'update', posts: 'create' } as const;
type Result = Record<keyof Batch, StoredRecord[]>;

/** One audit entry for each record that changed. */
export function auditEntries(zone: ZoneState, result: Result, at: number, actor: Record<string, unknown>) {
  const time = new Date(at).toISOString();
  return (Object.keys(actions) as (keyof Batch)[]).flatMap((list) =>
    result[list].map(
      (record): AuditEntry => ({
        id: randomBytes(16).toString('hex'),
        account: { id: zone.accountId },
        action: { type: actions[list], result: 'success', time },
        actor,
        raw: { cf_ray_id: randomBytes(8).toString('hex'), method: 'POST', status_code: 200 },
        resource: { id: record.id, product: 'dns_records', type: 'dns_record', response: record },
        zone: { id: zone.id, name: zone.name },
      }),
    ),
  );
}

async function write(context: Context, zone: ZoneState, batch: Batch): Promise<Result> {
  const { zones, credential, seed, clock, pointers } = context;
  const result = await zones.apply(zone, batch, pointers);
  const email = seed.users.find(({ id }) => id === credential.user)?.email;
  const who = { type: credential.user ? 'user' : 'account', context: 'api_token', token_id: credential.id };
  await zones.logAudit(zone.accountId, auditEntries(zone, result, clock.now(), { ...who, ...(email && { email }) }));
  return result;
}

const hex = /^[0-9a-f]{32}$/;

function idIn({ call }: Context): string {
  const id = call.params.record ?? '';
  if (!hex.test(id)) throw problems.identifier(call.path);
  return id;
}

export function recordRoutes(routes: Routes): void {
  const records = '/zones/:zone/dns_records';
  routes.on('GET', records, (context) => {
    const zone = context.zone('DNS Read');
    const { result, result_info } = paged(context.call, filtered(context.call, zone.records), 1, 5_000_000, 100);
    return ok(result, { result_info });
  });
  routes.on('GET', `${records}/usage`, (context) => {
    const zone = context.zone('DNS Read');
    return ok({ record_quota: zone.recordQuota, record_usage: zone.records.length });
  });
  routes.on('GET', `${records}/:record`, (context) => {
    const zone = context.zone('DNS Read');
    const id = idIn(context);
    const record = zone.records.find((each) => each.id === id);
    if (!record) throw problems.notFound();
    return ok(record);
  });
  routes.on('POST', records, async (context) => {
    const zone = context.zone('DNS Write');
    const { posts } = await write(context, zone, { ...none, posts: [bodyOf(context.call)] });
    return ok(posts[0]);
  });
  routes.on('PUT', `${records}/:record`, async (context) => {
    const zone = context.zone('DNS Write');
    const { puts } = await write(context, zone, { ...none, puts: [{ ...bodyOf(context.call), id: idIn(context) }] });
    return ok(puts[0]);
  });
  routes.on('PATCH', `${records}/:record`, async (context) => {
    const zone = context.zone('DNS Write');
    const patch = { ...bodyOf(context.call), id: idIn(context) };
    const { patches } = await write(context, zone, { ...none, patches: [patch] });
    return ok(patches[0]);
  });
  routes.on('DELETE', `${records}/:record`, async (context) => {
    const zone = context.zone('DNS Write');
    const id = idIn(context);
    await write(context, zone, { ...none, deletes: [{ id }] });
    return ok({ id });
  });
  routes.on('POST', `${records}/batch`, async (context) => {
    const zone = context.zone('DNS Write');
    const batch = batchIn(context.call.body, zone);
    const result = await write(context, zone, batch);
    await context.zones.logBatch(zone, batch);
    return ok(result);
  });
}
