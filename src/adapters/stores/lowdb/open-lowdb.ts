import { readdir, stat, statfs, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../../lib/errors.ts';
import type { Seal, Stores } from '../../../ports/stores.ts';
import { createInMemoryWakeUps } from '../../in-memory/in-memory-coordination.ts';
import { openAudit } from './audit-store.ts';
import { openClosedRequests } from './closed-requests.ts';
import { createWriteBehind, openDatabase } from './database.ts';
import { draftMark, ifMissing, makeDirectory, syncDirectory, writeDurably } from './durable-file.ts';
import { openEvents } from './event-store.ts';
import { createJobs } from './job-store.ts';
import { moveJournals, openJournals } from './journal-store.ts';
import { openLaterJobs } from './later-jobs.ts';
import { lockDirectory } from './lock.ts';
import { createOutbox, createRequests } from './request-store.ts';
import { sealedRequests, sealOldRequests } from './sealed-requests.ts';
import {
  createChannelSubscriptionStore,
  createEndpointStore,
  createNoteStore,
  createPlanStore,
  createTeamStore,
  createTemplateStore,
} from './small-stores.ts';
import { openSnapshots } from './snapshot-store.ts';

/** How long lazy changes, and the copy of store.json, wait for others of their kind. Milliseconds. */
const UPKEEP_MS = 5000;

interface Options {
  readonly dataDir: string;
  /** Called for problems that do not stop the app. */
  readonly onWarning?: (text: string) => void;
  /** Another process has the directory now: nothing is written any more, and this one has to end. */
  readonly onLost?: ((problem: Error) => void) | undefined;
  /** Without one requests are stored and read as they are. */
  readonly seal?: Seal | undefined;
}

/**
 * All stores in one directory, for one process. Throws an AppError that says what to do if another living process has
 * the directory, or if it or a file in it is damaged or not accessible.
 */
export async function openEmbeddedStores({ dataDir, onWarning = () => {}, onLost, seal }: Options): Promise<Stores> {
  const directory = resolve(dataDir);
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let next = closing.pop(); next; next = closing.pop()) await next();
  };

  try {
    await makeDirectory(directory);
    const lock = await lockDirectory(directory, onLost);
    closing.push(() => lock.release());
    await sweepDrafts(directory);
    return { ...(await openParts(directory, onWarning, closing, seal)), close };
  } catch (error) {
    await close();
    throw isSystemError(error)
      ? new AppError('not_configured', `The data directory ${directory} cannot be used: ${error.message}.`, {
          cause: error,
        })
      : error;
  }
}

/** What is open so far is added to `closing`; it closes in the opposite order. */
async function openParts(
  directory: string,
  onWarning: (text: string) => void,
  closing: (() => Promise<void>)[],
  seal: Seal | undefined,
): Promise<Omit<Stores, 'close'>> {
  const at = (name: string): string => join(directory, name);
  const opened = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closing.push(() => part.close());
    return part;
  };
  const upkeep = createWriteBehind(UPKEEP_MS, (error) => onWarning(`Some data was not written: ${error.message}`));
  const database = opened(await openDatabase(at('store.json'), { onWarning, onBehind: upkeep.soon }));
  const closed = opened(await openClosedRequests(at('closed-requests.jsonl'), onWarning));
  const journals = opened(await openJournals(at('journals.jsonl'), onWarning));
  const wakeUps = createInMemoryWakeUps();
  const later = opened(await openLaterJobs(at('later-jobs.jsonl'), database.state.jobs, onWarning));
  const jobs = createJobs(database, later, wakeUps);
  const events = opened(await openEvents(at('events.jsonl'), jobs, { onWarning, onBehind: upkeep.soon }));
  const audit = opened(await openAudit(at('audit.jsonl'), database, { onWarning, onBehind: upkeep.soon }));
  await moveJournals(database, closed, journals);
  await syncDirectory(directory);

  const plans = createPlanStore(at('plans'), database);
  const outbox = createOutbox({ database, audit, plans, onWarning });
  await outbox.deliver();
  const requests = opened(createRequests(database, closed, { jobs, plans, outbox, onWarning }));
  const old = seal ? await sealOldRequests(database, closed, seal) : 0;
  if (old > 0) onWarning(`${old} requests of an earlier release are taken as they are, and sealed from now on.`);
  const snapshots = opened(openSnapshots(at('snapshots'), onWarning));
  closing.push(() => upkeep.close());
  upkeep.start(async () => {
    await outbox.empty();
    await audit.sync();
    await jobs.moveLater();
    await database.flush();
    if (await database.copy()) await journals.sweep();
    for (const log of [later, closed, events]) await log.checkpoint();
  });
  return {
    teams: createTeamStore(database),
    plans,
    requests: seal ? sealedRequests(requests, seal) : requests,
    journals,
    jobs,
    events,
    subscriptions: createChannelSubscriptionStore(database),
    endpoints: createEndpointStore(database),
    templates: createTemplateStore(at('templates'), onWarning),
    notes: createNoteStore(at('notes')),
    snapshots,
    audit,
    wakeUps,
    probe: () => probeDisk(directory),
  };
}

/** A file of its own, and room for the next state beside the one that it replaces. */
async function probeDisk(directory: string): Promise<void> {
  await writeDurably(join(directory, 'probe'), ' '.repeat(4096));
  const { blocks, bavail, bsize } = await statfs(directory);
  const state = await stat(join(directory, 'store.json')).catch(ifMissing);
  // Some file systems do not tell their size.
  if (blocks > 0 && bavail * bsize < (state?.size ?? 0)) throw new Error(`too little room on the disk in ${directory}`);
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

/** Deletes drafts left by a killed process. */
async function sweepDrafts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.includes(draftMark)) await unlink(join(directory, name)).catch(ifMissing);
  }
}
