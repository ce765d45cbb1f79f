import { AppError } from '../core/errors.ts';
import type { TeamStore, Vault } from '../ports/stores.ts';

export const botTokenField = 'slack.botToken';

/** The bot token of a team: the one from the environment, or the team's own from its installation. */
export interface Installations {
  botToken(teamId: string): Promise<string>;
}

export const oneTeam = (token: string): Installations => ({ botToken: async () => token });

export const manyTeams = (teams: TeamStore, vault: Vault): Installations => ({
  async botToken(teamId) {
    const sealed = (await teams.get(teamId))?.secrets[botTokenField];
    if (sealed) return vault.open(teamId, botTokenField, sealed);
    throw new AppError('not_configured', 'This Slack workspace has not installed the app.', {
      hint: 'Ask whoever runs the app for its install link.',
    });
  },
});
