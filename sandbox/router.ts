import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request as a stand-in sees it. */
export interface Call {
  readonly method: string;
  /** Below the stand-in's prefix, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  /** JSON, or the fields of a form; undefined when there is none or it does not parse. */
  readonly body: unknown;
}

/** `body` is sent as JSON, `text` as it is. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
}

export interface Router<Handler> {
  /** `path` like `/zones/:zone/dns_records`; a last `*` takes any rest. Literal segments win over parameters. */
  on(method: string, path: string, handler: Handler): void;
  find(method: string, path: string): { handler: Handler; params: Record<string, string>; pattern: string } | undefined;
}

const decode = (segment: string) => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

function matched(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const open = pattern.at(-1) === '*';
  if (open ? segments.length < pattern.length - 1 : segments.length !== pattern.length) return;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part === '*') break;
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(segment);
    else if (part !== segment) return;
  }
  return params;
}

const weight = (pattern: string[]) => pattern.map((part) => (part === '*' ? 2 : part.startsWith(':') ? 1 : 0)).join('');

/** Method `*` answers any method. */
export function createRouter<Handler>(): Router<Handler> {
  const routes: { method: string; pattern: string; parts: string[]; handler: Handler }[] = [];
  const split = (path: string) => path.split('/').filter((part) => part !== '');
  return {
    on(method, pattern, handler) {
      routes.push({ method, pattern, parts: split(pattern), handler });
      routes.sort((a, b) => (weight(a.parts) < weight(b.parts) ? -1 : weight(a.parts) > weight(b.parts) ? 1 : 0));
    },
    find(method, path) {
      const segments = split(path);
      for (const route of routes) {
        if (route.method !== method && route.method !== '*') continue;
        const params = matched(route.parts, segments);
        if (params) return { handler: route.handler, params, pattern: route.pattern };
      }
      return;
    },
  };
}

function parse(type: string, raw: Buffer): unknown {
  if (raw.length === 0) return;
  if (type.includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(raw.toString()));
  if (type.includes('multipart/')) return;
  try {
    return JSON.parse(raw.toString());
  } catch {
    return;
  }
}

/** Reads the whole request; `path` is what follows the stand-in's prefix, query included. */
export async function receive(request: IncomingMessage, path: string): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const url = new URL(path, 'http://stand-in');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    params: {},
    query: url.searchParams,
    headers: request.headers,
    raw,
    body: parse(request.headers['content-type'] ?? '', raw),
  };
}

/** What is sent as the body of an answer. */
export const payload = ({ body, text }: Answer): string => text ?? (body === undefined ? '' : JSON.stringify(body));

/** The headers that an answer is sent with. */
export const headersOf = ({ text, headers }: Answer): Record<string, string> => ({
  'content-type': text === undefined ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
  ...headers,
});

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer));
  response.end(payload(answer));
}
