import { WebClient } from '@slack/web-api';
import { AppError } from '../../../lib/errors.ts';
import { retryAfter, slackCode } from './slack-errors.ts';
import { clientOptions, type SlackApi } from './web-clients.ts';

export interface TokenInfo {
  readonly teamId: string;
  readonly team: string;
  /** As Slack granted them; undefined when it did not say. */
  readonly scopes: readonly string[] | undefined;
}

/** The team and scopes of a bot token. Throws AppError. */
export const inspectToken = (slackApi: SlackApi, token: string): Promise<TokenInfo> =>
  callSlack(slackApi, 'the bot token', async () => {
    const { team_id, team, response_metadata } = await new WebClient(token, clientOptions(slackApi, 1)).auth.test();
    return { teamId: team_id ?? '', team: team ?? '', scopes: response_metadata?.scopes };
  });

/** Checks that SLACK_APP_TOKEN can open Socket Mode; the URL that Slack returns is not used. Throws AppError. */
export const checkSocketMode = (slackApi: SlackApi, appToken: string): Promise<void> =>
  callSlack(slackApi, 'SLACK_APP_TOKEN', async () => {
    await new WebClient(appToken, clientOptions(slackApi, 1)).apps.connections.open({});
  });

async function callSlack<T>({ slackApiUrl }: SlackApi, what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = retryAfter(error) === undefined ? slackCode(error) : 'ratelimited';
    if (code)
      throw new AppError('upstream_rejected', `Slack does not accept ${what} (\`${code}\`).`, {
        hint:
          code === 'ratelimited'
            ? 'Try again in a minute.'
            : 'Copy it again from the app’s page at api.slack.com/apps.',
      });
    throw new AppError('upstream_unavailable', `Slack cannot be reached at ${slackApiUrl}.`, {
      hint: 'Check SLACK_API_URL and the network.',
    });
  }
}
