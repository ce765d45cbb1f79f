import { Refusal } from '../slack-refusal.ts';
import type { Methods } from './method.ts';

export const app: Methods = {
  'auth.test': {
    tier: 'special',
    run: ({ team }) => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      team_id: team.id,
      user: 'litemail',
      user_id: team.botUser,
      bot_id: team.botId,
      is_enterprise_install: false,
    }),
  },
  'auth.revoke': {
    tier: 'tier3',
    async run({ slack, team }) {
      team.token = undefined;
      await slack.state.saveTeam(team);
      return { revoked: true };
    },
  },
  'api.test': { tier: 'special', run: ({ args }) => ({ args: args.all() }) },
  'bots.info': {
    scope: 'users:read',
    tier: 'tier3',
    run({ team, args }) {
      if ((args.text('bot') ?? team.botId) !== team.botId) throw new Refusal('bot_not_found');
      return { bot: { id: team.botId, deleted: false, name: 'litemail', user_id: team.botUser } };
    },
  },
};
