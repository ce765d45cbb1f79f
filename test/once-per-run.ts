import type { TestProject } from 'vitest/node';

const most = 1_000_000;

/** The seed of this run, or the one that `SEED` says. */
function chosen(): number {
  const given = process.env.SEED;
  if (!given) return Math.floor(Math.random() * most);
  const seed = Number(given);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`SEED=${given} is not a whole number.`);
  return seed;
}

let seed: number | undefined;

export function setup(project: TestProject): void {
  if (seed === undefined) {
    seed = chosen();
    process.stdout.write(`Randomness from SEED=${seed}\n`);
  }
  project.provide('seed', seed);
}
