import { registerHooks } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument } from './instrument.ts';
import { isProductFile, topFolder } from './tree.ts';

export interface Trace {
  readonly files: readonly string[];
  /** Entries of a function whose file is not that of the entry before. */
  readonly steps: number;
  /** Steps from one top folder of src to another. */
  readonly crossings: number;
}

export interface Tracer {
  /** Forgets what was and begins anew. */
  start(): void;
  soFar(): Trace;
  /** Function entries so far, to tell whether anything goes on. */
  entries(): number;
}

/** Has to be called before any of our files is loaded. */
export function createTracer(root: string): Tracer {
  const paths: string[] = [];
  const tops: string[] = [];
  let entered = new Set<number>();
  let last: number | undefined;
  /** The lock shows every second that its process lives: no work goes on. */
  let heart: number | undefined;
  let steps = 0;
  let crossings = 0;
  let entries = 0;

  const enter = (file: number): void => {
    if (file !== heart) entries += 1;
    if (file === last) return;
    entered.add(file);
    if (last !== undefined) {
      steps += 1;
      if (tops[file] !== tops[last]) crossings += 1;
    }
    last = file;
  };
  Object.assign(globalThis, { __enter: enter });

  registerHooks({
    load(url, context, nextLoad) {
      const path = url.startsWith('file:') ? relative(root, fileURLToPath(url)).split(sep).join('/') : '';
      const loaded = nextLoad(url, context);
      if (!isProductFile(path) || !loaded.source) return loaded;
      const file = paths.push(path) - 1;
      tops.push(topFolder(path));
      if (path.endsWith('/lowdb/lock.ts')) heart = file;
      const source =
        typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
      return { ...loaded, source: instrument(source, path, `globalThis.__enter(${file})`) };
    },
  });

  return {
    start() {
      entered = new Set();
      last = undefined;
      steps = 0;
      crossings = 0;
    },
    soFar: () => ({ files: [...entered].map((file) => paths[file] ?? '').sort(), steps, crossings }),
    entries: () => entries,
  };
}
