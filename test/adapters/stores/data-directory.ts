import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that goes when the test ends. */
export async function aDataDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'litemail-stores-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
