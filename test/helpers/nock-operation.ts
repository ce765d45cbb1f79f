import nock from 'nock';
import { compose, validateParts } from '../../src/adapters/http/api-client.ts';
import type { Input, Operation } from '../../src/ports/operation.ts';

export const liteMailUrl = 'https://api.litemail.test';
export const cloudflareUrl = 'https://api.cloudflare.test/client/v4';

interface Reply {
  readonly status?: number;
  /** The whole answer, envelope included. What is inside must fit the declaration when the status is 2xx. */
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** Expects one call of the operation with exactly this input, and answers it. */
export function nockOperation<O extends Operation>(
  url: string,
  operation: O,
  input: Input<O>,
  reply: Reply,
): nock.Scope {
  const { status = 200, body, headers } = reply;
  if (status < 300) operation.response.parse(inside(body));
  const { method, target, body: sent } = compose(operation, validateParts(operation, input));
  const { origin, pathname } = new URL(url);
  const path = (pathname === '/' ? '' : pathname) + target;
  return nock(origin)
    .intercept(path, method, sent as nock.RequestBodyMatcher)
    .reply(status, body as nock.Body, { 'content-type': 'application/json', ...headers });
}

/** Deliberately another reading of the envelopes than the clients'. */
function inside(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if ('result' in body) return Array.isArray(body.result) ? body : body.result;
  return 'data' in body ? body.data : body;
}
