import { isObject } from '../../lib/is-object.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import type { OperationRoutes } from '../../ports/operation.ts';
import { type ApiProfile, createClient, type Problem, type Settings } from '../http/api-client.ts';
import type { Quota } from '../http/limiter.ts';
import { refusal } from './litemail-refusals.ts';
import { composeByRoute } from './operation-routes.ts';
import { litemail } from './operations/litemail-operations.ts';

export interface LiteMailSettings extends Omit<Settings, 'composeBy'> {
  /** `https://api.litemail.ai`, or a stand-in. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** From parseRoutes. */
  readonly routes?: OperationRoutes | undefined;
}

/** Not documented by LiteMail; those of the API it was modelled on. A second is stretched, since calls arrive unevenly. */
export const litemailQuotas: readonly Quota[] = [
  { calls: 5, window: 1_100, guessed: true },
  { calls: 200, window: 60_000 },
];

export function createLiteMail({ apiUrl, apiKey, routes = {}, ...settings }: LiteMailSettings): LiteMail {
  const profile: ApiProfile = {
    name: 'LiteMail',
    url: apiUrl,
    headers: { 'x-api-key': apiKey },
    secrets: [apiKey],
    unwrap,
    problem,
    refusal,
  };
  return createClient(litemail, profile, { ...settings, composeBy: composeByRoute(routes) });
}

/**
 * Both envelopes, `{ success, message, data }` and `{ status, message, data }`, and none at all. Links for paying stand
 * beside `data` at times and are taken along.
 */
function unwrap(body: unknown): { content: unknown } | { problem: Problem } {
  if (!isObject(body)) return { content: body };
  const { success, status, data, message, ...rest } = body;
  if (success === false || (typeof status === 'number' && status >= 400)) return { problem: problem(body) };
  const isEnvelope =
    'data' in body || typeof success === 'boolean' || (typeof status === 'number' && 'message' in body);
  if (!isEnvelope) return { content: body };
  const links = Object.fromEntries(
    Object.entries(rest).filter(([name]) => name === 'paymentLink' || name === 'invoiceLink'),
  );
  if (Object.keys(links).length === 0) return { content: data };
  return { content: { message, ...links, ...(isObject(data) ? data : {}) } };
}

/** `message` or `error` in all their forms: text, a list of texts, an object with a message. */
function problem(body: unknown): Problem {
  if (!isObject(body)) return {};
  const message = [body.message, body.error, body.errors].map(wordsOf).find((words) => words !== '');
  return {
    ...(message ? { message: message.slice(0, 300) } : {}),
    ...(typeof body.status === 'number' && body.status >= 400 ? { status: body.status } : {}),
  };
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join('; ');
  return isObject(value) ? wordsOf(value.message) : '';
}
