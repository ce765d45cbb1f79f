import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Plan } from '../../../domain/proposal.ts';
import { AppError } from '../../../lib/errors.ts';
import { fingerprint, type Json, sha256 } from '../../../lib/json.ts';
import type {
  ChannelSubscriptionStore,
  EndpointStore,
  NoteStore,
  PlanStore,
  SavedTemplate,
  TeamStore,
  TemplateStore,
} from '../../../ports/stores.ts';
import { type Database, isRow, withoutRow, withRow } from './database.ts';
import { ifMissing, makeDirectory, parseJson, syncDirectory, writeDurably } from './durable-file.ts';

export function createTeamStore(database: Database): TeamStore {
  return {
    get: async (teamId) => structuredClone(database.state.teams.find((team) => team.teamId === teamId)),

    replace(next) {
      const row = structuredClone(next);
      return database.update((state) => {
        const stored = state.teams.find(({ teamId }) => teamId === row.teamId);
        if ((stored?.version ?? 0) !== row.version - 1) return [state, false];
        return [{ ...state, teams: [...state.teams.filter((team) => team !== stored), row] }, true];
      });
    },

    all: async () => structuredClone([...database.state.teams]),
  };
}

export function createEndpointStore(database: Database): EndpointStore {
  return {
    put(endpoint) {
      const row = structuredClone(endpoint);
      return database.update((state) => {
        // Ids are looked up without a team, so they are unique over all of them.
        if (state.endpoints.some(({ id, teamId }) => id === row.id && teamId !== row.teamId)) {
          throw new AppError('conflict', `An endpoint with the id ${row.id} already exists.`);
        }
        return [{ ...state, endpoints: withRow(state.endpoints, row) }, undefined];
      });
    },

    find: async (id) => structuredClone(database.state.endpoints.find((row) => row.id === id)),
    all: async () => structuredClone([...database.state.endpoints]),

    list: async (teamId) => structuredClone(database.state.endpoints.filter((row) => row.teamId === teamId)),

    delete: (teamId, id) =>
      database.update((state) => {
        if (!state.endpoints.some(isRow({ teamId, id }))) return [state, false];
        return [{ ...state, endpoints: withoutRow(state.endpoints, { teamId, id }) }, true];
      }),
  };
}

export function createChannelSubscriptionStore(database: Database): ChannelSubscriptionStore {
  return {
    put(subscription) {
      const row = structuredClone(subscription);
      return database.update((state) => [{ ...state, subscriptions: withRow(state.subscriptions, row) }, undefined]);
    },

    get: async (teamId, id) => structuredClone(database.state.subscriptions.find(isRow({ teamId, id }))),

    list: async (teamId) => structuredClone(database.state.subscriptions.filter((row) => row.teamId === teamId)),

    delete: (teamId, id) =>
      database.update((state) => {
        if (!state.subscriptions.some(isRow({ teamId, id }))) return [state, false];
        return [{ ...state, subscriptions: withoutRow(state.subscriptions, { teamId, id }) }, true];
      }),
  };
}

/** `<directory>/<teamId>/<fingerprint>.json`; what is in the outbox comes from there. */
export function createPlanStore(directory: string, database: Pick<Database, 'state'>): PlanStore {
  const pathOf = (teamId: string, print: string): string | undefined =>
    /^[A-Z0-9]{1,40}$/.test(teamId) && /^[0-9a-f]{64}$/.test(print)
      ? join(directory, teamId, `${print}.json`)
      : undefined;

  async function get(teamId: string, print: string): Promise<Plan | undefined> {
    const waiting = database.state.outbox?.plans.find((row) => row.teamId === teamId && row.fingerprint === print);
    return waiting ? structuredClone(checked(waiting.plan, print, 'store.json')) : read(teamId, print);
  }

  // An approval is of this plan and no other.
  function checked(plan: unknown, print: string, where: string): Plan {
    if (fingerprint(plan) !== print)
      throw new Error(`${where} does not hold the plan that was stored there: it was changed from outside`);
    // Safe because the fingerprint is that of a plan.
    return plan as Plan;
  }

  async function read(teamId: string, print: string): Promise<Plan | undefined> {
    const path = pathOf(teamId, print);
    const text = path && (await readFile(path, 'utf8').catch(ifMissing));
    if (text === undefined) return undefined;
    return checked(parseJson(text), print, path ?? '');
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

const Shape = z.object({
  teamId: z.string(),
  name: z.string(),
  text: z.string(),
  savedBy: z.string(),
  savedAt: z.number(),
});

/** `<directory>/<hash of team>/<hash of name>.json`: long texts stay out of the file that is written for each change. */
export function createTemplateStore(directory: string, onWarning: (text: string) => void): TemplateStore {
  const folder = (teamId: string): string => join(directory, sha256(teamId).slice(0, 40));
  const pathOf = (teamId: string, name: string): string => join(folder(teamId), `${sha256(name).slice(0, 40)}.json`);

  async function read(path: string): Promise<SavedTemplate | undefined> {
    const text = await readFile(path, 'utf8').catch(ifMissing);
    if (text === undefined) return undefined;
    const { data } = Shape.safeParse(parseJson(text));
    if (!data) onWarning(`${path} is not a template and was skipped.`);
    return data;
  }

  return {
    async put(template) {
      const { teamId, name } = template;
      const text = JSON.stringify(template);
      await makeDirectory(folder(teamId));
      await writeDurably(pathOf(teamId, name), text);
    },
    get: (teamId, name) => read(pathOf(teamId, name)),
    async list(teamId) {
      const names = (await readdir(folder(teamId)).catch(ifMissing)) ?? [];
      const all = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => read(join(folder(teamId), name))),
      );
      return all.filter((template) => template !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async delete(teamId, name) {
      const path = pathOf(teamId, name);
      if ((await read(path)) === undefined) return false;
      await unlink(path).catch(ifMissing);
      await syncDirectory(folder(teamId));
      return true;
    },
  };
}

/** `<directory>/<hash of team>/<hash of name>.json`. */
export function createNoteStore(directory: string): NoteStore {
  const folder = (teamId: string): string => join(directory, sha256(teamId).slice(0, 40));
  const pathOf = (teamId: string, name: string): string => join(folder(teamId), `${sha256(name).slice(0, 40)}.json`);
  return {
    async put(teamId, name, note) {
      const text = JSON.stringify(note);
      await makeDirectory(folder(teamId));
      await writeDurably(pathOf(teamId, name), text);
    },
    async get(teamId, name) {
      const text = await readFile(pathOf(teamId, name), 'utf8').catch(ifMissing);
      // Safe because a text of JSON holds JSON; one that is none is like none.
      return text === undefined ? undefined : (parseJson(text) as Json | undefined);
    },
  };
}
