import { readdir, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Stores } from '../../ports/stores.ts';
import { openAudit } from './audit.ts';
import { createChannelSubscriptionStore } from './channel-subscriptions.ts';
import { openClosedRequests } from './closed-requests.ts';
import { openDatabase } from './database.ts';
import { draftMark, ifMissing, makeDirectory, syncDirectory } from './durable-file.ts';
import { createEndpointStore } from './endpoints.ts';
import { openEvents } from './events.ts';
import { createJobs } from './jobs.ts';
import { lockDirectory } from './lock.ts';
import { createPlanStore } from './plans.ts';
import { createRequests } from './requests.ts';
import { createTeamStore } from './teams.ts';

interface Options {
  readonly dataDir: string;
  /** Told what is not as it should be but stops nothing. */
  readonly onWarning?: (text: string) => void;
}

/**
 * All stores in one directory, for one process. Throws an AppError that says what to do if another living process has
 * the directory or a file in it is damaged.
 */
export async function openEmbeddedStores({ dataDir, onWarning = () => {} }: Options): Promise<Stores> {
  const directory = resolve(dataDir);
  const at = (name: string): string => join(directory, name);
  await makeDirectory(directory);
  const closing = [await lockDirectory(directory)];
  const close = async (): Promise<void> => {
    for (let next = closing.pop(); next; next = closing.pop()) await next();
  };
  const opened = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closing.push(() => part.close());
    return part;
  };

  try {
    await sweepDrafts(directory);
    const database = opened(await openDatabase(at('store.json'), onWarning));
    const closed = opened(await openClosedRequests(at('closed-requests.jsonl'), onWarning));
    const events = opened(await openEvents(at('events.jsonl'), onWarning));
    const audit = opened(await openAudit(at('audit.jsonl'), onWarning));
    await syncDirectory(directory);

    const jobs = createJobs(database);
    return {
      teams: createTeamStore(database),
      plans: createPlanStore(at('plans')),
      requests: opened(createRequests(database, closed, jobs, onWarning)),
      jobs,
      events,
      subscriptions: createChannelSubscriptionStore(database),
      endpoints: createEndpointStore(database),
      audit,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Leavings of a killed process. */
async function sweepDrafts(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.includes(draftMark)) await unlink(join(directory, name)).catch(ifMissing);
  }
}
