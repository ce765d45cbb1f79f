import { open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import type { RecordSet } from '../../../domain/dns/model/record.ts';
import {
  contentText,
  retainedSnapshots,
  type SnapshotInfo,
  snapshotCauses,
} from '../../../domain/dns/model/snapshot.ts';
import { sha256 } from '../../../lib/json.ts';
import type { SnapshotStore, ZoneRef } from '../../../ports/stores.ts';
import { fileMode, ifMissing, makeDirectory, parseJson, writeDurably, writeWhole } from './durable-file.ts';
import { checkFence } from './fence.ts';

export interface Snapshots extends SnapshotStore {
  close(): Promise<void>;
}

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

const Line = z.object({
  teamId: z.string(),
  home: z.enum(['cloudflare', 'litemail']),
  zone: z.string(),
  at: z.number(),
  cause: z.enum(snapshotCauses),
  request: z.string().exactOptional(),
  content: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * `<directory>/<zone's hash>/readings.jsonl`, and each content once beside it, packed. Nothing of it is in the file that
 * is written for each change, and no name of a zone is in a path. One writer per zone at a time. Nothing waits for the
 * disk: it is history, and what a failure of power takes of it is read anew.
 */
export function openSnapshots(directory: string, onWarning: (text: string) => void): Snapshots {
  const busy = new Map<string, Promise<unknown>>();
  /** The content of the last reading by path: most readings find what was there before, and need not be written out again. */
  const latest = new Map<string, string>();
  const pathOf = ({ teamId, home, zone }: ZoneRef): string =>
    join(directory, sha256(JSON.stringify([teamId, home, zone])).slice(0, 40));
  const contentPath = (reading: SnapshotInfo): string => join(pathOf(reading), `${reading.content}.json.gz`);

  async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
    const mine = (busy.get(path) ?? Promise.resolve()).then(work, work);
    const settled = mine.catch(() => {});
    busy.set(path, settled);
    try {
      return await mine;
    } finally {
      if (busy.get(path) === settled) busy.delete(path);
    }
  }

  async function put(path: string, reading: SnapshotInfo, text: () => string): Promise<void> {
    const { readings, tidy } = await readLines(path, onWarning);
    const known =
      readings.some(({ content }) => content === reading.content) &&
      (latest.get(path) === reading.content || (await isWhole(contentPath(reading))));
    if (!known) {
      const bytes = await pack(text());
      await makeDirectory(path);
      await writeWhole(contentPath(reading), bytes);
    }
    const remaining = retainedSnapshots([...readings, reading], reading.at);
    latest.set(path, reading.content);
    const line = `${JSON.stringify(reading)}\n`;
    if (tidy && remaining.length === readings.length + 1) return append(join(path, file), line);
    await writeDurably(join(path, file), remaining.map((one) => `${JSON.stringify(one)}\n`).join(''));
    await dropContents(path, new Set(remaining.map(({ content }) => `${content}.json.gz`)));
  }

  return {
    put: ({ sets, ...given }) => {
      const reading = structuredClone(given);
      const path = pathOf(reading);
      const now = latest.get(path) === reading.content ? undefined : contentText(sets);
      return inTurn(path, () => put(path, reading, () => now ?? contentText(sets)));
    },
    readings: async (zone) => {
      const path = pathOf(zone);
      return inTurn(path, async () => (await readLines(path, onWarning)).readings);
    },
    async sets(reading) {
      const text = await contentOf(contentPath(Line.parse(reading)));
      // Safe because `put` writes nothing else, and a torn file does not unpack.
      return text === undefined ? undefined : (JSON.parse(text) as RecordSet[]);
    },
    async close() {
      await Promise.all(busy.values());
    },
  };
}

const file = 'readings.jsonl';

/** Undefined where there is none, or a failure of power has torn it. */
async function contentOf(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(ifMissing);
  return bytes && (await unpack(bytes).then(String, () => undefined));
}
const isWhole = async (path: string): Promise<boolean> => (await contentOf(path)) !== undefined;

/** A last line that a crash left half written was never acknowledged; `tidy` says whether more can be put behind it. */
async function readLines(
  path: string,
  onWarning: (text: string) => void,
): Promise<{ readings: SnapshotInfo[]; tidy: boolean }> {
  const text = (await readFile(join(path, file), 'utf8').catch(ifMissing)) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  const readings = lines.flatMap((line) => Line.safeParse(parseJson(line)).data ?? []);
  const tidy = readings.length === lines.length && (text === '' || text.endsWith('\n'));
  if (readings.length < lines.length && text.endsWith('\n'))
    onWarning(`${join(path, file)} has a line that is not a snapshot; it was skipped.`);
  return { readings, tidy };
}

async function append(path: string, line: string): Promise<void> {
  const handle = await open(path, 'a', fileMode);
  try {
    checkFence(path);
    await handle.appendFile(line);
  } finally {
    await handle.close();
  }
}

async function dropContents(path: string, remaining: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(path))
    if (name.endsWith('.gz') && !remaining.has(name)) await unlink(join(path, name)).catch(ifMissing);
}
