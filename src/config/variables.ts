import { isIP } from 'node:net';
import { z } from 'zod';
import { parseEncryptionKeys } from '../lib/encryption-keys.ts';

/** One environment variable: what it may hold, and its line in the README's table. */
interface Variable<S extends z.ZodType> {
  readonly schema: S;
  readonly meaning: string;
  /** As the table shows it; the schema holds the real one. */
  readonly fallback?: string;
}
const variable = <S extends z.ZodType>(schema: S, meaning: string, fallback?: string): Variable<S> => ({
  schema,
  meaning,
  ...(fallback && { fallback }),
});

const text = z.string();
const optional = text.optional();
const startingWith = (prefix: string) => text.startsWith(prefix, `should start with ${prefix}`).optional();

const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
const url = text.refine(
  (value) =>
    URL.canParse(value) &&
    (new URL(value).protocol === 'https:' ||
      (new URL(value).protocol === 'http:' && isLoopback(new URL(value).hostname))),
  'should be a URL with https://, or with http:// on this machine',
);
const withSlash = (value: string) => (value.endsWith('/') ? value : `${value}/`);
const withoutSlash = (value: string) => value.replace(/\/+$/, '');

/** What a function that throws says of a value, as a schema. */
const accepted = (check: (value: string) => void) =>
  text.superRefine((value, ctx) => {
    try {
      check(value);
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

const nameServer = /^(?:\[([0-9a-f:]+)\]|([0-9.]+))(?::(\d{1,5}))?$/i;
const NameServers = text
  .transform((value) => value.split(',').map((server) => server.trim()))
  .refine(
    (servers) =>
      servers.every((server) => {
        const [, six, four, port = '53'] = nameServer.exec(server) ?? [];
        return isIP(six ?? four ?? '') !== 0 && Number(port) > 0 && Number(port) < 65_536;
      }),
    'should be ip:port, several separated by commas',
  );

/** The whole environment of the app, in the order of the README's table. */
export const variables = {
  SLACK_SIGNING_SECRET: variable(
    optional,
    'One team over HTTP, or many teams: verifies that requests come from Slack.',
  ),
  SLACK_BOT_TOKEN: variable(startingWith('xoxb-'), 'One team: the bot token (`xoxb-…`).'),
  SLACK_APP_TOKEN: variable(
    startingWith('xapp-'),
    'One team in Socket Mode, without a public URL: the app-level token (`xapp-…`).',
  ),
  SLACK_CLIENT_ID: variable(
    optional,
    'Many teams, each with keys of its own in the store, as in the sandbox: the app’s client ID.',
  ),
  SLACK_CLIENT_SECRET: variable(optional, 'Many teams: the app’s client secret.'),
  SLACK_STATE_SECRET: variable(optional, 'Many teams: a long random text that signs the OAuth state.'),
  SLACK_API_URL: variable(
    url.default('https://slack.com/api/').transform(withSlash),
    'Slack’s Web API.',
    'https://slack.com/api/',
  ),
  LITEMAIL_API_KEY: variable(optional, 'LiteMail’s API key; can be entered per team in Slack instead.'),
  LITEMAIL_API_URL: variable(
    url.default('https://api.litemail.ai').transform(withoutSlash),
    'LiteMail’s API.',
    'https://api.litemail.ai',
  ),
  LITEMAIL_ROUTES: variable(optional, 'JSON file that overrides method, path, query or body of single operations.'),
  LITEMAIL_SIGNATURE_HEADER: variable(
    text
      .regex(/^[a-z0-9-]+$/i, 'should be the name of an HTTP header')
      .default('x-litemail-signature')
      .transform((name) => name.toLowerCase()),
    'The header in which LiteMail signs its events.',
    'x-litemail-signature',
  ),
  CLOUDFLARE_API_TOKEN: variable(
    optional,
    'Cloudflare’s API token; can be entered per team in Slack instead. A token limited to some zones works.',
  ),
  CLOUDFLARE_ACCOUNT_ID: variable(
    optional,
    'The account, if the token can see several; required for an account-owned token.',
  ),
  CLOUDFLARE_API_KEY: variable(optional, 'The Global API Key, instead of a token; needs `CLOUDFLARE_EMAIL`.'),
  CLOUDFLARE_EMAIL: variable(optional, 'The email address of the Global API Key’s owner.'),
  CLOUDFLARE_API_URL: variable(
    url.default('https://api.cloudflare.com/client/v4').transform(withoutSlash),
    'Cloudflare’s API.',
    'https://api.cloudflare.com/client/v4',
  ),
  ENCRYPTION_KEYS: variable(
    accepted(parseEncryptionKeys).optional(),
    'Required: `id:base64(32 bytes)`, comma-separated; the first encrypts, all decrypt.',
  ),
  DATA_DIR: variable(text.default('./data'), 'Directory of the embedded store.', './data'),
  POLICY_FILE: variable(optional, 'YAML file with channels, roles and rules; teams can only add to it or tighten it.'),
  DNS_SERVERS: variable(
    NameServers.optional(),
    'Resolvers for live DNS checks, `ip:port`, comma-separated.',
    'the system’s',
  ),
  PUBLIC_URL: variable(
    url.transform(withoutSlash).optional(),
    'Where LiteMail reaches this app. Without it, LiteMail’s events cannot arrive.',
  ),
  HOST: variable(text.default('0.0.0.0'), 'Address to listen on.', '0.0.0.0'),
  PORT: variable(
    z.coerce.number('should be a number').int().min(0).max(65_535).default(3000),
    'Port to listen on.',
    '3000',
  ),
  LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    'Lowest level that is logged.',
    'info',
  ),
  METRICS_TOKEN: variable(optional, 'Bearer token for `GET /metrics`; without it the page does not exist.'),
};
export type VariableName = keyof typeof variables;

/** What a later version reads. Ignored in silence, `SPENDING=off` would stop nothing. */
const notBuilt = ['DATABASE_URL', 'AUDIT_SIGNING_KEY', 'SPENDING', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

type Schemas = { [K in VariableName]: (typeof variables)[K]['schema'] };
export type Settings = { [K in VariableName]: z.output<Schemas[K]> };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Each variable against its schema; one that is set to nothing counts as not set. Values are never repeated in a problem. */
export function readSettings(env: Environment): { settings: Settings; problems: string[] } {
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { schema }] of Object.entries(variables)) {
    const result = schema.safeParse(env[name]?.trim() || undefined);
    if (result.success) settings[name] = result.data;
    else
      problems.push(
        `${name}: ${result.error.issues[0]?.message.replace(`${name} cannot be used: `, '') ?? 'is not valid'}`,
      );
  }
  for (const name of notBuilt)
    if (env[name]?.trim()) problems.push(`${name}: this version does not have what it sets; leave it unset`);
  // Safe because what failed is in `problems`, and whoever has problems uses no settings.
  return { settings: settings as Settings, problems };
}
