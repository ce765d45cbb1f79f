import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../ports/clock.ts';

/** What one request may hold, Slack's and LiteMail's alike. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** What all bodies that are not complete yet may hold together. */
const MAX_UNFINISHED_BYTES = 32 * MAX_BODY_BYTES;
const MAX_UNFINISHED = 1_000;
/** What a piece costs beside its bytes, so that many tiny ones count too. */
const PIECE_OVERHEAD = 256;
const BODY_TIMEOUT_MS = 10_000;

/** The body was not taken; `message` says why, for the log. */
class BodyRefused extends Error {
  readonly status: 400 | 408 | 413 | 503;
  constructor(status: BodyRefused['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** Rejects with `BodyRefused`. */
export type ReadBody = (req: IncomingMessage) => Promise<Buffer>;

/**
 * Reads whole bodies that nobody has verified yet, so all of them together are bounded. When that is too much, the oldest
 * unfinished one is refused: an honest one is complete within moments.
 */
export function createBodyReader(clock: Pick<Clock, 'after'>): ReadBody {
  const unfinished = new Map<IncomingMessage, { cost: number; refuse(problem: BodyRefused): void }>();
  let total = 0;

  function makeRoom(): void {
    for (const { refuse } of unfinished.values()) {
      if (total <= MAX_UNFINISHED_BYTES && unfinished.size <= MAX_UNFINISHED) return;
      refuse(new BodyRefused(503, 'too many requests were unfinished at the same time'));
    }
  }

  return (req) =>
    new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      let size = 0;
      const body = { cost: 0, refuse };
      const cancel = clock.after(BODY_TIMEOUT_MS, () => refuse(new BodyRefused(408, 'its body took too long')));

      function forget(): void {
        cancel();
        total -= body.cost;
        body.cost = 0;
        unfinished.delete(req);
        req.off('data', take).off('end', finish).off('close', breakOff);
      }
      function refuse(problem: BodyRefused): void {
        forget();
        pieces.length = 0;
        reject(problem);
      }
      function take(piece: Buffer): void {
        size += piece.length;
        pieces.push(piece);
        body.cost += piece.length + PIECE_OVERHEAD;
        total += piece.length + PIECE_OVERHEAD;
        if (size > MAX_BODY_BYTES) refuse(tooLarge());
        else makeRoom();
      }
      function finish(): void {
        forget();
        resolve(Buffer.concat(pieces, size));
      }
      const breakOff = (): void => refuse(new BodyRefused(400, 'its body broke off'));

      // Without it, the end of a connection would be an error that nobody handles.
      req.on('error', () => {});
      unfinished.set(req, body);
      if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuse(tooLarge());
      req.on('data', take).on('end', finish).on('close', breakOff);
      makeRoom();
    });
}

const tooLarge = (): BodyRefused => new BodyRefused(413, 'it is larger than 1 MiB');

/**
 * Answers and closes. The answer is complete at once, but the connection stays until the rest of a body has come, ten
 * seconds at most: closing it before would throw away an answer that the sender has not read.
 */
function refuseBody(req: IncomingMessage, res: ServerResponse, status: number, text = ''): void {
  const length = Buffer.byteLength(text);
  res.writeHead(status, { 'content-type': 'text/plain', 'content-length': length, connection: 'close' });
  if (status !== 413 || req.complete) return void res.end(text);
  res.write(text);
  const timer = setTimeout(() => req.destroy(), BODY_TIMEOUT_MS).unref();
  req.once('close', () => clearTimeout(timer)).once('end', () => res.end());
  req.resume();
}

type Handler = (req: IncomingMessage, res: ServerResponse, params: Record<string, string>) => void | Promise<void>;
/** Method and path to handler; `:name` stands for one path segment. */
export type Routes = readonly (readonly [method: string, path: string, handler: Handler])[];

export function sendResponse(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  res.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

/** Nothing here is a page or is to be kept by anybody on the way. */
const everyAnswer = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
] as const;

function match(wanted: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

/**
 * One listener for all routes. An async handler that rejects is answered 500 and reported, never left hanging
 * (Bolt's own custom routes would let it kill the process).
 */
export function createListener(
  routes: Routes,
  onError: (error: unknown, req: IncomingMessage) => void,
): RequestListener {
  const patterns = routes.map(([method, path, handler]) => ({ method, path: path.split('/'), handler }));
  return (req, res) => {
    for (const [name, value] of everyAnswer) res.setHeader(name, value);
    const path = (req.url ?? '/').split('?', 1)[0]?.split('/') ?? [];
    const matching = patterns.flatMap(({ method, path: pattern, handler }) => {
      const params = match(pattern, path);
      return params ? [{ method, handler, params }] : [];
    });
    const route = matching.find(({ method }) => method === req.method);
    if (!route) {
      sendResponse(res, matching.length > 0 ? 405 : 404, matching.length > 0 ? 'Method not allowed\n' : 'Not found\n');
      req.resume();
      return;
    }
    Promise.resolve()
      .then(() => route.handler(req, res, route.params))
      .catch((error: unknown) => {
        if (error instanceof BodyRefused && !res.headersSent)
          return refuseBody(req, res, error.status, `${error.message}\n`);
        onError(error, req);
        if (!res.headersSent) sendResponse(res, 500, 'Something went wrong on our side\n');
        else res.destroy();
      });
  };
}

/** Milliseconds for the headers of a request, or for its first byte. */
const HEADERS_TIMEOUT_MS = 10_000;
const CHECK_INTERVAL_MS = 1_000;
/** Connections that wait for a request; beyond it the one that waits longest is closed. */
const MAX_WAITING = 1_000;
/** Milliseconds that answers under way may take once the server closes. */
const CLOSE_TIMEOUT_MS = 1_000;

interface Listening {
  readonly port: number;
  /** Lets answers under way finish, a second at most, then closes every connection. */
  close(): Promise<void>;
}

/** Listens until closed. Whoever sends nothing, or half of something, is cut off after seconds. */
export async function listen(
  listener: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: 2 * HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
    },
    listener,
  );
  boundWaiting(server);
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function boundWaiting(server: Server): void {
  const waiting = new Set<Socket>();
  const wait = (socket: Socket): void => {
    if (socket.destroyed) return;
    waiting.add(socket);
    const [longest] = waiting;
    if (waiting.size > MAX_WAITING) longest?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => waiting.delete(socket));
    wait(socket);
  });
  server.on('request', ({ socket }, res) => {
    waiting.delete(socket);
    res.once('close', () => wait(socket));
  });
}

/** Of a request that Node itself cannot read, or that took too long. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code ?? ''] ?? 400;
  const headers = [...everyAnswer, ['connection', 'close']].map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n`, () => socket.destroy());
}
