import type { Client, Operation, Operations } from '../apis/operation.ts';
import type { AppError } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { type Composed, checkedParts, compose, type Parts } from './compose.ts';
import { type HttpAnswer, NoAnswer, send } from './http.ts';
import { type Lane, type Limiter, tooMany } from './limiter.ts';
import { failed, unanswered, unreadable } from './outcome.ts';
import { retryAtOf } from './rate-headers.ts';
import { redactor, secretsIn } from './redact.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** Why an API refuses, as far as its answer says. */
export interface Problem {
  /** Where the body claims another status than the answer has. */
  readonly status?: number;
  readonly message?: string;
  readonly codes?: readonly number[];
  readonly pointer?: string;
}

/** How one API is spoken to. */
export interface Dialect {
  /** As people call it. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whatever must never be seen again, even if an answer quotes it. */
  readonly secrets: readonly string[];
  /** Takes the envelope off a 2xx answer: what is inside, or the problem that it tells of all the same. */
  unwrap(body: unknown): { content: unknown } | { problem: Problem };
  /** What any other answer says. */
  problem(body: unknown): Problem;
  /** A problem in words. The status is between 400 and 499, 429 excepted. */
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
 * A function per operation. They throw AppErrors for everything that a person can be told, and UnexpectedAnswer, which
 * is our own fault, for an answer that the declaration does not allow.
 */
export function createClient<T extends Operations>(operations: T, dialect: Dialect, settings: Settings): Client<T> {
  const functions = Object.entries(operations).map(([name, operation]) => [
    name,
    (input?: unknown) => call(name, operation, input, dialect, settings),
  ]);
  return Object.freeze(Object.fromEntries(functions));
}

async function call(name: string, operation: Operation, input: unknown, dialect: Dialect, settings: Settings) {
  const { clock, limiter, observe, lane = 'interactive', timeout = 30_000, composeBy } = settings;
  const parts = checkedParts(operation, input);
  const { method, target, body } = composeBy?.(name, operation, parts) ?? compose(operation, parts);
  await limiter?.turn(lane);
  const url = dialect.url.replace(/\/+$/, '') + target;
  const started = performance.now();
  const seen = (status: number, ray?: string | null) =>
    observe?.({
      api: dialect.name,
      operation: name,
      status,
      ms: performance.now() - started,
      ...(ray ? { ray } : {}),
    });
  try {
    const { idempotent } = operation;
    const answer = await send({ method, url, headers: dialect.headers, body, idempotent, timeout });
    seen(answer.status, answer.headers.get('cf-ray'));
    limiter?.answered(answer.status, answer.headers);
    return read(operation, answer, dialect, redactor([...dialect.secrets, ...secretsIn(body)]), clock);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    seen(0);
    throw unanswered(dialect.name, operation, error.reason, timeout);
  }
}

function read(op: Operation, answer: HttpAnswer, dialect: Dialect, redact: (text: string) => string, clock: Clock) {
  const { status, headers, text } = answer;
  const ray = headers.get('cf-ray') ?? undefined;
  if (status === 429) throw tooMany(dialect.name, retryAtOf(headers, clock.now()), clock.now());
  if (isFailure(status)) throw failed(dialect.name, op, status);
  const ok = status >= 200 && status < 300;
  // Sent again after a lost answer, a deletion finds its own work done.
  if (status === 404 && op.method === 'DELETE' && answer.attempts > 1) return fitting(op, undefined, dialect.name);
  if (ok && op.answers === 'text' && !/^\s*</.test(text)) return fitting(op, text, dialect.name);
  if (status === 204) return fitting(op, undefined, dialect.name);
  const body = parsed(text);
  if (body === undefined && (ok || ![401, 404, 405, 410, 501].includes(status)))
    throw unreadable(dialect.name, op, status, text);
  if (!ok) throw refused(status, dialect.problem(body));
  const unwrapped = dialect.unwrap(body);
  if ('content' in unwrapped) return fitting(op, unwrapped.content, dialect.name);
  throw refused(unwrapped.problem.status ?? 400, unwrapped.problem);

  function refused(claimed: number, problem: Problem): AppError {
    if (claimed === 429) return tooMany(dialect.name, retryAtOf(headers, clock.now()), clock.now());
    if (isFailure(claimed)) return failed(dialect.name, op, claimed);
    const message = problem.message && redact(problem.message);
    return dialect.refusal(op, claimed, { ...problem, ...(message ? { message } : {}) }, ray);
  }
}

/** 501 is a refusal: nothing was even tried. */
const isFailure = (status: number): boolean => status === 408 || (status >= 500 && status !== 501);

function fitting(operation: Operation, content: unknown, api: string): unknown {
  const result = operation.response.safeParse(content);
  if (!result.success) throw new UnexpectedAnswer(api, operation, result.error);
  return result.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
