import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

interface Asset {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Its name holds a hash of it, so it never changes. */
  readonly lasts: boolean;
}
export type Assets = ReadonlyMap<string, Asset>;

const place = '/sandbox/playground/';
const source = fileURLToPath(new URL('playground/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** The page only runs and loads what the sandbox itself serves. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const envelope =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231d3557'/%3E%3Cpath d='M7 10h18v13H7zM7 10.5l9 7 9-7' fill='none' stroke='white' stroke-width='2.2' stroke-linejoin='round'/%3E%3C/svg%3E";

const page = (script: string, theme: string, style: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>LiteMail sandbox</title>
<link rel="icon" href="${envelope}">
<link rel="stylesheet" href="${place}${style}">
<script src="${place}${theme}"></script>
<script type="module" src="${place}${script}"></script>
</head>
<body>
<div id="root"></div>
<noscript>This page needs JavaScript. Everything it does can also be done through /sandbox/control.</noscript>
</body>
</html>
`;

async function build(): Promise<Assets> {
  const { build: bundle } = await import('esbuild');
  const { outputFiles } = await bundle({
    absWorkingDir: source,
    entryPoints: { app: 'main.tsx', theme: 'shell/theme.ts', style: 'styles/index.css' },
    bundle: true,
    write: false,
    outdir: source,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const assets = new Map<string, Asset>();
  const named: Record<string, string> = {};
  for (const { path, contents } of outputFiles) {
    const [name = '', extension = ''] = path.slice(source.length).split('.');
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 12);
    named[name] = `${name}-${hash}.${extension}`;
    assets.set(`${place}${named[name]}`, { type: types[extension] ?? '', body: contents, lasts: true });
  }
  const { app = '', theme = '', style = '' } = named;
  return assets.set('/', { type: 'text/html; charset=utf-8', body: page(app, theme, style), lasts: false });
}

let built: Promise<Assets> | undefined;

/** The playground, bundled in memory once per process; a failed bundle is retried. */
export function playground(): Promise<Assets> {
  built ??= build().catch((error: unknown) => {
    built = undefined;
    throw error;
  });
  return built;
}

export const isPlayground = (path: string): boolean => path === '/' || path.startsWith(place);

/** Answers `/` and what the page loads. */
export async function answerPlayground(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  const asset = (await playground()).get(path);
  if (!asset) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found. Reload the page.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': asset.type,
    'cache-control': asset.lasts ? 'public, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}
