import { createCloudflare } from '../adapters/cloudflare/cloudflare-client.ts';
import { createLimiter } from '../adapters/http/limiter.ts';
import { createInMemoryQuotas } from '../adapters/in-memory/in-memory-coordination.ts';
import { createLiteMail, litemailQuotas } from '../adapters/litemail/litemail-client.ts';
import { boltLogger } from '../adapters/slack/web-api/web-clients.ts';
import { createVault } from '../adapters/stores/vault.ts';
import type { Config } from '../config/config.ts';
import type { AppError } from '../lib/errors.ts';
import { commandPrefix } from '../lib/text.ts';
import type { Clock } from '../ports/clock.ts';
import type { Check, Finding } from './check.ts';
import { checkCloudflare } from './check-cloudflare.ts';
import { checkLiteMail } from './check-litemail.ts';
import { checkAppToken, checkBotToken } from './check-slack.ts';
import { failedCheck } from './failed-check.ts';
import { readStoredTeams, type TeamKeys } from './team-keys.ts';

/** Milliseconds that one answer may take. */
const timeout = 15_000;
const silent = () => {};

export interface DoctorOptions {
  /** Also what may leave something behind: purchase links and the search for domains. */
  readonly all: boolean;
  readonly clock: Clock;
}

/** Looks at everything that a configuration names. Changes nothing anywhere. */
export async function runDoctor(config: Config, { all, clock }: DoctorOptions): Promise<Check[]> {
  const { slack, litemail, cloudflare } = config;
  const slackApi = {
    slackApiUrl: slack.apiUrl,
    logger: boltLogger({ debug: silent, info: silent, warn: silent, error: silent }),
  };
  const stored = await readStoredTeams(config, createVault(config.encryptionKeys));

  async function liteMailOf(key: string | undefined): Promise<Finding[]> {
    if (!key) return 'problem' in stored ? [unreadableFinding('API key', stored.problem)] : [noKey];
    const limiter = createLimiter({
      api: 'LiteMail',
      credential: key,
      limits: litemailQuotas,
      quotas: createInMemoryQuotas(clock),
      clock,
    });
    const { url: apiUrl, routes } = litemail;
    const api = createLiteMail({
      apiUrl,
      apiKey: key,
      routes,
      clock,
      limiter,
      timeout,
      lane: 'background',
      strict: true,
    });
    return checkLiteMail(api, { all, clock });
  }
  async function cloudflareOf(credential: TeamKeys['cloudflare']): Promise<Finding[]> {
    if (!credential) return 'problem' in stored ? [unreadableFinding('credential', stored.problem)] : [noCredential];
    return checkCloudflare(
      createCloudflare({ apiUrl: cloudflare.url, credential, clock, timeout, strict: true }),
      credential,
      clock,
    );
  }
  async function team(keys: Omit<TeamKeys, 'teamId'>, label?: string): Promise<Check[]> {
    const of = (area: Check['area'], findings: readonly Finding[]): Check[] =>
      findings.map((finding) => ({ area, ...(label && { team: label }), ...finding }));
    return [
      ...of('LiteMail', await liteMailOf(keys.liteMail)),
      ...of('Cloudflare', await cloudflareOf(keys.cloudflare)),
    ];
  }

  if (slack.mode !== 'oauth') {
    const { team: whose, findings } = await checkBotToken(slackApi, slack.botToken);
    const socket = slack.mode === 'socket' ? [await checkAppToken(slackApi, slack.appToken)] : [];
    const own = 'teams' in stored ? stored.teams.find(({ teamId }) => teamId === whose?.teamId) : undefined;
    const fromEnvironment = {
      ...(litemail.apiKey && { liteMail: litemail.apiKey }),
      ...(cloudflare.credential && { cloudflare: cloudflare.credential }),
    };
    const checks = [...findings, ...socket].map((finding): Check => ({ area: 'Slack', ...finding }));
    return [...checks, ...(await team({ ...fromEnvironment, ...own }))];
  }
  if ('problem' in stored) return [{ area: 'Slack', ...unreadableFinding('installations', stored.problem) }];
  if (stored.teams.length === 0) return [{ area: 'Slack', ...noInstallations }];
  const checks: Check[] = [];
  for (const keys of stored.teams) {
    const label = keys.teamId;
    const { findings } = keys.botToken ? await checkBotToken(slackApi, keys.botToken) : { findings: [appRemoved] };
    checks.push(...findings.map((finding): Check => ({ area: 'Slack', team: label, ...finding })));
    checks.push(...(await team(keys, label)));
  }
  return checks;
}

const unreadableFinding = (what: string, problem: AppError): Finding =>
  failedCheck(what, problem, 'Stop the app, then run this again: keys that were entered in Slack are stored there.');

const noKey: Finding = {
  state: 'wrong',
  what: 'API key',
  found: 'There is none.',
  next: `Set LITEMAIL_API_KEY, or enter the key in ${commandPrefix} setup.`,
};
const noCredential: Finding = {
  state: 'noted',
  what: 'credential',
  found: 'There is none: DNS commands only work for domains whose DNS is at LiteMail.',
};
const noInstallations: Finding = {
  state: 'unchecked',
  what: 'installations',
  found: 'No team has installed the app yet.',
};
const appRemoved: Finding = { state: 'noted', what: 'auth.test', found: 'The team has removed the app.' };
