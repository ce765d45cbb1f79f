import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

const { projects: _, coverage: __, ...test } = config.test ?? {};
const tests = process.env.MUTATION_TESTS ?? 'test/**/*.test.ts';

/** For `npm run mutate`: only the tests that it is given. Browsers and processes of their own know of no mutant. */
export default defineConfig({
  test: { ...test, include: tests.split(' '), exclude: ['test/{browser,crash,outside}/**'] },
});
