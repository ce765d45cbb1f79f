import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { sealedRequests } from '../../../src/adapters/stores/lowdb/sealed-requests.ts';
import { createSeal } from '../../../src/adapters/stores/vault.ts';
import type { ApprovalRequest } from '../../../src/engine/approvals/request/request.ts';
import type { Seal } from '../../../src/ports/stores.ts';
import { aDecision, aRequest } from '../../helpers/requests.ts';
import { scratchDirectory } from '../../helpers/scratch.ts';

const [one, two] = ['k1', 'k2'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
const seal = createSeal(`${one}`);

interface Row {
  [field: string]: unknown;
}
interface File {
  requests: Row[];
  sealed?: boolean;
}
async function edit(dataDir: string, change: (file: File) => void): Promise<void> {
  const path = join(dataDir, 'store.json');
  const file: File = JSON.parse(await readFile(path, 'utf8'));
  change(file);
  await writeFile(path, JSON.stringify(file));
}
async function within<T>(
  dataDir: string,
  by: Seal | undefined,
  work: (stores: Awaited<ReturnType<typeof openEmbeddedStores>>) => Promise<T>,
): Promise<T> {
  const stores = await openEmbeddedStores({ dataDir, seal: by });
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}
const read = (dataDir: string, by = seal, id = 'r-aaaaaa'): Promise<ApprovalRequest | undefined> =>
  within(dataDir, by, ({ requests }) => requests.get('T1', id));
const stored = async (request = aRequest(), { by }: { by?: Seal } = { by: seal }): Promise<string> => {
  const dataDir = scratchDirectory();
  await within(dataDir, by, ({ requests }) => requests.insert(request));
  return dataDir;
};
/** As the release before stored it. */
const storedBefore = (request = aRequest()): Promise<string> => stored(request, {});

describe('a stored request', () => {
  it('comes back as it was, after changes and restarts too', async () => {
    const dataDir = await stored();
    const next = aRequest({ decisions: [aDecision({ reason: 'fine' })], status: 'approved', version: 1 });
    await within(dataDir, seal, ({ requests }) => requests.replace(next));
    expect(await read(dataDir)).toEqual(next);
  });

  it.each<[string, Row]>([
    ['the plan', { fingerprint: 'e'.repeat(64) }],
    ['the effect', { proposal: { ...aRequest().proposal, effect: 'write' } }],
    ['the quorum', { require: [] }],
    ['an approval', { decisions: [aDecision()] }],
    ['the status', { status: 'approved' }],
    ['who asked', { requester: 'U0EVE' }],
    ['the command', { command: 'dns add' }],
    ['the time it has', { expiresAt: 9_000_000 }],
    ['its code', { mac: 'k1.AAAA' }],
    ['its code, taken away', { mac: undefined }],
    ['its code, of a key that is not there', { mac: 'k9.AAAA' }],
  ])('is known as tampered with when something else changed %s', async (_, change) => {
    const dataDir = await stored();
    await edit(dataDir, ({ requests }) => Object.assign(requests[0] ?? {}, change));
    expect(await read(dataDir)).toMatchObject({ tampered: true });
  });

  it('is known as tampered with when it has the code of another one, or was put there by somebody', async () => {
    const dataDir = await stored();
    await within(dataDir, seal, ({ requests }) => requests.insert(aRequest({ id: 'r-bbbbbb', require: [] })));
    await edit(dataDir, ({ requests }) => {
      requests[0] = { ...requests[1], id: 'r-aaaaaa' };
      requests.push({ ...aRequest({ id: 'r-cccccc', status: 'approved' }) });
    });
    expect(await read(dataDir)).toMatchObject({ tampered: true });
    expect(await read(dataDir, seal, 'r-cccccc')).toMatchObject({ tampered: true });
  });

  it('does not become ours by a later change', async () => {
    const dataDir = await stored();
    await edit(dataDir, ({ requests }) => Object.assign(requests[0] ?? {}, { require: [] }));
    await within(dataDir, seal, async ({ requests }) => {
      const tampered = await requests.get('T1', 'r-aaaaaa');
      if (tampered) expect(await requests.replace({ ...tampered, version: 1 })).toBe(false);
    });
    expect(await read(dataDir)).toMatchObject({ tampered: true });
  });

  it('is ours under every key that is there, and not under one that is missing', async () => {
    const dataDir = await stored();
    expect(await read(dataDir, createSeal(`${two},${one}`))).toEqual(aRequest());
    expect(await read(dataDir, createSeal(`${two}`))).toMatchObject({ tampered: true });
  });
});

describe('a request without a code', () => {
  const ended = (over: Partial<ApprovalRequest>, outcome = {}) =>
    aRequest({ status: 'applied', closedAt: 5, outcome: { status: 'applied', text: 'ok', ...outcome }, ...over });
  const found = async (request: ApprovalRequest) =>
    within(await storedBefore(request), undefined, ({ requests }) =>
      sealedRequests(requests, seal).get('T1', request.id),
    );

  it.each<[string, ApprovalRequest]>([
    ['it waits', aRequest()],
    ['it is to be carried out', aRequest({ status: 'approved' })],
    ['its outcome is still looked for', ended({}, { needsRecheck: true })],
    ['its undo is stored', ended({ inverse: 'e'.repeat(64) })],
    ['what it wrote can be put back', ended({}, { undoable: true })],
  ])('is tampered with while something can be done because of it: %s', async (_, request) =>
    expect(await found(request)).toEqual({ ...request, tampered: true }),
  );

  it.each<[string, ApprovalRequest]>([
    ['it was denied', aRequest({ status: 'denied' })],
    ['it wrote nothing', ended({})],
    ['it was undone', ended({ inverse: 'e'.repeat(64), undoneBy: 'r-bbbbbb' })],
    ['what it wrote was put back', ended({ undoneBy: 'r-bbbbbb' }, { undoable: true })],
  ])('can be looked at where nothing can be done with it: %s', async (_, request) =>
    expect(await found(request)).toEqual(request),
  );

  it('is not there where there is none, and lists show no codes', async () => {
    const dataDir = await stored();
    expect(await read(dataDir, seal, 'r-dddddd')).toBeUndefined();
    expect(await within(dataDir, seal, ({ requests }) => requests.list('T1'))).toEqual([aRequest()]);
  });
});

describe('a request of the release before', () => {
  it('that is over and can be undone is sealed by the first start as well, and can be undone', async () => {
    const over = aRequest({ status: 'applied', closedAt: 5, inverse: 'e'.repeat(64) });
    const dataDir = await storedBefore();
    await within(dataDir, undefined, ({ requests }) => requests.replace({ ...over, version: 1 }));
    expect(await read(dataDir)).toEqual({ ...over, version: 1 });
  });

  it('goes on, and is sealed by the first start', async () => {
    const dataDir = await storedBefore();
    expect(await read(dataDir)).toEqual(aRequest());
    await edit(dataDir, ({ requests }) => Object.assign(requests[0] ?? {}, { require: [] }));
    expect(await read(dataDir)).toMatchObject({ tampered: true });
  });

  it('is not a way in for later: without its code it is tampered with, whatever the marker says', async () => {
    const dataDir = await stored();
    await within(dataDir, seal, ({ requests }) => requests.insert(aRequest({ id: 'r-bbbbbb' })));
    await edit(dataDir, (file) => {
      delete file.sealed;
      delete file.requests[0]?.mac;
    });
    expect(await read(dataDir)).toMatchObject({ tampered: true });
  });

  it('can still be looked at when it is over and nothing can be done with it', async () => {
    const over = aRequest({ status: 'denied' });
    expect(await read(await storedBefore(over))).toEqual(over);
  });
});
