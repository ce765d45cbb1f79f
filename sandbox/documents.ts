import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/**
 * A stand-in's data: JSON documents by key. `get` gives the live value: change it in place, then `set` it, and
 * answer once that resolves.
 */
export interface Documents {
  get<T>(key: string): T | undefined;
  keys(prefix?: string): string[];
  /** Resolves once the value is on disk. Calls for one key during a write share the next write. */
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Forgets the documents whose key begins with `prefix`, or all. */
  clear(prefix?: string): Promise<void>;
}

/** One file per document under `dir`, or memory alone without it. */
export function createDocuments(dir?: string): Documents {
  const values = new Map<string, unknown>();
  const writing = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const file = (key: string) => join(dir ?? '', `${encodeURIComponent(key)}.json`);
  if (dir) {
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir).filter((name) => name.endsWith('.json')))
      values.set(decodeURIComponent(name.slice(0, -5)), JSON.parse(readFileSync(join(dir, name), 'utf8')));
  }

  // The text is made when the write begins, so one write carries every change made before it.
  async function writeNow(key: string): Promise<void> {
    if (values.has(key)) await writeFileAtomic(file(key), JSON.stringify(values.get(key)));
    else await rm(file(key), { force: true });
  }

  function save(key: string): Promise<void> {
    if (!dir) return Promise.resolve();
    const shared = waiting.get(key);
    if (shared) return shared;
    const write = (writing.get(key) ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        waiting.delete(key);
        const running = writeNow(key).finally(() => {
          if (writing.get(key) === running) writing.delete(key);
        });
        writing.set(key, running);
        return running;
      });
    waiting.set(key, write);
    return write;
  }

  const keys = (prefix = '') => [...values.keys()].filter((key) => key.startsWith(prefix));
  const remove = (key: string) => {
    values.delete(key);
    return save(key);
  };
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    keys,
    set(key, value) {
      values.set(key, value);
      return save(key);
    },
    delete: remove,
    async clear(prefix) {
      await Promise.all(keys(prefix).map(remove));
    },
  };
}
