import type { Clock } from '../../../src/ports/clock.ts';
import type { Documents } from '../../documents.ts';
import type { Answer, Call, Router } from '../../router.ts';
import { problems, Rejection } from '../cloudflare-envelope.ts';
import type { Zones } from '../zone-registry.ts';
import type { CloudflareSeed, Credential, ZoneState } from '../zone-state.ts';

/** What a route has in hand. */
export interface Context {
  readonly call: Call;
  readonly credential: Credential;
  readonly seed: CloudflareSeed;
  readonly zones: Zones;
  readonly clock: Clock;
  /** What a group of routes keeps beside the zones, under `cloudflare/`: a reset clears it. */
  readonly documents: Documents;
  /** The zone of the path, if it may be used for this; `permission` is a permission group by name. */
  zone(permission: string): ZoneState;
  /** See `applied`. */
  readonly pointers: boolean;
}

export type Handler = (context: Context) => Answer | Promise<Answer>;
export type Routes = Router<Handler>;

/** `page` and `per_page` of a list, refused outside what the operation allows. */
export function paged<T>({ query }: Call, items: readonly T[], least: number, most: number, usual: number) {
  const number = (name: string, low: number, high: number, fallback: number) => {
    const value = query.get(name);
    if (value === null) return fallback;
    const parsed = Number(value);
    if (!Number.isInteger(parsed) || parsed < low || parsed > high)
      throw new Rejection(400, { code: 1004, message: `${name} must be between ${low} and ${high}.` });
    return parsed;
  };
  const page = number('page', 1, Number.MAX_SAFE_INTEGER, 1);
  const per_page = number('per_page', least, most, usual);
  const result = items.slice((page - 1) * per_page, page * per_page);
  const total_pages = Math.ceil(items.length / per_page);
  return { result, result_info: { page, per_page, count: result.length, total_count: items.length, total_pages } };
}

/** The request's JSON object. */
export function bodyOf({ body }: Call): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw problems.json();
  return body as Record<string, unknown>;
}
