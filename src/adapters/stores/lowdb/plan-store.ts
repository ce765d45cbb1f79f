import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../../domain/proposal.ts';
import { fingerprint } from '../../../lib/json.ts';
import type { PlanStore } from '../../../ports/stores.ts';
import { parseJson } from './damage.ts';
import type { Database } from './database.ts';
import { ifMissing, makeDirectory, writeDurably } from './durable-file.ts';

/** `<directory>/<teamId>/<fingerprint>.json`; what is in the outbox comes from there. */
export function createPlanStore(directory: string, database: Pick<Database, 'state'>): PlanStore {
  const pathOf = (teamId: string, print: string): string | undefined =>
    /^[A-Z0-9]{1,40}$/.test(teamId) && /^[0-9a-f]{64}$/.test(print)
      ? join(directory, teamId, `${print}.json`)
      : undefined;

  async function get(teamId: string, print: string): Promise<Plan | undefined> {
    const waiting = database.state.outbox?.plans.find((row) => row.teamId === teamId && row.fingerprint === print);
    return waiting ? structuredClone(waiting.plan) : read(teamId, print);
  }

  async function read(teamId: string, print: string): Promise<Plan | undefined> {
    const path = pathOf(teamId, print);
    const text = path && (await readFile(path, 'utf8').catch(ifMissing));
    if (text === undefined) return undefined;
    const plan = parseJson(text);
    if (fingerprint(plan) !== print)
      throw new Error(`${path} is not the plan that was stored there: it was changed from outside`);
    // Safe because the fingerprint is that of a plan.
    return plan as Plan;
  }

  return {
    async put(teamId, plan) {
      const print = fingerprint(plan);
      const path = pathOf(teamId, print);
      if (!path) throw new Error('a team id has capital letters and digits only');
      const text = JSON.stringify(plan);
      if ((await read(teamId, print)) === undefined) {
        await makeDirectory(join(directory, teamId));
        await writeDurably(path, text);
      }
      return print;
    },
    get,
  };
}
