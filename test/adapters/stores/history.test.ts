import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openEmbeddedStores } from '../../../src/adapters/stores/lowdb/open-lowdb.ts';
import type { Stores } from '../../../src/ports/stores.ts';
import { acme, aFact, anEvent, aRequest, start } from '../../contracts/samples.ts';
import { writeHistory } from '../../helpers/history.ts';

const history = { requests: 4_000, events: 12_000 };
let dataDir = '';
const at = (name: string) => join(dataDir, name);

const openStores = () =>
  openEmbeddedStores({
    dataDir,
    onWarning: (text) => {
      throw new Error(text);
    },
  });

async function open(): Promise<Stores> {
  const stores = await openStores();
  onTestFinished(() => stores.close());
  return stores;
}

describe('a store that has seen a month of work', () => {
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'history-'));
    const stores = await openEmbeddedStores({ dataDir });
    await stores.requests.insert(aRequest({ status: 'applied', closedAt: start, version: 1 }));
    await stores.audit.append(aFact());
    await stores.close();
    await writeHistory(dataDir, history);
    const yesterdays = await openStores();
    // The clock of its first claim tells which jobs are not due for long.
    await yesterdays.jobs.claim(start, 1000, 1);
    await yesterdays.close();
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('written by the last release has everything: requests, jobs and events', async () => {
    const { requests, jobs, events, audit } = await open();
    expect(await requests.list(acme)).toHaveLength(history.requests + 1);
    expect(await requests.get(acme, 'r-old0')).toMatchObject({ id: 'r-old0', status: 'applied' });
    expect(await jobs.count()).toBe(history.requests);
    expect(await events.get(acme, 'evt_old0')).toMatchObject({ id: 'evt_old0' });
    expect(await events.append(anEvent({ id: 'evt_old11999' }))).toBe(false);
    expect(await events.append(anEvent({ id: 'evt_new' }), [])).toBe(true);
    expect((await audit.check()).alteration).toBeUndefined();
  });

  it('rewrites little for a change: ended requests and jobs of next month are not in store.json', async () => {
    const { requests } = await open();
    for (let n = 0; n < 3; n += 1) await requests.insert(aRequest({ id: `new${n}` }));
    const state = JSON.parse(await readFile(at('store.json'), 'utf8')) as { requests: unknown[]; jobs: unknown[] };
    expect(state.jobs.length).toBeLessThan(20);
    expect(state.requests.length).toBeLessThan(160);
    expect((await stat(at('store.json'))).size).toBeLessThan(300_000);
  });

  it('knows at the next start what its logs say without reading them, but for the last lines', async () => {
    for (const name of ['events', 'closed-requests']) {
      const [first = ''] = (await readFile(at(`${name}.checkpoint`), 'utf8')).split('\n', 1);
      const { end } = JSON.parse(first) as { end: number };
      expect(end).toBeGreaterThan(0.7 * (await stat(at(`${name}.jsonl`))).size);
    }
  });

  it('reads its logs again where a checkpoint is not theirs: torn, of something else, or a line is gone from the log', async () => {
    for (const damage of [
      (text: string) => text.slice(0, -100),
      (text: string) => text.replace('evt_old77', 'evt_old78'),
      () => 'no checkpoint',
      () => '',
    ]) {
      const path = at('events.checkpoint');
      const whole = await readFile(path, 'utf8');
      await writeFile(path, damage(whole));
      const stores = await open();
      expect(await stores.events.append(anEvent({ id: 'evt_old77' }))).toBe(false);
      await stores.close();
      await writeFile(path, whole);
    }
    const log = await readFile(at('closed-requests.jsonl'), 'utf8');
    await writeFile(at('closed-requests.jsonl'), log.slice(log.indexOf('\n') + 1));
    const stores = await open();
    expect(await stores.requests.get(acme, 'r-old0')).toBeUndefined();
    expect(await stores.requests.get(acme, 'r-old9')).toMatchObject({ id: 'r-old9' });
    await stores.close();
    await writeFile(at('closed-requests.jsonl'), log);
  });

  it('names a damaged line after a checkpoint by its number in the whole file', async () => {
    const whole = await readFile(at('events.jsonl'), 'utf8');
    const line = whole.trim().split('\n').length + 1;
    await appendFile(at('events.jsonl'), 'garbage\n{"settled":{"teamId":"T0ACME","ids":["evt_old1"]}}\n');
    await expect(openEmbeddedStores({ dataDir })).rejects.toThrow(`Line ${line} of ${at('events.jsonl')}`);
    await writeFile(at('events.jsonl'), whole);
  });

  it('has what a channel has still to get of events before the checkpoint', async () => {
    const first = await open();
    await first.events.append(anEvent({ id: 'evt_owed' }), ['C0OPS', 'C0GENERAL']);
    await first.events.settle(acme, ['evt_owed'], 'C0OPS');
    const body = { text: 'x'.repeat(400_000) };
    for (let n = 0; n < 12; n += 1) await first.events.append(anEvent({ id: `evt_large${n}`, body }), []);
    await first.close();
    const { events } = await open();
    expect(await events.owing()).toEqual([{ teamId: acme, channel: 'C0GENERAL' }]);
    expect(await events.owed(acme, 'C0GENERAL', 9)).toMatchObject([{ id: 'evt_owed' }]);
    expect(await events.get(acme, 'evt_large3')).toMatchObject({ body });
  });
});
