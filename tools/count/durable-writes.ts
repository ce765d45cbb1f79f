import fs, { type PathLike } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

/** A durable write is one fsync or fdatasync of a file; that of a directory belongs to the file that was put into it. */
export interface DurableWrites {
  readonly total: number;
  /** Files written whole under another name and then renamed. */
  readonly replaced: number;
  /** All by the name that the file had in the end; what looks like a hash is a `*`. */
  readonly byName: Readonly<Record<string, number>>;
}

export interface DiskWatch {
  /** Forgets what was and begins anew. */
  start(): void;
  soFar(): DurableWrites;
  /** All since the process began, to tell whether anything goes on. */
  syncs(): number;
}

/** Linux says what an open file is called; elsewhere only the count is right. */
function pathOf(fd: number): string {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '(unknown)';
  }
}

/** Replaces functions of node:fs for this process. Has to be called before what is watched is loaded. */
export async function watchDisk(): Promise<DiskWatch> {
  let written: { path: string; replaced: boolean }[] = [];
  let syncs = 0;

  const synced = (fd: number): void => {
    syncs += 1;
    if (!fs.fstatSync(fd).isDirectory()) written.push({ path: pathOf(fd), replaced: false });
  };
  // What is written whole is written under another name first.
  const renamed = (from: PathLike, to: PathLike): void => {
    for (const write of written)
      if (write.path === String(from)) Object.assign(write, { path: String(to), replaced: true });
  };
  function before<Args extends unknown[], Result>(seen: (...args: Args) => void, real: (...args: Args) => Result) {
    return function (this: unknown, ...args: Args): Result {
      seen(...args);
      return real.apply(this, args);
    };
  }

  const { fsync, fdatasync, fsyncSync, fdatasyncSync, rename: renameLater, renameSync } = fs;
  Object.assign(fs, {
    fsync: before((...[fd]: Parameters<typeof fsync>) => synced(fd), fsync),
    fdatasync: before((...[fd]: Parameters<typeof fdatasync>) => synced(fd), fdatasync),
    fsyncSync: before(synced, fsyncSync),
    fdatasyncSync: before(synced, fdatasyncSync),
    rename: before((...[from, to]: Parameters<typeof renameLater>) => renamed(from, to), renameLater),
    renameSync: before(renamed, renameSync),
  });
  Object.assign(fs.promises, { rename: before(renamed, rename) });
  syncBuiltinESMExports();

  const handle = await open(process.execPath, 'r');
  const prototype: fs.promises.FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  for (const name of ['sync', 'datasync'] as const) {
    const real = prototype[name];
    prototype[name] = function (this: fs.promises.FileHandle) {
      synced(this.fd);
      return real.call(this);
    };
  }

  return {
    start() {
      written = [];
    },
    soFar() {
      const byName: Record<string, number> = {};
      for (const { path } of written) {
        const name = basename(path).replace(/[0-9a-f]{16,}/, '*');
        byName[name] = (byName[name] ?? 0) + 1;
      }
      return { total: written.length, replaced: written.filter(({ replaced }) => replaced).length, byName };
    },
    syncs: () => syncs,
  };
}
