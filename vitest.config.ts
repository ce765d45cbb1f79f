import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A test cleans up behind itself, so files share what they load: half the time. Much of the rest is waiting for processes.
    isolate: false,
    maxWorkers: 2,
    // Machines that run CI are shared: what fails there is asked once more and reported as such; by hand nothing is.
    retry: process.env.CI ? 1 : 0,
    // Only `npm run coverage` measures. The app as a process of its own is not counted: more is covered than it says.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['sandbox/**'],
      reporter: ['text-summary', 'html'],
      // A floor. It rises with what is covered and is never lowered to let a change pass.
      thresholds: { lines: 35, statements: 35, branches: 35, functions: 30 },
    },
  },
});
