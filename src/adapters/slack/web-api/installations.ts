import { AppError } from '../../../lib/errors.ts';
import type { TeamStore, Vault } from '../../../ports/stores.ts';

export const botTokenField = 'slack.botToken';

/** The bot token of a team: the one from the environment, or the team's own from its installation. */
export interface Installations {
  botToken(teamId: string): Promise<string>;
}

/**
 * One token for one team. `teamOf` asks Slack which team; until that succeeds no team is refused. Other teams can have
 * the same app installed, and in an Enterprise organisation even the same people.
 */
export function oneTeam(token: string, teamOf: (token: string) => Promise<string | undefined>): Installations {
  let own: Promise<string | undefined> | undefined;
  return {
    async botToken(teamId) {
      own ??= teamOf(token).catch(() => {
        own = undefined;
        return undefined;
      });
      const team = await own;
      if (team === undefined || team === teamId) return token;
      throw new AppError('not_configured', 'This app is set up for another Slack workspace.', {
        hint: 'Ask whoever runs it to set it up for yours.',
      });
    },
  };
}

export const manyTeams = (teams: TeamStore, vault: Vault): Installations => ({
  async botToken(teamId) {
    const sealed = (await teams.get(teamId))?.secrets[botTokenField];
    if (sealed) return vault.open(teamId, botTokenField, sealed);
    throw new AppError('not_configured', 'This Slack workspace has not installed the app.', {
      hint: 'Ask whoever runs the app to install it in your workspace.',
    });
  },
});
