import type { WireEntry } from '../data/page-shapes.ts';

const places: Readonly<Record<string, string>> = {
  app: '',
  slack: '/sandbox/slack',
  litemail: '/sandbox/litemail',
  cloudflare: '/sandbox/cloudflare/client/v4',
};
const keys: Readonly<Record<string, string>> = {
  app: '$TOKEN',
  slack: '$SLACK_BOT_TOKEN',
  litemail: '$LITEMAIL_API_KEY',
  cloudflare: '$CLOUDFLARE_API_TOKEN',
};
const hidden = '•••';

const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** In double quotes, so that the shell fills the variable in. */
const double = (text: string): string => `"${text.replace(/["\\`]/g, '\\$&')}"`;

function header({ api }: WireEntry, name: string, value: string): string {
  const text = `${name}: ${value.replaceAll(hidden, keys[api] ?? '$TOKEN')}`;
  return `-H ${value.includes(hidden) ? double(text) : single(text)}`;
}

function body({ requestHeaders = {}, requestBody }: WireEntry): string[] {
  if (requestBody === undefined || requestBody === '') return [];
  const isForm = (requestHeaders['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (!isForm) return [`--data ${single(typeof requestBody === 'string' ? requestBody : JSON.stringify(requestBody))}`];
  return Object.entries(requestBody as Record<string, unknown>).map(
    ([name, value]) =>
      `--data-urlencode ${single(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`,
  );
}

const left = new Set(['user-agent', 'accept']);

/** The request as a shell command against this sandbox; credentials are variables. */
export function curlOf(entry: WireEntry, origin: string): string {
  const { api, method, path, requestHeaders = {} } = entry;
  const signed = Object.keys(requestHeaders).some((name) => name.endsWith('-signature'));
  const parts = [
    `curl -X ${method} ${single(`${origin}${places[api] ?? ''}${path}`)}`,
    ...Object.entries(requestHeaders)
      .filter(([name]) => !left.has(name))
      .map(([name, value]) => header(entry, name, value)),
    ...body(entry),
  ];
  const note = signed
    ? '# The signature is only valid for exactly these bytes and for a few minutes; otherwise the app refuses the request.\n'
    : '';
  return `${note}${parts.join(' \\\n  ')}`;
}
