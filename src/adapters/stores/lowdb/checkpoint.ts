import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { sha256 } from '../../../lib/json.ts';
import { ifMissing, type Line, type LogFile, parseJson, writeDurably } from './durable-file.ts';

/** When so much has come since the last one, or a quarter of the log if that is more, the next is worth its writing. */
const WORTH_BYTES = 2 << 20;
/** Bytes before its end that have to be the same: a log from which somebody took a line is not the one that was read. */
const COMPARED_BYTES = 512;

/** `version` of what is in it. */
const First = z.strictObject({ version: z.literal(1), end: z.int(), tail: z.string(), crc: z.int() });

/**
 * What is known of a log up to some byte, in a file beside it, so that a start reads only the lines that came after. Nobody
 * else writes it, and it is written whole: what is in it is not looked at line by line.
 */
export interface Checkpoints {
  isDue(): boolean;
  /** `known`: all that the lines of the log say; to be asked for while none is on its way. */
  save(known: () => string): Promise<void>;
}

/**
 * Reads a log that was just opened: what a checkpoint knew, in one piece, then the lines after it, or all lines where no
 * checkpoint belongs to this log or `restore` does not understand it. If something throws, the log is closed again.
 */
export async function loadFromCheckpoint(
  log: LogFile,
  restore: (known: Buffer) => boolean,
  each: (line: Line) => void,
): Promise<Checkpoints> {
  const path = log.path.replace(/jsonl$/, 'checkpoint');
  const tailOf = async (end: number): Promise<string> =>
    sha256((await log.bytes(Math.max(0, end - COMPARED_BYTES), end)).toString('latin1'));

  async function read(): Promise<number> {
    const bytes = (await readFile(path).catch(ifMissing)) ?? Buffer.alloc(0);
    const split = bytes.indexOf('\n');
    const { data } = First.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(0, split))));
    if (!data || data.end > log.end || data.tail !== (await tailOf(data.end))) return 0;
    const known = bytes.subarray(split + 1);
    return crc32(known) === data.crc && restore(known) ? data.end : 0;
  }

  let end = 0;
  try {
    end = await read();
    for await (const line of log.lines(end)) {
      try {
        each(line);
      } catch (error) {
        if (end === 0) throw error;
        // The same once more, with the number that the line has in the whole file.
        each({ ...line, number: line.number + (await countLines(log, end)) });
      }
    }
  } catch (error) {
    await log.close();
    throw error;
  }

  return {
    isDue: () => log.end - end > Math.max(WORTH_BYTES, log.end / 4),
    async save(known) {
      const [next, text] = [log.end, known()];
      const first = { version: 1, end: next, tail: await tailOf(next), crc: crc32(text) };
      await writeDurably(path, `${JSON.stringify(first)}\n${text}`);
      end = next;
    },
  };
}

async function countLines(log: LogFile, end: number): Promise<number> {
  let count = 0;
  for await (const { offset } of log.lines()) {
    if (offset >= end) break;
    count += 1;
  }
  return count;
}
