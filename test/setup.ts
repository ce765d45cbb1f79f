import fc from 'fast-check';
import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import { seed } from './helpers/seed.ts';

fc.configureGlobal({ seed });

beforeEach(() => {
  nock.disableNetConnect();
  nock.enableNetConnect((host) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host));
});

// Every declared call must have happened, whatever else the test looked at.
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});
