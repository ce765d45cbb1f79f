import { optionalScopes, requiredScopes } from '../adapters/slack/scopes.ts';
import { checkSocketMode, inspectToken, type TokenInfo } from '../adapters/slack/web-api/token-facts.ts';
import type { SlackApi } from '../adapters/slack/web-api/web-clients.ts';
import { AppError } from '../lib/errors.ts';
import type { Finding } from './check.ts';
import { failedCheck } from './failed-check.ts';

const plain = (reason: string): string => reason.replaceAll('`', '');
const reinstall = 'Add it under OAuth & Permissions at api.slack.com/apps, then install the app again.';

/** The granted scopes against those of the manifest. */
function scopeFindings({ scopes }: TokenInfo): Finding[] {
  const granted = new Set(scopes ?? []);
  if (scopes === undefined)
    return [{ state: 'unchecked', what: 'scopes', found: 'Slack did not say which scopes the token has.' }];
  const missing = requiredScopes.filter(({ scope }) => !granted.has(scope));
  const without = optionalScopes.filter(({ scope }) => !granted.has(scope));
  return [
    ...missing.map(({ scope, reason }): Finding => {
      return {
        state: 'wrong',
        what: `scope ${scope}`,
        found: `It is missing. Needed for: ${plain(reason)}.`,
        next: reinstall,
      };
    }),
    ...(missing.length === 0
      ? [{ state: 'ok', what: 'scopes', found: `all ${requiredScopes.length} in the manifest` } as const]
      : []),
    ...without.map(({ scope, reason }): Finding => {
      return { state: 'noted', what: `scope ${scope}`, found: `Not granted (optional). Used for: ${plain(reason)}.` };
    }),
  ];
}

/** A bot token: that Slack takes it, whose it is, and its scopes. The team is undefined when Slack did not take it. */
export async function checkBotToken(
  slackApi: SlackApi,
  token: string,
): Promise<{ team: TokenInfo | undefined; findings: Finding[] }> {
  try {
    const team = await inspectToken(slackApi, token);
    const test: Finding = { state: 'ok', what: 'auth.test', found: `${team.team} (${team.teamId})` };
    return { team, findings: [test, ...scopeFindings(team)] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { team: undefined, findings: [failedCheck('auth.test', error)] };
  }
}

export async function checkAppToken(slackApi: SlackApi, appToken: string): Promise<Finding> {
  try {
    await checkSocketMode(slackApi, appToken);
    return { state: 'ok', what: 'apps.connections.open', found: 'Socket Mode can connect' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failedCheck('apps.connections.open', error);
  }
}
