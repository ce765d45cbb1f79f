import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockDirectory } from '../../../src/adapters/stores/lowdb/lock.ts';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import type { Stores } from '../../../src/ports/stores.ts';
import { aFact } from '../../contracts/samples.ts';
import { aDataDirectory } from './data-directory.ts';

const run = (script: string, ...args: string[]): ChildProcess => {
  const child = fork(join(import.meta.dirname, script), args, { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};
/** A process that is number 1 among its own, with everything else shared. */
const inContainer = ['--pid', '--fork', '--mount-proc', '--kill-child'];
const canUnshare = spawnSync('unshare', [...inContainer, 'true']).status === 0;
const container = (dataDir: string): ChildProcess => {
  const script = join(import.meta.dirname, 'lock-child.ts');
  const child = spawn('unshare', [...inContainer, process.execPath, script, dataDir], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};
const said = async (child: ChildProcess): Promise<string> => String((await once(child, 'message'))[0]);
const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();

const open = async (dataDir: string): Promise<Stores> => {
  const stores = await openEmbeddedStores({ dataDir });
  onTestFinished(() => stores.close());
  return stores;
};
const locks = async (directory: string): Promise<string[]> =>
  (await readdir(directory)).filter((name) => name.startsWith('lock'));

describe('the lock on the data directory', () => {
  it('is not given to a second process while the first lives; the refusal names its pid and the directory', async () => {
    const dataDir = await aDataDirectory();
    const child = run('lock-child.ts', dataDir);
    expect(await said(child)).toBe('open');
    const opening = openEmbeddedStores({ dataDir });
    await expect(opening).rejects.toThrow(`pid ${child.pid}`);
    await expect(opening).rejects.toThrow(dataDir);
    await expect(opening).rejects.toThrow('DATA_DIR');
  });

  it('is not given twice in one process', async () => {
    const dataDir = await aDataDirectory();
    const [first, second] = await Promise.allSettled([
      openEmbeddedStores({ dataDir }),
      openEmbeddedStores({ dataDir }),
    ]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    if (first.status === 'fulfilled') await first.value.close();
    if (second.status === 'fulfilled') await second.value.close();
    await open(dataDir);
  });

  it('is taken over at once from a process that was killed', async () => {
    const dataDir = await aDataDirectory();
    const child = run('lock-child.ts', dataDir);
    await said(child);
    child.kill('SIGKILL');
    await ended(child);
    await open(dataDir);
    expect(await locks(dataDir)).toHaveLength(1);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'is taken over at once from a killed process that its parent has not collected',
    async () => {
      const dataDir = await aDataDirectory();
      // The shell becomes `sleep`, which collects nobody.
      const script = join(import.meta.dirname, 'lock-child.ts');
      const parent = spawn('sh', ['-c', '"$0" "$1" "$2" & exec sleep 60', process.execPath, script, dataDir], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      expect(await said(parent)).toBe('open');
      const { pid } = JSON.parse(await readFile(join(dataDir, 'lock.1'), 'utf8'));
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
      await open(dataDir);
    },
  );

  it('is free after closing', async () => {
    const dataDir = await aDataDirectory();
    for (let round = 0; round < 3; round += 1) await (await openEmbeddedStores({ dataDir })).close();
    const child = run('lock-child.ts', dataDir);
    expect(await said(child)).toBe('open');
    child.send('close');
    await ended(child);
    await open(dataDir);
    expect(await locks(dataDir)).toHaveLength(1);
  });

  it.each([
    ['of a pid that is used again', { pid: process.ppid, started: 'another boot:1' }],
    ['of our own pid from an earlier container', { pid: process.pid, started: 'another boot:1' }],
    ['of our own pid where no start was known', { pid: process.pid }],
    ['of a pid that is not in use', { pid: 2 ** 22 + 1, started: 'this boot:1' }],
    ['that a power cut garbled', '{"pid":12'],
  ])('is taken over when it is %s', async (_, holder) => {
    const dataDir = await aDataDirectory();
    await writeFile(join(dataDir, 'lock.7'), typeof holder === 'string' ? holder : JSON.stringify(holder));
    await open(dataDir);
    expect(await locks(dataDir)).toEqual(['lock.8']);
    expect(JSON.parse(await readFile(join(dataDir, 'lock.8'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  describe('of another container', () => {
    const timing = { beatMs: 40, deadAfterMs: 400 };
    const elsewhere = { pid: 1, started: 'that boot:1', namespace: 'that boot:pid:[4026532999]' };
    const lockOf = async (holder: object, secondsAgo: number) => {
      const dataDir = await aDataDirectory();
      const path = join(dataDir, 'lock.7');
      await writeFile(path, JSON.stringify(holder));
      const at = Date.now() / 1000 - secondsAgo;
      await utimes(path, at, at);
      return { dataDir, path };
    };

    it('is taken over when it has not been confirmed for long enough', async () => {
      const { dataDir } = await lockOf(elsewhere, 60);
      const lock = await lockDirectory(dataDir, undefined, timing);
      onTestFinished(() => lock.release());
      expect(await locks(dataDir)).toEqual(['lock.8']);
    });

    it.each([
      ['of our own pid', { ...elsewhere, pid: process.pid }],
      ['of a pid that nobody has here', { ...elsewhere, pid: 2 ** 22 + 1 }],
    ])('is left to its holder as long as that confirms it, also one %s', async (_, holder) => {
      const { dataDir, path } = await lockOf(holder, 3_600);
      const beats = setInterval(() => void utimes(path, new Date(), new Date()), timing.beatMs);
      onTestFinished(() => clearInterval(beats));
      await expect(lockDirectory(dataDir)).rejects.toThrow('of another container or machine');
      expect(await locks(dataDir)).toEqual(['lock.7']);
    });

    it('is taken as soon as its holder lets go of it', async () => {
      const { dataDir, path } = await lockOf(elsewhere, 0);
      const locking = lockDirectory(dataDir, undefined, { beatMs: 40, deadAfterMs: 3_600_000 });
      await truncate(path);
      onTestFinished((await locking).release);
    });

    it('is confirmed by its holder all the time', async () => {
      const dataDir = await aDataDirectory();
      const lock = await lockDirectory(dataDir, undefined, timing);
      onTestFinished(() => lock.release());
      const confirmed = async () => (await stat(join(dataDir, 'lock.1'))).mtimeMs;
      const first = await confirmed();
      await expect.poll(confirmed).toBeGreaterThan(first);
    });

    it.runIf(canUnshare)('is refused to a second container in which we have the same pid', async () => {
      const dataDir = await aDataDirectory();
      const [first, second] = [container(dataDir), container(dataDir)];
      const answers = (await Promise.all([said(first), said(second)])).sort();
      expect(answers[0]).toBe('open');
      expect(answers[1]).toContain('(pid 1 of another container or machine)');
    });

    it('once lost, keeps whoever had it from writing anything, and tells it', async () => {
      const dataDir = await aDataDirectory();
      const lost = Promise.withResolvers<Error>();
      const stores = await openEmbeddedStores({ dataDir, onLost: lost.resolve });
      await stores.endpoints.put({ id: 'E', teamId: 'T', url: '', events: [], createdBy: 'U', createdAt: 0 });
      const files = () =>
        Promise.all(['store.json', 'audit.jsonl', 'events.jsonl'].map((name) => readFile(join(dataDir, name), 'utf8')));
      const before = await files();
      await writeFile(join(dataDir, 'lock.2'), JSON.stringify(elsewhere));
      const writes = [
        stores.endpoints.put({ id: 'F', teamId: 'T', url: '', events: [], createdBy: 'U', createdAt: 0 }),
        stores.plans.put('T0ACME', { a: 1 }),
        stores.audit.append(aFact()),
      ];
      for (const result of await Promise.allSettled(writes))
        expect(result).toMatchObject({ reason: { message: expect.stringContaining('has taken over') } });
      expect(await files()).toEqual(before);
      expect((await lost.promise).message).toContain(dataDir);
      await stores.close();
      expect(await readFile(join(dataDir, 'lock.2'), 'utf8')).not.toBe('');
      expect(await files()).toEqual(before);
    });
  });

  it('goes to exactly one of several processes that start at once, over a stale lock or none', async () => {
    for (const stale of [false, true]) {
      const dataDir = await aDataDirectory();
      if (stale) await writeFile(join(dataDir, 'lock.3'), JSON.stringify({ pid: 2 ** 22 + 1, started: 'x' }));
      const children = Array.from({ length: 4 }, () => run('lock-child.ts', dataDir));
      const answers = await Promise.all(children.map(said));
      expect(answers.filter((answer) => answer === 'open')).toHaveLength(1);
      expect(answers.filter((answer) => answer.includes('is in use by another process'))).toHaveLength(3);
    }
  });

  it('goes to exactly one of many tries in one process, round after round', async () => {
    const dataDir = await aDataDirectory();
    for (let round = 0; round < 20; round += 1) {
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => openEmbeddedStores({ dataDir })));
      const opened = tries.filter((result) => result.status === 'fulfilled');
      expect(opened).toHaveLength(1);
      await opened[0]?.value.close();
    }
  });

  it('keeps everything for the eyes of its owner alone', async () => {
    const dataDir = join(await aDataDirectory(), 'made', 'by us');
    const stores = await open(dataDir);
    await stores.plans.put('T0ACME', { a: 1 });
    await stores.endpoints.put({ id: 'E', teamId: 'T', url: '', events: [], createdBy: 'U', createdAt: 0 });
    const paths = [dataDir, ...(await readdir(dataDir, { recursive: true })).map((name) => join(dataDir, name))];
    expect(paths.length).toBeGreaterThan(7);
    for (const path of paths) {
      const file = await stat(path);
      expect([path, (file.mode & 0o777).toString(8)]).toEqual([path, file.isDirectory() ? '700' : '600']);
    }
    expect(paths.filter((path) => path.slice(dataDir.length).includes('audit'))).toEqual([
      join(dataDir, 'audit.jsonl'),
    ]);
  });
});
