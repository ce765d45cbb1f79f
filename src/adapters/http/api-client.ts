import type { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { isSecretField } from '../../lib/secret.ts';
import type { Lane } from '../../ports/apis.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Client, Operation, Operations } from '../../ports/operation.ts';
import { type HttpAnswer, NoAnswer, send } from './http.ts';
import { type Limiter, rateLimitedError, retryAtOf } from './limiter.ts';
import { noAnswerError, serverError, UnexpectedAnswer, unreadableAnswer } from './refusal.ts';

/** Why an API refuses, as far as its answer says. */
export interface Problem {
  /** Where the body claims another status than the answer has. */
  readonly status?: number;
  readonly message?: string;
  readonly codes?: readonly number[];
  readonly pointer?: string;
}

/** URL, headers, envelope and errors of one API. */
export interface ApiProfile {
  /** Display name. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Redacted wherever they appear, even in an answer that quotes them. */
  readonly secrets: readonly string[];
  /** Unwraps a 2xx answer: its content, or the problem it reports anyway. */
  unwrap(body: unknown): { content: unknown } | { problem: Problem };
  /** The problem in any other answer. */
  problem(body: unknown): Problem;
  /** The problem as an error. The status is 4xx but not 429. */
  refusal(operation: Operation, status: number, problem: Problem, ray: string | undefined): AppError;
}

/** One call, for logs and metrics. `status` is 0 when no answer came. */
export interface Observation {
  readonly api: string;
  readonly operation: string;
  readonly status: number;
  readonly ms: number;
  /** Cloudflare's id of the call. */
  readonly ray?: string;
}

export interface Settings {
  readonly clock: Clock;
  readonly observe?: ((call: Observation) => void) | undefined;
  readonly limiter?: Limiter | undefined;
  /** Default `interactive`. */
  readonly lane?: Lane | undefined;
  /** Milliseconds that one attempt may take, default 30,000. */
  readonly timeout?: number | undefined;
  /** Composes the requests of operations that were overridden. */
  readonly composeBy?: ((name: string, operation: Operation, parts: Parts) => Composed) | undefined;
}

/**
 * One function per operation. They throw AppErrors for failures a person can be told about, and UnexpectedAnswer (a bug of
 * ours) for an answer that does not match the declaration.
 */
export function createClient<T extends Operations>(operations: T, profile: ApiProfile, settings: Settings): Client<T> {
  const functions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input?: unknown) => call(name, operation, input, profile, settings),
  ]);
  return Object.freeze(Object.fromEntries(functions));
}

async function call(name: string, operation: Operation, input: unknown, profile: ApiProfile, settings: Settings) {
  const { clock, limiter, observe, lane = 'interactive', timeout = 30_000, composeBy } = settings;
  const parts = validateParts(operation, input);
  const { method, target, body } = composeBy?.(name, operation, parts) ?? compose(operation, parts);
  await limiter?.turn(lane);
  const url = profile.url.replace(/\/+$/, '') + target;
  const started = performance.now();
  const observeCall = (status: number, ray?: string | null) =>
    observe?.({
      api: profile.name,
      operation: name,
      status,
      ms: performance.now() - started,
      ...(ray ? { ray } : {}),
    });
  try {
    const { idempotent } = operation;
    const answer = await send({ method, url, headers: profile.headers, body, idempotent, timeout });
    observeCall(answer.status, answer.headers.get('cf-ray'));
    await limiter?.answered(answer.status, answer.headers);
    return read(operation, answer, profile, redactor([...profile.secrets, ...secretsIn(body)]), clock);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    observeCall(0);
    throw noAnswerError(profile.name, operation, error.reason, timeout);
  }
}

function read(op: Operation, answer: HttpAnswer, profile: ApiProfile, redact: (text: string) => string, clock: Clock) {
  const { status, headers } = answer;
  const text = () => new TextDecoder().decode(answer.body);
  const ray = headers.get('cf-ray') ?? undefined;
  if (status === 429) throw rateLimitedError(profile.name, retryAtOf(headers, clock.now()), clock.now());
  if (isFailure(status)) throw serverError(profile.name, op, status);
  const ok = status >= 200 && status < 300;
  // A deletion that is retried after a lost answer gets a 404 for its own work.
  if (status === 404 && op.method === 'DELETE' && answer.attempts > 1)
    return parseResponse(op, undefined, profile.name);
  if (ok && op.answers === 'text' && !/^\s*</.test(text())) return parseResponse(op, text(), profile.name);
  if (status === 204) return parseResponse(op, undefined, profile.name);
  const body = readable(() => (ok && op.parse ? op.parse(answer.body) : JSON.parse(text())));
  if (body === undefined && (ok || ![401, 404, 405, 410, 501].includes(status)))
    throw unreadableAnswer(profile.name, op, status, text());
  if (!ok) throw refused(status, profile.problem(body));
  const unwrapped = profile.unwrap(body);
  if ('content' in unwrapped) return parseResponse(op, unwrapped.content, profile.name);
  throw refused(unwrapped.problem.status ?? 400, unwrapped.problem);

  function refused(claimed: number, problem: Problem): AppError {
    if (claimed === 429) return rateLimitedError(profile.name, retryAtOf(headers, clock.now()), clock.now());
    if (isFailure(claimed)) return serverError(profile.name, op, claimed);
    const message = problem.message && redact(problem.message);
    return profile.refusal(op, claimed, { ...problem, ...(message ? { message } : {}) }, ray);
  }
}

/** 501 is a refusal: nothing was attempted. */
const isFailure = (status: number): boolean => status === 408 || (status >= 500 && status !== 501);

function parseResponse(operation: Operation, content: unknown, api: string): unknown {
  const result = operation.response.safeParse(content);
  if (!result.success) throw new UnexpectedAnswer(api, operation, result.error);
  return result.data;
}

function readable(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

export interface Parts {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Composed {
  readonly method: string;
  /** Path and query, to be put behind the API's URL. */
  readonly target: string;
  readonly body: unknown;
}

/** What the caller gave, held against the declaration. Throws `bad_input` naming each field that does not fit. */
export function validateParts(operation: Operation, input: unknown): Parts {
  const given = (input ?? {}) as { params?: Record<string, string>; query?: unknown; body?: unknown };
  const query = operation.query?.safeParse(given.query ?? {});
  const body = operation.body?.safeParse(given.body);
  const issues = [...issuesIn('query', query), ...issuesIn('body', body)];
  if (issues.length > 0)
    throw new AppError('bad_input', `"${operation.title}" cannot be called like this.`, {
      hint: issues.map(([field, problem]) => `${field}: ${problem}`).join('; '),
      fields: Object.fromEntries(issues.map(([field, problem]) => [field.replace(/^\w+\./, ''), problem])),
    });
  return { params: given.params ?? {}, query: (query?.data ?? {}) as Record<string, unknown>, body: body?.data };
}

const issuesIn = (part: string, result: z.ZodSafeParseResult<unknown> | undefined): [string, string][] =>
  (result?.error?.issues ?? []).map((issue) => [[part, ...issue.path].join('.'), issue.message]);

export function compose(operation: Operation, parts: Parts): Composed {
  const search = searchOf(parts.query);
  return { method: operation.method, target: fillPath(operation.path, parts.params) + search, body: parts.body };
}

/** Each parameter becomes exactly one segment of the path, whatever is in it. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    if (value === '' || value === '.' || value === '..')
      throw new AppError('bad_input', `"${value}" cannot be the ${name} of anything.`);
    return encodeURIComponent(value);
  });
}

/** Lists become comma lists; what is undefined is left out. */
export function searchOf(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `?${search}` : '';
}

const cloudflareSecret = /\bcf(?:k|ut|at|oat)_[A-Za-z0-9_-]+/g;

/** Returns a function that redacts the given secrets, and anything that looks like a Cloudflare one, in a text. */
function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) =>
    known.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text).replace(cloudflareSecret, '[secret]');
}

/** The values of all secret fields in what is sent, so that an answer that quotes them can be cleaned. */
function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    typeof item === 'string' && isSecretField(name) ? [item] : secretsIn(item),
  );
}
