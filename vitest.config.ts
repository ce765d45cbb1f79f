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
  },
});
