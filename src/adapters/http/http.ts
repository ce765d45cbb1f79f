import ky, { isHTTPError, isTimeoutError } from 'ky';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import { AnswerTooLarge, boundedAnswer, MAX_ANSWER_BYTES } from './bounded-answer.ts';

interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** May be retried when no usable answer came. */
  readonly idempotent: boolean;
  /** Milliseconds that one attempt may take. */
  readonly timeout: number;
}

/** Any answer, of whatever status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** More than 1 when it had to be sent again. */
  readonly attempts: number;
}

/** No answer. After `unreachable` the request was never sent; after the others the outcome is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly reason: 'unreachable' | 'timeout' | 'cut' | 'too large';

  constructor(reason: NoAnswer['reason'], code: string) {
    super(`${reason} (${code})`);
    this.reason = reason;
  }
}

/**
 * Sends a request and gives back whatever answer comes. Throws NoAnswer and nothing of ky's or fetch's: their errors
 * carry the request with its headers, and the credential is in those.
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const headers = validHeaders(request.headers);
  let attempts = 1;
  try {
    const response = ky(request.url, {
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { json: request.body }),
      timeout: request.timeout,
      // A redirect would carry the credential to another host.
      redirect: 'manual',
      parseJson: (text) => text,
      fetch: async (input, init) => boundedAnswer(await fetch(input, init), MAX_ANSWER_BYTES),
      hooks: {
        beforeRetry: [
          ({ retryCount }) => {
            attempts = retryCount + 1;
          },
        ],
      },
      retry: request.idempotent
        ? {
            limit: 2,
            methods: [request.method.toLowerCase()],
            // 429 is missing on purpose: the limiter handles rate limits.
            statusCodes: [408, 500, 502, 503, 504],
            afterStatusCodes: [503],
            maxRetryAfter: 10_000,
            backoffLimit: 5_000,
            jitter: true,
          }
        : { limit: 0 },
    });
    const body = Buffer.from(await response.arrayBuffer());
    const { status, headers: answered } = await response;
    return { status, headers: answered, body, attempts };
  } catch (error) {
    if (!isHTTPError(error)) throw noAnswer(error);
    const { status, headers: answered } = error.response;
    const body = Buffer.from(typeof error.data === 'string' ? error.data : '');
    return { status, headers: answered, body, attempts };
  }
}

/** fetch's own error about an invalid header would quote the secret. */
function validHeaders(headers: Readonly<Record<string, string>>): Headers {
  try {
    return new Headers({ accept: 'application/json', 'user-agent': 'litemail-slack', ...headers });
  } catch {
    throw new AppError('not_configured', 'The saved key contains characters that no key has.', {
      hint: `An admin can enter it again in ${typed('setup')}; copy it without line breaks or quotes.`,
    });
  }
}

const connectErrors =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

function noAnswer(error: unknown): NoAnswer {
  if (isTimeoutError(error)) return new NoAnswer('timeout', 'timeout');
  if (error instanceof AnswerTooLarge) return new NoAnswer('too large', 'bytes');
  const code = codeOf(error);
  return new NoAnswer(connectErrors.test(code) ? 'unreachable' : 'cut', code);
}

/** The system's code of a network error, down its causes; letters only, so that nothing else can slip through. */
function codeOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code.replace(/[^A-Z_]/g, '');
    current = current.cause;
  }
  return 'unknown';
}
