import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acmePolicyFile } from './seed-app.ts';
import { sandboxCredentials } from './seed-ids.ts';
import { clientId, clientSecret, seededTeams, signingSecret } from './slack/seed-slack.ts';

export type Environment = Readonly<Record<string, string>>;

/** The sandbox's own encryption key, made once, so that sealed secrets can be opened after a restart. */
function encryptionKeys(dataDir: string): string {
  const file = join(dataDir, 'encryption-keys');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const made = `sandbox:${randomBytes(32).toString('base64')}`;
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}

/** Where the stand-ins are. */
interface Place {
  readonly url: string;
  readonly dnsServer: string;
}

const common = ({ url, dnsServer }: Place, dataDir: string): Environment => ({
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_API_URL: `${url}/sandbox/slack/api/`,
  LITEMAIL_API_URL: `${url}/sandbox/litemail`,
  CLOUDFLARE_API_URL: `${url}/sandbox/cloudflare/client/v4`,
  DNS_SERVERS: dnsServer,
  ENCRYPTION_KEYS: encryptionKeys(dataDir),
  HOST: '127.0.0.1',
});

/** For the app inside: many teams, each with its keys in the store. */
export const insideEnvironment = (place: Place, dataDir: string): Environment => ({
  ...common(place, dataDir),
  SLACK_CLIENT_ID: clientId,
  SLACK_CLIENT_SECRET: clientSecret,
  SLACK_STATE_SECRET: 'sandbox-state-secret',
  DATA_DIR: join(dataDir, 'app'),
  PUBLIC_URL: place.url,
  PORT: '0',
  LOG_LEVEL: 'warn',
});

/** For `npm start` beside the stand-ins: one team over HTTP. Writes the policy file it names. */
export function apartEnvironment(place: Place, dataDir: string, appUrl: string): Environment {
  const policy = resolve(dataDir, 'policy.yaml');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(policy, acmePolicyFile);
  const { liteMailKey, cloudflareToken } = sandboxCredentials.acme;
  return {
    ...common(place, dataDir),
    SLACK_BOT_TOKEN: seededTeams()[0]?.token ?? '',
    LITEMAIL_API_KEY: liteMailKey,
    CLOUDFLARE_API_TOKEN: cloudflareToken,
    POLICY_FILE: policy,
    DATA_DIR: resolve(dataDir, 'app'),
    PUBLIC_URL: appUrl,
    PORT: new URL(appUrl).port || '80',
  };
}
