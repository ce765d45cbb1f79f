import type { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { mapTexts, parseJson } from '../../lib/json.ts';
import { withoutMarkup } from '../../lib/text.ts';
import type { Lane } from '../../ports/apis.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Client, Operation, Operations } from '../../ports/operation.ts';
import { type HttpAnswer, NoAnswer, send } from './http.ts';
import { leniently, tried } from './lenient-shapes.ts';
import { type Limiter, rateLimitedError, retryAtOf } from './limiter.ts';
import {
  type Mismatch,
  mismatchesIn,
  noAnswerError,
  quotedWords,
  serverError,
  UnexpectedAnswer,
  unreadableAnswer,
} from './refusal.ts';
import { type Clean, createSentSecrets, type SentSecrets } from './sent-secrets.ts';

/** Why an API refuses, as far as its answer says. */
export interface Problem {
  /** Where the body claims another status than the answer has. */
  readonly status?: number;
  readonly message?: string | undefined;
  readonly codes?: readonly number[];
  readonly pointer?: string;
  /** Where the API says more. */
  readonly url?: string;
}

/** URL, headers, envelope and errors of one API. */
export interface ApiProfile {
  /** Display name. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the headers hold in secret. */
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
  /** What in the answer is not as declared, and was read as far as it goes. */
  readonly odd?: readonly Mismatch[];
}

export interface Settings {
  readonly clock: Clock;
  readonly observe?: ((call: Observation) => void) | undefined;
  readonly limiter?: Limiter | undefined;
  /** Default `interactive`. */
  readonly lane?: Lane | undefined;
  /** Who waits for the answers. */
  readonly person?: string | undefined;
  /** Milliseconds that one attempt may take, default 30,000. */
  readonly timeout?: number | undefined;
  /** Composes the requests of operations that were overridden. */
  readonly composeBy?: ((name: string, operation: Operation, parts: Parts) => Composed) | undefined;
  /** Shared by all clients of one credential, so that what one sent is not told by another. */
  readonly sent?: SentSecrets | undefined;
  /** An answer has to fit its declaration in everything: for the doctor. */
  readonly strict?: boolean | undefined;
}

/** One function per operation. They throw AppErrors for failures that a person can be told about. */
export function createClient<T extends Operations>(operations: T, profile: ApiProfile, settings: Settings): Client<T> {
  const sent = settings.sent ?? createSentSecrets({ always: profile.secrets, elapsed: settings.clock.elapsed });
  const functions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input?: unknown) => call(name, operation, input, profile, { ...settings, sent }),
  ]);
  return Object.freeze(Object.fromEntries(functions));
}

type Known = Settings & { readonly sent: SentSecrets };

async function call(name: string, operation: Operation, input: unknown, profile: ApiProfile, settings: Known) {
  const { clock, limiter, observe, lane = 'interactive', person, timeout = 30_000, composeBy, sent, strict } = settings;
  const parts = validateParts(operation, input);
  const { method, target, body } = composeBy?.(name, operation, parts) ?? compose(operation, parts);
  const clean = sent.sending(parts.query, body);
  await limiter?.turn(lane, person);
  const url = profile.url.replace(/\/+$/, '') + target;
  const started = performance.now();
  const observed = { api: profile.name, operation: name };
  let answer: HttpAnswer;
  try {
    const { idempotent } = operation;
    answer = await send({ method, url, headers: profile.headers, body, idempotent, timeout });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    observe?.({ ...observed, status: 0, ms: performance.now() - started });
    throw noAnswerError(profile.name, operation, error.reason, timeout);
  }
  const { status, headers } = answer;
  const ms = performance.now() - started;
  const ray = /^[\w-]{1,64}$/.exec(headers.get('cf-ray') ?? '')?.[0];
  await limiter?.answered(status, headers);
  let odd: readonly Mismatch[] = [];
  try {
    return read({ operation, answer, profile, clean, ray, clock, note: strict ? undefined : (found) => (odd = found) });
  } finally {
    observe?.({ ...observed, status, ms, ...(ray && { ray }), ...(odd.length > 0 && { odd: odd.slice(0, 5) }) });
  }
}

interface Reading {
  readonly operation: Operation;
  readonly answer: HttpAnswer;
  readonly profile: ApiProfile;
  readonly clean: Clean;
  readonly ray: string | undefined;
  readonly clock: Clock;
  /** Told what did not fit; without it nothing may. */
  readonly note: ((mismatches: readonly Mismatch[]) => void) | undefined;
}

/** Cleaned before anything is cut, put into words or looked into. */
function read({ operation: op, answer, profile, clean, ray, clock, note }: Reading): unknown {
  const { status, headers, body } = answer;
  const text = () => new TextDecoder().decode(body);
  const parse = (content: unknown) => parseResponse(op, content, profile.name, note);
  if (status === 429) throw rateLimitedError(profile.name, retryAtOf(headers, clock.now()), clock.now());
  if (isFailure(status)) throw serverError(profile.name, op, status);
  const ok = status >= 200 && status < 300;
  // A deletion that is retried after a lost answer gets a 404 for its own work.
  if (status === 404 && op.method === 'DELETE' && answer.attempts > 1) return parse(undefined);
  if (ok && op.answers === 'text' && !/^\s*</.test(text())) return parse(clean(text()));
  if (status === 204) return parse(undefined);
  const said = clean(
    readable(() => (ok && op.parse ? op.parse(body) : parseJson(text()))),
    body,
  );
  if (said === undefined && (ok || ![401, 404, 405, 410, 501].includes(status)))
    throw unreadableAnswer(profile.name, op, status, text());
  if (!ok) throw refused(status, profile.problem(said));
  const unwrapped = profile.unwrap(said);
  if ('content' in unwrapped)
    return parse(op.verbatim ? unwrapped.content : mapTexts(unwrapped.content, withoutMarkup));
  throw refused(unwrapped.problem.status ?? 400, unwrapped.problem);

  function refused(claimed: number, problem: Problem): AppError {
    if (claimed === 429) return rateLimitedError(profile.name, retryAtOf(headers, clock.now()), clock.now());
    if (isFailure(claimed)) return serverError(profile.name, op, claimed);
    return profile.refusal(op, claimed, { ...problem, message: quotedWords(problem.message) }, ray);
  }
}

/** 501 is a refusal: nothing was attempted. */
const isFailure = (status: number): boolean => status === 408 || (status >= 500 && status !== 501);

/** As it is declared, or as far as it goes. Throws UnexpectedAnswer where too little fits. */
function parseResponse(operation: Operation, content: unknown, api: string, note: Reading['note']) {
  const { response } = operation;
  const result = tried(response, content);
  if (result.success) return result.data;
  const mismatches = mismatchesIn(result.error);
  const lenient = note && leniently(() => tried(response, content));
  if (!lenient?.success) throw new UnexpectedAnswer(api, operation, mismatches);
  note?.(mismatches);
  return lenient.data;
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
