import type { ErrorCode } from '../../lib/errors.ts';
import { isObject } from '../../lib/json.ts';
import { typed } from '../../lib/text.ts';
import type { LiteMail } from '../../ports/litemail.ts';
import type { Operation, OperationRoutes } from '../../ports/operation.ts';
import type { Quota } from '../../ports/quotas.ts';
import { type ApiProfile, createClient, type Problem, type Settings } from '../http/api-client.ts';
import { Refusal } from '../http/refusal.ts';
import { composeByRoute } from './operation-routes.ts';
import { litemail } from './operations/litemail-operations.ts';

interface LiteMailSettings extends Omit<Settings, 'composeBy'> {
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
    ...(message ? { message } : {}),
    ...(typeof body.status === 'number' && body.status >= 400 ? { status: body.status } : {}),
  };
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join('; ');
  return isObject(value) ? wordsOf(value.message) : '';
}

interface RefusalText {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly hint: string;
}

const byStatus: Readonly<Record<number, RefusalText>> = {
  401: {
    code: 'upstream_rejected',
    sentence: 'LiteMail does not accept the saved API key',
    hint: `An admin can create a new one in LiteMail’s dashboard and enter it in ${typed('setup')}.`,
  },
  402: {
    code: 'upstream_rejected',
    sentence: 'LiteMail requires payment first',
    hint: `${typed('wallet balance')} shows the balance.`,
  },
  403: {
    code: 'upstream_rejected',
    sentence: 'LiteMail does not allow this with the saved API key',
    hint: 'Ask the owner of the LiteMail account.',
  },
  404: {
    code: 'not_found',
    sentence: 'LiteMail could not find this',
    hint: 'It may have been removed; check the list again.',
  },
  409: {
    code: 'conflict',
    sentence: 'LiteMail says that this already exists or is in use',
    hint: 'Check what is there before you try again.',
  },
};
const defaultText: RefusalText = {
  code: 'upstream_rejected',
  sentence: 'LiteMail refused this',
  hint: 'Fix what it names and try again.',
};

/** What LiteMail's refusal means for the person, with LiteMail's own words. */
export function refusal(operation: Operation, status: number, { message }: Problem): Refusal {
  const missing = [405, 410, 501].includes(status) || (status === 404 && isUnknownPath(operation, message));
  if (missing)
    return new Refusal('not_found', `“${operation.title}” is not available at LiteMail.`, {
      status,
      hint: 'If it has moved, whoever runs the app can set its new path in the file that LITEMAIL_ROUTES names.',
    });
  const { code, sentence, hint } = byStatus[status] ?? defaultText;
  return new Refusal(code, message ? `${sentence}: ${withFullStop(message)}` : `${sentence}.`, { status, hint });
}

/** A path that names no object can only be unknown as a whole, unless LiteMail says what it misses. */
const isUnknownPath = ({ path }: Operation, message = ''): boolean =>
  /^cannot [a-z]+ \//i.test(message) || (!path.includes('{') && /^(not found\.?)?$/i.test(message.trim()));

const withFullStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
