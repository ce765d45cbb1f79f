import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import { type AuditEntry, firstTampered } from '../../../src/domain/audit/audit-chain.ts';
import { AppError } from '../../../src/lib/errors.ts';
import { fingerprint } from '../../../src/lib/json.ts';
import type { Stores } from '../../../src/ports/stores.ts';
import { acme, aFact, anEvent, aRequest, aSubscription, start } from '../../contracts/samples.ts';
import { aDataDirectory } from './data-directory.ts';

async function open(dataDir: string): Promise<Stores & { warnings: string[] }> {
  const warnings: string[] = [];
  const stores = await openEmbeddedStores({ dataDir, onWarning: (text) => warnings.push(text) });
  onTestFinished(() => stores.close());
  return { ...stores, warnings };
}

/** A data directory with something in every file. */
async function usedData(name = ''): Promise<string> {
  const dataDir = join(await aDataDirectory(), name);
  const stores = await open(dataDir);
  await stores.requests.insert(aRequest());
  await stores.subscriptions.put(aSubscription());
  for (const id of ['evt_1', 'evt_2', 'evt_3']) {
    await stores.events.append(anEvent({ id }));
    await stores.audit.append(aFact({ request: id }));
  }
  await stores.close();
  return dataDir;
}

/** Why the app does not start, and the command in it, run as a person would. */
async function refusal(dataDir: string): Promise<string> {
  const error = await openEmbeddedStores({ dataDir }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return (error as AppError).message;
}
const runCommandOf = (message: string): Buffer =>
  execFileSync('sh', ['-c', message.slice(message.lastIndexOf(': ') + 2)]);

const entriesOf = async (stores: Stores): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = [];
  for await (const entry of stores.audit.entries()) entries.push(entry);
  return entries;
};

describe('a damaged store.json', () => {
  it.each<[string, (path: string) => Promise<unknown>]>([
    ['cut off', (path) => truncate(path, 100)],
    ['empty', (path) => truncate(path, 0)],
    ['gone', (path) => rm(path)],
    ['full of zeros', (path) => writeFile(path, Buffer.alloc(4096))],
    ['something else', (path) => writeFile(path, '{"name":"litemail-slack"}')],
    [
      'of a shape that is not ours',
      async (path) => writeFile(path, (await readFile(path, 'utf8')).replace('"R1"', '7')),
    ],
  ])('that is %s stops the start and names the file and the command that brings everything back', async (_, damage) => {
    const dataDir = await usedData();
    const path = join(dataDir, 'store.json');
    await damage(path);
    const message = await refusal(dataDir);
    expect(message).toContain(`${path} (`);
    expect(message).toContain(`cp ${path}.bak ${path}`);
    runCommandOf(message);
    const { requests, subscriptions } = await open(dataDir);
    expect(await requests.get(acme, 'R1')).toEqual(aRequest());
    expect(await subscriptions.list(acme)).toEqual([aSubscription()]);
  });

  it('is not quoted in the message, because there are sealed secrets in it', async () => {
    const dataDir = await usedData();
    await writeFile(join(dataDir, 'store.json'), '{"secrets":{"litemail.apiKey":"sealed"');
    expect(await refusal(dataDir)).not.toContain('sealed');
  });

  it('that a newer release wrote is left to that release', async () => {
    const dataDir = await usedData();
    for (const name of ['store.json', 'store.json.bak']) {
      const path = join(dataDir, name);
      await writeFile(path, (await readFile(path, 'utf8')).replace('"version":1', '"version":9'));
    }
    expect(await refusal(dataDir)).toContain('newer release');
  });

  it('whose copy is damaged too sends the person to his own backup', async () => {
    const dataDir = await usedData();
    await truncate(join(dataDir, 'store.json'), 100);
    await truncate(join(dataDir, 'store.json.bak'), 100);
    const message = await refusal(dataDir);
    expect(message).toContain('no good copy');
    expect(message).not.toContain('cp ');
    runCommandOf(message);
    expect(await (await open(dataDir)).requests.list(acme)).toEqual([]);
  });

  it('gives a command that can be pasted whatever the directory is called', async () => {
    const dataDir = await usedData("o'brien's data; (new)");
    await truncate(join(dataDir, 'store.json'), 100);
    runCommandOf(await refusal(dataDir));
    expect(await (await open(dataDir)).requests.get(acme, 'R1')).toEqual(aRequest());
  });

  it('leaves no lock behind when it stops the start', async () => {
    const dataDir = await usedData();
    await truncate(join(dataDir, 'store.json'), 100);
    expect(await refusal(dataDir)).toBe(await refusal(dataDir));
  });
});

describe('a data directory that cannot be used', () => {
  it.each(['', 'below'])('stops the start in plain words', async (below) => {
    const file = join(await aDataDirectory(), 'file');
    await writeFile(file, 'no directory');
    const dataDir = join(file, below);
    expect(await refusal(dataDir)).toContain(`The data directory ${dataDir} cannot be used: E`);
  });
});

describe('a store.json.bak that is damaged or gone', () => {
  it('is made anew from the good store.json', async () => {
    const dataDir = await usedData();
    const bak = join(dataDir, 'store.json.bak');
    for (const damage of [truncate, rm]) {
      await damage(bak);
      await (await open(dataDir)).close();
      expect(await readFile(bak, 'utf8')).toBe(await readFile(join(dataDir, 'store.json'), 'utf8'));
    }
  });
});

describe('a line that a crash left half written', () => {
  it.each(['events.jsonl', 'audit.jsonl', 'closed-requests.jsonl', 'journals.jsonl'])(
    'at the end of %s is cut off with a warning',
    async (name) => {
      const dataDir = await usedData();
      const path = join(dataDir, name);
      const whole = await readFile(path, 'utf8');
      for (const tail of ['{"event":{"id":"evt_4","te', '\0\0\0\0', `{"a":"${'x'.repeat(3 << 20)}`]) {
        await appendFile(path, tail);
        const { warnings, close } = await open(dataDir);
        expect(warnings).toHaveLength(1);
        expect(warnings[0]).toContain(path);
        await close();
        expect(await readFile(path, 'utf8')).toBe(whole);
      }
    },
  );

  it('is kept when only its newline is missing', async () => {
    const dataDir = await usedData();
    for (const name of ['events.jsonl', 'audit.jsonl']) {
      const path = join(dataDir, name);
      await truncate(path, (await readFile(path)).length - 1);
    }
    const stores = await open(dataDir);
    expect(stores.warnings).toEqual([]);
    await stores.events.append(anEvent({ id: 'evt_4' }));
    await stores.audit.append(aFact());
    expect((await stores.events.unsettled(9)).map(({ id }) => id)).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4']);
    const entries = await entriesOf(stores);
    expect(entries).toHaveLength(4);
    expect(firstTampered(entries)).toBeUndefined();
  });
});

describe('a damaged line in the middle', () => {
  it('of events.jsonl stops the start, names file and line, and only that line is lost', async () => {
    const dataDir = await usedData();
    const path = join(dataDir, 'events.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(1, 'garbage').join('\n'));
    const message = await refusal(dataDir);
    expect(message).toContain(`Line 2 of ${path} is damaged`);
    runCommandOf(message);
    expect(await readFile(`${path}.damaged`, 'utf8')).toContain('garbage');
    expect((await (await open(dataDir)).events.unsettled(9)).map(({ id }) => id)).toEqual(['evt_1', 'evt_3']);
  });

  it('of the journals does so too, because what was begun must not be done twice', async () => {
    const dataDir = await usedData();
    const path = join(dataDir, 'journals.jsonl');
    await writeFile(path, `garbage\n{"teamId":"${acme}","request":"R1","progress":"begun"}\n`);
    const message = await refusal(dataDir);
    expect(message).toContain(`Line 1 of ${path} is damaged`);
    runCommandOf(message);
    expect(await (await open(dataDir)).journals.get(acme, 'R1')).toBe('begun');
  });

  it('of the closed requests does so too', async () => {
    const dataDir = await usedData();
    const path = join(dataDir, 'closed-requests.jsonl');
    await writeFile(path, `{"id":"R0"}\n${JSON.stringify(aRequest({ id: 'R9', status: 'applied' }))}\n`);
    const message = await refusal(dataDir);
    expect(message).toContain(`Line 1 of ${path} is damaged`);
    runCommandOf(message);
    expect(await (await open(dataDir)).requests.get(acme, 'R9')).toBeDefined();
  });

  it('of the audit stops nothing: it is passed over with a warning, and new entries follow the last good one', async () => {
    const dataDir = await usedData();
    const path = join(dataDir, 'audit.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(0, 'garbage').join('\n'));
    const stores = await open(dataDir);
    expect(stores.warnings).toHaveLength(1);
    expect((await stores.audit.append(aFact())).sequence).toBe(4);
    expect((await entriesOf(stores)).map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
  });
});

describe('an audit that was changed from outside', () => {
  it('goes on so that the change can be found', async () => {
    const dataDir = await usedData();
    const path = join(dataDir, 'audit.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(2, (lines[2] ?? '').replace('U0ANA', 'U0BO')).join('\n'));
    const stores = await open(dataDir);
    await stores.audit.append(aFact());
    expect((await stores.audit.check()).alteration?.sequence).toBe(3);
    expect(firstTampered(await entriesOf(stores))).toBe(3);
  });

  it('that holds nothing readable does not stop the start either', async () => {
    const dataDir = await usedData();
    await writeFile(join(dataDir, 'audit.jsonl'), 'no\nentries\n[]\n\n');
    const stores = await open(dataDir);
    expect((await stores.audit.append(aFact())).sequence).toBe(1);
  });
});

describe('a failure of power', () => {
  it('takes nothing that the audit has to tell of a request, nor the plan that undoes it', async () => {
    const dataDir = await usedData();
    const { requests, plans } = await open(dataDir);
    const undo = { ttl: 300 };
    const facts = [aFact({ action: 'apply.applied', key: 'R1:applied' })];
    await requests.replace(aRequest({ version: 2 }), { facts, plans: { [fingerprint(undo)]: undo } });
    expect(await plans.get(acme, fingerprint(undo))).toEqual(undo);

    const left = await aDataDirectory();
    await cp(join(dataDir, 'store.json'), join(left, 'store.json'));
    for (let round = 0; round < 2; round += 1) {
      const stores = await open(left);
      expect((await entriesOf(stores)).map(({ action }) => action)).toEqual(['apply.applied']);
      expect(await stores.plans.get(acme, fingerprint(undo))).toEqual(undo);
      await stores.close();
      expect(await readFile(join(left, 'store.json'), 'utf8')).not.toContain('outbox');
    }
  });

  it('that tears the content of a snapshot costs that snapshot, and the next one is whole', async () => {
    const dataDir = await usedData();
    const zone = { teamId: acme, home: 'cloudflare', zone: 'acme-mail.com' } as const;
    const reading = { ...zone, at: start, cause: 'look', content: 'a'.repeat(64), sets: [] } as const;
    const { snapshots } = await open(dataDir);
    await snapshots.put(reading);
    const [folder = ''] = await readdir(join(dataDir, 'snapshots'));
    await truncate(join(dataDir, 'snapshots', folder, `${reading.content}.json.gz`), 5);
    expect(await snapshots.sets(reading)).toBeUndefined();
    const left = await aDataDirectory();
    await cp(join(dataDir, 'snapshots'), join(left, 'snapshots'), { recursive: true });
    const again = (await open(left)).snapshots;
    await again.put({ ...reading, at: start + 1 });
    expect(await again.sets(reading)).toEqual([]);
  });
});

describe('a plan that was changed from outside', () => {
  it('is refused, because it is not what people approved', async () => {
    const dataDir = await usedData();
    const { plans } = await open(dataDir);
    const print = await plans.put(acme, { ttl: 300 });
    const path = join(dataDir, 'plans', acme, `${print}.json`);
    await writeFile(path, '{"ttl":1}');
    await expect(plans.get(acme, print)).rejects.toThrow(path);
  });
});

describe('what is long past', () => {
  it('leaves the events at a start once it is most of them; what is not settled stays', async () => {
    const dataDir = await aDataDirectory();
    const { events, close } = await open(dataDir);
    const old = Array.from({ length: 30 }, (_, index) => `old_${index}`);
    for (const id of old) await events.append(anEvent({ id, receivedAt: start - 31 * 86_400_000 }));
    await events.append(anEvent({ id: 'new' }));
    await events.append(anEvent({ id: 'settled' }));
    await events.settle(acme, [...old.slice(1), 'settled']);
    await close();

    for (let round = 0; round < 2; round += 1) {
      const again = await open(dataDir);
      expect((await readFile(join(dataDir, 'events.jsonl'), 'utf8')).split('\n')).toHaveLength(5);
      expect((await again.events.unsettled(99)).map(({ id }) => id)).toEqual(['old_0', 'new']);
      expect(await again.events.get(acme, 'settled')).toEqual(anEvent({ id: 'settled' }));
      expect(await again.events.get(acme, 'old_1')).toBeUndefined();
      await again.close();
    }
  });

  it('is swept away when it is a file that a killed process was writing', async () => {
    const dataDir = await usedData();
    const drafts = ['store.json.draft-1', 'store.json.bak.draft-1.123', 'lock.draft-1'];
    for (const name of drafts) await writeFile(join(dataDir, name), '{');
    await mkdir(join(dataDir, 'mine'));
    await open(dataDir);
    for (const name of drafts) await expect(readFile(join(dataDir, name))).rejects.toThrow('ENOENT');
  });
});
