import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../../lib/json.ts';
import type { SavedTemplate, TemplateStore } from '../../../ports/stores.ts';
import { parseJson } from './damage.ts';
import { ifMissing, makeDirectory, syncDirectory, writeDurably } from './durable-file.ts';

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
