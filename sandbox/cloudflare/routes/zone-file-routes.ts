import { createRecord } from '../change-records.ts';
import { ok, problems, Rejection } from '../cloudflare-envelope.ts';
import { limitKey } from '../credentials.ts';
import { recordsIn } from '../read-zone-file.ts';
import { createTable } from '../record-table.ts';
import { zoneFile } from '../write-zone-file.ts';
import type { Context, Routes } from './route-context.ts';

const largest = 256 * 1024;
const perMinute = 3;

async function uploaded({ call }: Context): Promise<{ text: string; proxied: string }> {
  const headers = { 'content-type': call.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(call.raw), { headers }).formData().catch(() => undefined);
  const file = form?.get('file');
  if (!form || file === null || file === undefined)
    throw problems.validation('file is required as multipart/form-data.');
  const text = typeof file === 'string' ? file : await file.text();
  if (Buffer.byteLength(text) > largest) throw problems.validation('The file must be at most 256 KiB.');
  return { text, proxied: String(form.get('proxied') ?? 'false') };
}

/** The first error refuses the whole file; a record that is there already is passed over. */
function importedInto(context: Context, text: string, proxied: boolean) {
  const zone = context.zone('DNS Write');
  const table = createTable(zone);
  const at = new Date(context.clock.now()).toISOString();
  const rows = recordsIn(text, zone);
  let added = 0;
  for (const row of rows) {
    const proxiable = row.type === 'A' || row.type === 'AAAA' || row.type === 'CNAME';
    try {
      createRecord({ zone, table, at }, { ...(proxied && proxiable && { proxied: true }), ...row });
      added += 1;
    } catch (error) {
      if (!(error instanceof Rejection) || error.errors[0]?.code !== 81058) throw error;
    }
  }
  return { zone, records: table.all(), added, parsed: rows.length };
}

export function zoneFileRoutes(routes: Routes): void {
  const imports = new Map<string, number[]>();
  routes.on('GET', '/zones/:zone/dns_records/export', (context) => ({
    status: 200,
    text: zoneFile(context.zone('DNS Read'), new Date(context.clock.now()).toISOString()),
  }));
  routes.on('POST', '/zones/:zone/dns_records/import', async (context) => {
    context.zone('DNS Write');
    const key = limitKey(context.credential);
    const recent = (imports.get(key) ?? []).filter((at) => at > context.clock.now() - 60_000);
    if (recent.length >= perMinute)
      throw new Rejection(429, { code: 10_429, message: 'Imports are limited to 3 a minute.' });
    imports.set(key, [...recent, context.clock.now()]);
    const { text, proxied } = await uploaded(context);
    const { zone, records, added, parsed } = importedInto(context, text, proxied === 'true');
    zone.records = records;
    await context.zones.save(zone);
    const timing = { start_time: new Date(context.clock.now()).toISOString() };
    return ok({ recs_added: added, total_records_parsed: parsed }, { timing });
  });
}
