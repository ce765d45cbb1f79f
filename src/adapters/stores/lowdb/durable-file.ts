import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../../lib/errors.ts';
import type { WriteOptions } from '../../../ports/stores.ts';
import { checkFence } from './fence.ts';

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
  await replaceFile(draft, path);
  await syncDirectory(dirname(path));
  checkFence(path);
}

/** Puts the draft in the place of the file, unless the fence forbids it. */
export async function replaceFile(draft: string, path: string): Promise<void> {
  checkFence(path);
  await rename(draft, path);
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
    await replaceFile(draft, path);
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

export interface Line {
  /** Counted from 1, from where the reading began. */
  readonly number: number;
  /** Of its first byte. */
  readonly offset: number;
  readonly text: string;
}

/** A file of JSON lines that only grows. */
export interface LogFile {
  readonly path: string;
  /** Appends whole lines and, unless `lazily`, waits for the disk; tells the offset of each. One call at a time (groupCommit). */
  write(lines: readonly string[], options?: WriteOptions): Promise<number[]>;
  /** Waits for the disk with what was written lazily. */
  sync(): Promise<void>;
  /** What was on disk when asked, oldest first, from the line that begins at `from`. */
  lines(from?: number): AsyncGenerator<Line>;
  /** Of the last line. */
  readonly end: number;
  bytes(from: number, to: number): Promise<Buffer>;
  /** The line that begins at `offset`. */
  lineAt(offset: number): Promise<string>;
  /** Where the last `count` lines begin. */
  startOfLast(count: number): Promise<number>;
  close(): Promise<void>;
}

/** Reads a log that was just opened; if `each` throws, the log is closed again. */
export async function loadLog(log: LogFile, each: (line: Line) => void, from = 0): Promise<void> {
  try {
    for await (const line of log.lines(from)) each(line);
  } catch (error) {
    await log.close();
    throw error;
  }
}

const chunkBytes = 1 << 20;
const newline = 10;

/** Opens or makes it. A last line that a crash left half written was never acknowledged: it is cut off, with a warning. */
export async function openLogFile(path: string, onWarning: (text: string) => void): Promise<LogFile> {
  const handle = await open(path, 'a+', fileMode);
  let size = (await handle.stat()).size;
  let untidy = false;

  const read = async (from: number, to: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(to - from), 0, to - from, from);
    return buffer.subarray(0, bytesRead);
  };

  /** Offset of the first byte after the newline that is the `count`th before `end`; 0 if there are fewer. */
  async function afterNewline(count: number, end: number): Promise<number> {
    let left = count;
    for (let to = end; to > 0; to -= chunkBytes) {
      const from = Math.max(0, to - chunkBytes);
      const bytes = await read(from, to);
      for (let at = bytes.lastIndexOf(newline); at >= 0; at = bytes.subarray(0, at).lastIndexOf(newline)) {
        left -= 1;
        if (left === 0) return from + at + 1;
      }
    }
    return 0;
  }

  let synced = size;
  async function sync(): Promise<void> {
    const end = size;
    if (synced >= end) return;
    await handle.datasync();
    synced = Math.max(synced, end);
  }

  async function write(lines: readonly string[], { lazily = false }: WriteOptions = {}): Promise<number[]> {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    checkFence(path);
    // What arrived of a failed write must not stand before the next line.
    if (untidy) await handle.truncate(size);
    untidy = true;
    await handle.appendFile(bytes);
    if (!lazily) await handle.datasync();
    checkFence(path);
    untidy = false;
    let offset = size;
    size += bytes.length;
    if (!lazily) synced = size;
    return lines.map((line) => {
      const at = offset;
      offset += Buffer.byteLength(line) + 1;
      return at;
    });
  }

  async function* lines(from = 0): AsyncGenerator<Line> {
    const end = size;
    let rest = Buffer.alloc(0);
    let number = 0;
    for (let at = from; at < end; at += chunkBytes) {
      const offset = at - rest.length;
      rest = Buffer.concat([rest, await read(at, Math.min(end, at + chunkBytes))]);
      let start = 0;
      for (let stop = rest.indexOf(newline); stop >= 0; stop = rest.indexOf(newline, start)) {
        number += 1;
        yield { number, offset: offset + start, text: rest.toString('utf8', start, stop) };
        start = stop + 1;
      }
      rest = rest.subarray(start);
    }
  }

  async function lineAt(offset: number): Promise<string> {
    let bytes = Buffer.alloc(0);
    while (offset + bytes.length < size) {
      const from = offset + bytes.length;
      bytes = Buffer.concat([bytes, await read(from, Math.min(size, from + (1 << 14)))]);
      const stop = bytes.indexOf(newline);
      if (stop >= 0) return bytes.toString('utf8', 0, stop);
    }
    throw new Error(`no line begins at byte ${offset} of ${path}`);
  }

  const tail = await afterNewline(1, size);
  if (tail < size) {
    const text = (await read(tail, size)).toString('utf8');
    if (parseJson(text) === undefined) {
      onWarning(
        `${path}: the last line was only half written when the app stopped (${size - tail} bytes), so it was removed.`,
      );
      await handle.truncate(tail);
      size = tail;
    } else {
      // Whole, only its newline is missing: an editor, or a crash at the very last byte.
      await handle.appendFile('\n');
      size += 1;
    }
    await handle.datasync();
  }

  return {
    path,
    get end() {
      return size;
    },
    write,
    sync,
    lines,
    bytes: read,
    lineAt,
    startOfLast: (count) => afterNewline(count, size - 1),
    close: () => handle.close(),
  };
}
