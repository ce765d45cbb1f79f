import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { type AuditEntry, firstTampered } from '../../../src/domain/audit/audit-chain.ts';
import { acme, aJob, aRequest, aSubscription } from '../../contracts/samples.ts';
import { aDataDirectory } from './data-directory.ts';

describe('a write that the disk refuses', () => {
  it('rejects the callers, is seen by nobody, and the next one goes through', async () => {
    const dataDir = await aDataDirectory();
    const stores = await openEmbeddedStores({ dataDir });
    onTestFinished(() => stores.close());
    await stores.requests.insert(aRequest());
    const path = join(dataDir, 'store.json');
    await rename(path, `${path}.aside`);
    await mkdir(path);

    const approved = aRequest({ version: 2, status: 'approved' });
    const refused = await Promise.allSettled([
      stores.requests.replace(approved, { jobs: [aJob()] }),
      stores.subscriptions.put(aSubscription()),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await stores.requests.get(acme, 'R1')).toEqual(aRequest());
    expect(await stores.jobs.list(acme)).toEqual([]);
    expect(await stores.subscriptions.list(acme)).toEqual([]);

    await rmdir(path);
    expect(await stores.requests.replace(approved, { jobs: [aJob()] })).toBe(true);
    await stores.close();
    const again = await openEmbeddedStores({ dataDir });
    onTestFinished(() => again.close());
    expect(await again.requests.get(acme, 'R1')).toEqual(approved);
    expect(await again.jobs.list(acme)).toHaveLength(1);
    expect(await again.subscriptions.list(acme)).toEqual([]);
  });

  it('for want of room leaves what was there whole, and what still fits goes through', async () => {
    const dataDir = await aDataDirectory();
    const child = join(import.meta.dirname, 'full-disk-child.ts');
    const said = execFileSync('bash', ['-c', 'ulimit -f 64; exec "$0" "$1" "$2"', process.execPath, child, dataDir]);
    expect(said.toString().trim().split('\n')).toEqual([
      ...['event first', 'audit first', 'subscription first'].map((what) => `${what} fulfilled`),
      ...['event second', 'audit second', 'subscription second'].map((what) => `${what} rejected`),
      ...['event third', 'audit third', 'subscription third'].map((what) => `${what} fulfilled`),
      'plan rejected',
    ]);

    const stores = await openEmbeddedStores({
      dataDir,
      onWarning: (text) => {
        throw new Error(`nothing is torn: ${text}`);
      },
    });
    onTestFinished(() => stores.close());
    const kept = ['first', 'third'];
    expect((await stores.events.unsettled(9)).map(({ id }) => id)).toEqual(kept);
    expect((await stores.subscriptions.list(acme)).map(({ id }) => id)).toEqual(kept);
    const entries: AuditEntry[] = [];
    for await (const entry of stores.audit.entries()) entries.push(entry);
    expect(entries.map(({ request }) => request)).toEqual(kept);
    expect(firstTampered(entries)).toBeUndefined();
    expect((await readdir(dataDir, { recursive: true })).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it('is foretold by the probe', async () => {
    const dataDir = await aDataDirectory();
    const child = join(import.meta.dirname, 'probe-child.ts');
    const said = (limit: string) =>
      execFileSync('bash', ['-c', `${limit}exec "$0" "$1" "$2"`, process.execPath, child, dataDir]).toString();
    expect(said('')).toBe('probe fulfilled\n');
    expect(said('ulimit -f 3; ')).toBe('probe rejected\n');
    expect((await readdir(dataDir)).filter((name) => name.includes('draft'))).toEqual([]);
  });
});
