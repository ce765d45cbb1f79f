import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';

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
        onError(error, req);
        if (!res.headersSent) sendResponse(res, 500, 'Something went wrong on our side\n');
        else res.destroy();
      });
  };
}

/** Listens until closed; closing lets answers under way finish. */
export async function listen(
  listener: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
