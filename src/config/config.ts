import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Policy } from '../engine/approvals/policy/policy.ts';
import type { Registry } from '../engine/commands/names.ts';
import type { CloudflareCredential } from '../ports/apis.ts';
import type { OperationRoutes } from '../ports/operation.ts';
import { type Environment, readSettings, type Settings, type VariableName } from './variables.ts';

interface OneTeamOverHttp {
  readonly mode: 'http';
  readonly signingSecret: string;
  readonly botToken: string;
}
interface OneTeamOverSocket {
  readonly mode: 'socket';
  readonly appToken: string;
  readonly botToken: string;
}
interface ManyTeams {
  readonly mode: 'oauth';
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
}

export interface Config {
  readonly slack: (OneTeamOverHttp | OneTeamOverSocket | ManyTeams) & {
    /** Ends with a slash. */
    readonly apiUrl: string;
  };
  readonly litemail: {
    readonly url: string;
    readonly apiKey?: string;
    readonly routes: OperationRoutes;
    readonly signatureHeader: string;
  };
  readonly cloudflare: { readonly url: string; readonly credential?: CloudflareCredential };
  readonly encryptionKeys: string;
  readonly store: { readonly kind: 'embedded'; readonly dataDir: string };
  /** From POLICY_FILE; empty without one. */
  readonly deploymentPolicy: Policy;
  /** Empty: the system's. */
  readonly dnsServers: readonly string[];
  readonly publicUrl?: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: Settings['LOG_LEVEL'];
  readonly metricsToken?: string;
}

/** The process's environment over that of `.env`, when there is one in `directory`. */
export function readEnvironment(directory = '.'): Environment {
  try {
    return { ...parseEnv(readFileSync(join(directory, '.env'), 'utf8')), ...process.env };
  } catch {
    return process.env;
  }
}

const forOneTeam = 'for one team';
const forManyTeams = 'for many teams';
const forbiddenWithOAuth = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'LITEMAIL_API_KEY',
  'CLOUDFLARE_API_TOKEN',
  'CLOUDFLARE_ACCOUNT_ID',
  'CLOUDFLARE_API_KEY',
  'CLOUDFLARE_EMAIL',
] as const satisfies readonly VariableName[];

const isMany = (s: Settings) => Boolean(s.SLACK_CLIENT_ID || s.SLACK_CLIENT_SECRET || s.SLACK_STATE_SECRET);

/** Missing and forbidden variables of each mode. */
function modeProblems(env: Environment, settings: Settings): string[] {
  const isSet = (name: VariableName) => Boolean(env[name]?.trim());
  const missing = (names: readonly VariableName[], why: string) =>
    names.filter((name) => !isSet(name)).map((name) => `${name} is missing (${why})`);
  const keys = missing(['ENCRYPTION_KEYS'], 'secrets are stored encrypted');
  if (isMany(settings))
    return [
      ...missing(
        ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_SIGNING_SECRET'],
        forManyTeams,
      ),
      ...keys,
      ...forbiddenWithOAuth
        .filter(isSet)
        .map((name) => `${name} cannot be used with SLACK_CLIENT_ID: with many teams, each enters its own in Slack`),
    ];
  if (isSet('SLACK_APP_TOKEN')) return [...missing(['SLACK_BOT_TOKEN'], `${forOneTeam} in Socket Mode`), ...keys];
  const instead = isSet('SLACK_SIGNING_SECRET') ? '' : ', or SLACK_APP_TOKEN for Socket Mode';
  return [
    ...missing(['SLACK_SIGNING_SECRET'], `${forOneTeam} over HTTP${instead}`),
    ...missing(['SLACK_BOT_TOKEN'], forOneTeam),
    ...keys,
  ];
}

function cloudflareProblems(s: Settings): string[] {
  if (s.CLOUDFLARE_API_KEY && !s.CLOUDFLARE_EMAIL) return ['CLOUDFLARE_EMAIL is missing (the Global API key needs it)'];
  if (s.CLOUDFLARE_EMAIL && !s.CLOUDFLARE_API_KEY)
    return ['CLOUDFLARE_API_KEY is missing (CLOUDFLARE_EMAIL goes with it)'];
  return s.CLOUDFLARE_API_KEY && s.CLOUDFLARE_API_TOKEN
    ? ['CLOUDFLARE_API_KEY: remove it, since CLOUDFLARE_API_TOKEN is set']
    : [];
}

const MAX_FILE_BYTES = 1024 * 1024;

/** A file named by a variable, read by `parse`; heavy parsers are only loaded when there is a file. */
async function fromFile<T>(
  name: VariableName,
  path: string | undefined,
  empty: T,
  parse: (text: string) => Promise<{ value: T } | { problems: string[] }>,
): Promise<{ value: T; problems: string[] }> {
  if (!path) return { value: empty, problems: [] };
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) return { value: empty, problems: [`${name}: the file ${path} is larger than 1 MiB`] };
    text = readFileSync(path, 'utf8');
  } catch {
    return { value: empty, problems: [`${name}: the file ${path} cannot be read`] };
  }
  const result = await parse(text);
  if ('value' in result) return { value: result.value, problems: [] };
  return { value: empty, problems: result.problems.map((problem) => `${name}: ${problem.replace(`${name}: `, '')}`) };
}

/** What the files that variables name are checked against; loaded only when there is such a file. */
export interface ConfigSources {
  /** Every command there is. */
  commands(): Promise<Registry>;
  /** Throws an Error with one line per problem. */
  parseRoutes(text: string): Promise<OperationRoutes>;
}

const readPolicy = (path: string | undefined, manyTeams: boolean, { commands }: ConfigSources) =>
  fromFile<Policy>('POLICY_FILE', path, Policy.parse({}), async (text) => {
    const { parsePolicy } = await import('./policy-file.ts');
    const result = parsePolicy(text, { commands: await commands(), manyTeams });
    return 'policy' in result ? { value: result.policy } : result;
  });

const readRoutes = (path: string | undefined, { parseRoutes }: ConfigSources) =>
  fromFile<OperationRoutes>('LITEMAIL_ROUTES', path, {}, async (text) => {
    try {
      return { value: await parseRoutes(text) };
    } catch (error) {
      return { problems: (error instanceof Error ? error.message : String(error)).split('\n') };
    }
  });

function slackOf(s: Settings): Config['slack'] {
  const apiUrl = s.SLACK_API_URL;
  const { SLACK_SIGNING_SECRET: signingSecret = '', SLACK_BOT_TOKEN: botToken = '', SLACK_APP_TOKEN: appToken } = s;
  if (isMany(s)) {
    const {
      SLACK_CLIENT_ID: clientId = '',
      SLACK_CLIENT_SECRET: clientSecret = '',
      SLACK_STATE_SECRET: stateSecret = '',
    } = s;
    return { mode: 'oauth', signingSecret, clientId, clientSecret, stateSecret, apiUrl };
  }
  return appToken ? { mode: 'socket', appToken, botToken, apiUrl } : { mode: 'http', signingSecret, botToken, apiUrl };
}

function credentialOf(s: Settings): CloudflareCredential | undefined {
  const {
    CLOUDFLARE_API_TOKEN: token,
    CLOUDFLARE_ACCOUNT_ID: accountId,
    CLOUDFLARE_API_KEY: key,
    CLOUDFLARE_EMAIL: email,
  } = s;
  if (token) return { token, ...(accountId && { accountId }) };
  return key && email ? { key, email } : undefined;
}

/** The environment as the app uses it, or one line per problem, each beginning with the variable. */
export async function readConfig(
  env: Environment,
  sources: ConfigSources,
): Promise<Config | { readonly problems: readonly string[] }> {
  const { settings: s, problems } = readSettings(env);
  const policy = await readPolicy(s.POLICY_FILE, isMany(s), sources);
  const routes = await readRoutes(s.LITEMAIL_ROUTES, sources);
  const all = [...modeProblems(env, s), ...problems, ...cloudflareProblems(s), ...policy.problems, ...routes.problems];
  if (all.length > 0) return { problems: all };
  const credential = credentialOf(s);
  return {
    slack: slackOf(s),
    litemail: {
      url: s.LITEMAIL_API_URL,
      routes: routes.value,
      signatureHeader: s.LITEMAIL_SIGNATURE_HEADER,
      ...(s.LITEMAIL_API_KEY && { apiKey: s.LITEMAIL_API_KEY }),
    },
    cloudflare: { url: s.CLOUDFLARE_API_URL, ...(credential && { credential }) },
    encryptionKeys: s.ENCRYPTION_KEYS ?? '',
    store: { kind: 'embedded', dataDir: s.DATA_DIR },
    deploymentPolicy: policy.value,
    dnsServers: s.DNS_SERVERS ?? [],
    ...(s.PUBLIC_URL && { publicUrl: s.PUBLIC_URL }),
    host: s.HOST,
    port: s.PORT,
    logLevel: s.LOG_LEVEL,
    ...(s.METRICS_TOKEN && { metricsToken: s.METRICS_TOKEN }),
  };
}
