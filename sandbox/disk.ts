import { existsSync } from 'node:fs';
import { mkdir, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the app writes to say that it can store, and where it stores; a directory in their place refuses the write. */
const written = ['store.json', 'probe'];

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (it) => it.isDirectory(),
    () => false,
  );

/** The disk under the app's store, as far as the app runs in the sandbox. */
export interface Disk {
  /** Where the app has its data. Gives it room again, if an earlier run ended on a full disk. */
  use(dataDir: string): Promise<void>;
  /** From now on nothing can be stored. False where the app runs elsewhere. */
  fill(): Promise<boolean>;
  makeRoom(): Promise<void>;
}

export function createDisk(): Disk {
  let directory: string | undefined;
  const places = () =>
    written.map((name) => [join(directory ?? '', name), join(directory ?? '', `${name}.aside`)] as const);
  async function makeRoom(): Promise<void> {
    if (directory === undefined) return;
    for (const [path, aside] of places()) {
      if (await isDirectory(path)) await rmdir(path);
      if (existsSync(aside)) await rename(aside, path);
    }
  }
  return {
    async use(dataDir) {
      directory = dataDir;
      await makeRoom();
    },
    async fill() {
      if (directory === undefined) return false;
      for (const [path, aside] of places()) {
        if (await isDirectory(path)) continue;
        if (existsSync(path)) await rename(path, aside);
        await mkdir(path);
      }
      return true;
    },
    makeRoom,
  };
}
