import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

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
