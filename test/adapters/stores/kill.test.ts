import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { type AuditEntry, firstTampered } from '../../../src/domain/audit/audit-chain.ts';
import { fingerprint } from '../../../src/lib/json.ts';
import { acme } from '../../contracts/samples.ts';
import { aDataDirectory } from './data-directory.ts';

/** What the child acknowledged, by kind, until it was killed in the middle of its work. */
async function writeAndKill(dataDir: string, round: number, after: number): Promise<Map<string, string[]>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), dataDir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<string, string[]>();
  let count = 0;
  for await (const line of createInterface(child.stdout)) {
    const [kind = '', id = ''] = line.split(' ');
    acknowledged.set(kind, [...(acknowledged.get(kind) ?? []), id]);
    count += 1;
    if (count === after) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

it('loses nothing that was acknowledged when it is killed while writing, time after time', async () => {
  const dataDir = await aDataDirectory();
  const all = new Map<string, string[]>();
  for (let round = 0; round < 6; round += 1) {
    const after = 1 + Math.floor(Math.random() * 600);
    for (const [kind, ids] of await writeAndKill(dataDir, round, after)) {
      all.set(kind, [...(all.get(kind) ?? []), ...ids]);
    }
    const stores = await openEmbeddedStores({ dataDir });
    const acknowledged = (kind: string): string[] => all.get(kind) ?? [];

    const kept = new Map((await stores.requests.list(acme)).map((request) => [request.id, request]));
    for (const id of acknowledged('request')) expect(kept.has(id)).toBe(true);
    for (const id of acknowledged('closed')) expect(kept.get(id)?.status).toBe('applied');
    const jobKeys = (await stores.jobs.list(acme)).map(({ key }) => key);
    expect(jobKeys.filter((key) => !key.startsWith('short')).sort()).toEqual([...kept.keys()].sort());
    for (const id of acknowledged('finished')) expect(jobKeys).not.toContain(`short ${id}`);

    const unsettled = new Set((await stores.events.unsettled(100_000)).map(({ id }) => id));
    for (const id of acknowledged('event')) expect(await stores.events.get(acme, id)).toMatchObject({ id });
    for (const id of acknowledged('settled')) expect(unsettled.has(id)).toBe(false);
    for (const id of acknowledged('plan')) {
      expect(await stores.plans.get(acme, fingerprint({ id }))).toEqual({ id });
    }

    const entries: AuditEntry[] = [];
    for await (const entry of stores.audit.entries()) entries.push(entry);
    const audited = new Set(entries.map(({ request }) => request));
    for (const id of acknowledged('audit')) expect(audited.has(id)).toBe(true);
    const ended = entries.filter(({ action }) => action === 'apply.applied').map(({ request }) => request);
    expect(new Set(ended).size).toBe(ended.length);
    for (const id of acknowledged('closed')) {
      expect(ended).toContain(id);
      expect(await stores.plans.get(acme, fingerprint({ undoes: id }))).toEqual({ undoes: id });
    }
    expect(firstTampered(entries)).toBeUndefined();
    await stores.close();
  }
  expect(all.get('closed')?.length).toBeGreaterThan(0);
}, 60_000);
