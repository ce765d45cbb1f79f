import { statfsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** What takes a browser, and rounds of kills: one story and a few rounds of it in `npm test`, all of it in `npm run test:all`. */
const browser = 'test/browser/**/*.test.ts';
const story = 'test/browser/story.test.ts';
const rounds = ['test/crash/crash.test.ts', 'test/crash/run.test.ts'];
/** Beside implementations of others, as far as the machine has them. */
const outside = 'test/outside/**/*.test.ts';

const memory = '/dev/shm';

/** Containers have it too, often a small one. */
function hasRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize > 1e9;
  } catch {
    return false;
  }
}

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/once-per-run.ts'],
    // Longer than anything that is waited for (test/helpers/until.ts), so that the wait says what was missing.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 45_000, interval: 5 } },
    // What tests write need not outlive the machine, and waiting for a disk is most of the time that they take.
    env: hasRoom(memory) ? { TMPDIR: memory } : {},
    // A test cleans up behind itself, so files share what they load: half the time. Much of the rest is waiting for processes.
    isolate: false,
    maxWorkers: 2,
    // What fails now and then is to be seen and mended, not asked again.
    retry: 0,
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: ['test/browser/**/!(story).test.ts', outside] },
      },
      {
        extends: true,
        test: { name: 'whole', include: [browser, outside, ...rounds], exclude: [story], env: { ROUNDS: 'all' } },
      },
    ],
    // Only `npm run coverage` measures. The app as a process of its own is not counted: more is covered than it says.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'html'],
      // A floor. It rises with what is covered and is never lowered to let a change pass.
      thresholds: { lines: 94, statements: 93, branches: 85, functions: 94 },
    },
  },
});
