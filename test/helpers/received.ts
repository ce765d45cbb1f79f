import type { WireEntry } from '../../sandbox/wire-log.ts';
import { litemail } from '../../src/adapters/litemail/operations/litemail-operations.ts';
import type { Operation } from '../../src/ports/operation.ts';
import type { Product } from './product.ts';

export type OperationName = keyof typeof litemail;

export interface Received {
  /** Names in the path, such as `domainId`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Secrets are dots. */
  readonly body: unknown;
  readonly status: number;
}

/** Static segments before parameters: `/v1/domains/assignable` is no domain's details. */
function matched({ method, path }: Operation, entry: WireEntry): Received | undefined {
  const url = new URL(entry.path, 'http://litemail');
  const [want, have] = [path.split('/'), url.pathname.split('/')];
  if (entry.method !== method || want.length !== have.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of want.entries()) {
    const given = decodeURIComponent(have[index] ?? '');
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name) params[name] = given;
    else if (segment !== given) return undefined;
  }
  return { params, query: Object.fromEntries(url.searchParams), body: entry.requestBody, status: entry.status };
}

const literal = ({ path }: Operation) => path.split('/').filter((segment) => !segment.startsWith('{')).length;

function operationOf(entry: WireEntry): { name: OperationName; request: Received } | undefined {
  const fits = Object.entries(litemail).flatMap(([name, operation]) => {
    const request = matched(operation, entry);
    return request ? [{ name: name as OperationName, request, literal: literal(operation) }] : [];
  });
  return fits.sort((a, b) => b.literal - a.literal)[0];
}

/** Every request that LiteMail received for this operation, oldest first. */
export const allReceived = (product: Product, name: OperationName): Received[] =>
  product.wire('litemail').flatMap((entry) => {
    const found = operationOf(entry);
    return found?.name === name ? [found.request] : [];
  });

/**
 * The newest request that LiteMail received for this operation; fails when there was none. The stories that call it are
 * what docs/coverage.md is made from.
 */
export function received(product: Product, name: OperationName): Received {
  const found = allReceived(product, name).at(-1);
  if (found) return found;
  const seen = product.wire('litemail').map(({ method, path }) => `${method} ${path}`);
  throw new Error(`LiteMail never received ${name}. It received:\n${seen.join('\n')}`);
}
