import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { Sandbox } from '../../sandbox/sandbox-server.ts';
import { signingSecret } from '../../sandbox/slack/seed-slack.ts';

/** A real Bolt app inside the sandbox, to prove that what we send is what Slack sends. */
export async function mountBolt(sandbox: Sandbox, listen: (app: App) => void): Promise<App> {
  const receiver = new HTTPReceiver({
    signingSecret,
    logLevel: LogLevel.ERROR,
    unhandledRequestHandler: ({ response }) => {
      response.writeHead(404).end();
    },
  });
  const teams = new Map(sandbox.slack.slack.state.teams().map((team) => [team.id, team]));
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${sandbox.url}/sandbox/slack/api/`, retryConfig: { retries: 0 } },
    authorize: async ({ teamId }) => {
      const team = teams.get(teamId ?? '');
      if (!team?.token) throw new Error(`no installation for ${teamId}`);
      return { botToken: team.token, botId: team.botId, botUserId: team.botUser, teamId: team.id };
    },
  });
  listen(app);
  sandbox.mount(receiver.requestListener);
  return app;
}
