import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory of its own, gone after the test. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'scratch-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The environment of a deployment with these rules, as YAML. */
export function rules(text: string): { POLICY_FILE: string } {
  const file = join(scratchDirectory(), 'policy.yaml');
  writeFileSync(file, `rules:\n${text}`);
  return { POLICY_FILE: file };
}
