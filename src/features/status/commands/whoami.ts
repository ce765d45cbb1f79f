import { roles } from '../../../domain/actor.ts';
import { command } from '../../context.ts';

const what = {
  viewer: 'look at everything',
  operator: 'ask for changes and confirm your own',
  approver: 'decide on what others ask for',
  admin: 'set the app up',
} as const;

export const whoami = command.read({
  name: 'whoami',
  summary: 'Show your roles and what they let you do',
  role: null,
  args: {},
  async run({ actor }) {
    const mine = roles.filter((role) => actor.roles.has(role));
    if (mine.length === 0)
      return {
        text: `You are <@${actor.userId}> and have no role here, so this app can do nothing for you. An admin of this app gives roles in \`/litemail setup\`; guests and people of other organisations get none.`,
      };
    return {
      text: `You are <@${actor.userId}>.\n${mine.map((role) => `• *${role}*: you may ${what[role]}`).join('\n')}`,
    };
  },
});
