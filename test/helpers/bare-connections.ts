import nock from 'nock';
import { afterAll, beforeAll } from 'vitest';

/** For what a connection does byte by byte: nock holds back what is written until a request is complete. */
export function allowBareConnections(): void {
  beforeAll(() => nock.restore());
  afterAll(() => nock.activate());
}
