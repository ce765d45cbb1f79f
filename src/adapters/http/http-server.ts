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
import { BodyRefused, refuseBody } from './read-body.ts';

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

export interface Listening {
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
