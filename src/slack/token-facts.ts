import { WebClient } from '@slack/web-api';
import { AppError } from '../core/errors.ts';
import { retryAfter, slackCode } from './slack-errors.ts';
import { clientOptions, type Place } from './web-clients.ts';

export interface TokenFacts {
  readonly teamId: string;
  readonly team: string;
  /** As Slack granted them; undefined when it did not say. */
  readonly scopes: readonly string[] | undefined;
}

/** Whose a bot token is and what it may do. Throws AppError. */
export const tokenFacts = (place: Place, token: string): Promise<TokenFacts> =>
  asked(place, 'the bot token', async () => {
    const { team_id, team, response_metadata } = await new WebClient(token, clientOptions(place, 1)).auth.test();
    return { teamId: team_id ?? '', team: team ?? '', scopes: response_metadata?.scopes };
  });

/** Whether Socket Mode can be opened with SLACK_APP_TOKEN; the URL that Slack gives is left to expire. Throws AppError. */
export const opensSocket = (place: Place, appToken: string): Promise<void> =>
  asked(place, 'SLACK_APP_TOKEN', async () => {
    await new WebClient(appToken, clientOptions(place, 1)).apps.connections.open({});
  });

async function asked<T>({ slackApiUrl }: Place, what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = retryAfter(error) === undefined ? slackCode(error) : 'ratelimited';
    if (code)
      throw new AppError('upstream_rejected', `Slack does not take ${what} (\`${code}\`).`, {
        hint:
          code === 'ratelimited'
            ? 'Try again in a minute.'
            : 'Copy it again from the pages of the app at api.slack.com/apps.',
      });
    throw new AppError('upstream_unavailable', `Slack cannot be reached at ${slackApiUrl}.`, {
      hint: 'Check SLACK_API_URL and the network.',
    });
  }
}
