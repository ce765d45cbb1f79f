import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../../lib/errors.ts';

/** For the owner's eyes only. */
export const fileMode = 0o600;

/** Between a path and a random text: a file that was being written when the app was killed. */
export const draftMark = '.draft-';

/** Replaces the file as a whole; when this resolves, content and name are on disk. */
export async function writeDurably(path: string, text: string | Buffer): Promise<void> {
  const draft = `${path}${draftMark}${randomUUID()}`;
  await writeFileAtomic(draft, text, { mode: fileMode });
  // On a disk that fills up write(2) takes only a part and calls it a success, and write-file-atomic does not look.
  if ((await stat(draft)).size !== Buffer.byteLength(text)) {
    await unlink(draft);
    throw new Error(`no room on the disk for ${path}`);
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** As writeDurably, but nothing waits for the disk: a failure of power can lose or tear it. */
export const writeWhole = (path: string, text: string | Buffer): Promise<void> =>
  throughDraft(path, (draft) => writeFile(draft, text, { mode: fileMode }));

/** Replaces the other file as a whole, as writeWhole does. */
export const copyWhole = (from: string, to: string): Promise<void> =>
  throughDraft(to, (draft) => copyFile(from, draft));

async function throughDraft(path: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}${draftMark}${randomUUID()}`;
  try {
    await write(draft);
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(ifMissing);
    throw error;
  }
}

/** Makes it and what is above it; only new ones get the owner's mode. */
export async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncDirectory(dirname(first));
}

/** A new name in a directory is on disk only after this. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

/** Why the app does not start on this data, and the command that helps. Never quotes what is in the file. */
export const damaged = (what: string, advice: string): AppError =>
  new AppError('not_configured', `${what} is damaged, so the app does not start. ${advice}`);

/** A line in the middle of a log that only grows. Every other line is good, so only this one is taken out. */
export const damagedLine = (path: string, line: number): AppError =>
  damaged(
    `Line ${line} of ${path}`,
    `Remove it (this keeps a copy of the whole file beside it) and start again: sed -i.damaged '${line}d' ${shellWord(path)}`,
  );

/** A path as it can be pasted into a shell. */
export const shellWord = (path: string): string =>
  /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;

/** JSON.parse without its message, which quotes the text. Undefined if it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Many callers, one commit: what is added while a commit runs goes into the next one together. */
interface GroupCommit<Item, Answer> {
  /** Resolves with this item's answer once the commit that held it is over; rejects if that commit failed. */
  add(item: Item): Promise<Answer>;
  /** Waits for everything added so far. */
  settled(): Promise<void>;
  /** As `settled`, and takes nothing more. */
  close(): Promise<void>;
}

/** `commit` is called with one group at a time, in the order of adding, and answers each item at its place. */
export function groupCommit<Item, Answer>(
  commit: (items: readonly Item[]) => Promise<readonly Answer[]>,
): GroupCommit<Item, Answer> {
  interface Waiting {
    item: Item;
    resolve: (answer: Answer) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  async function run(): Promise<void> {
    // One turn of patience, so that calls made together start together.
    await undefined;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const answers = await commit(group.map(({ item }) => item));
        // Safe because commit answers each item at its place.
        for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the store is closed'));
        waiting.push({ item, resolve, reject });
        running ??= run();
      }),
    settled: async () => running,
    async close() {
      closed = true;
      await running;
    },
  };
}
