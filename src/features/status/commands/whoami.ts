import { roles } from '../../../domain/actor.ts';
import { typed } from '../../../lib/text.ts';
import { command } from '../../product-context.ts';

const what = {
  viewer: 'view everything',
  operator: 'request changes and confirm your own',
  approver: 'approve or deny what others request',
  admin: 'set up the app',
} as const;

export const whoami = command.read({
  name: 'whoami',
  summary: 'Show your roles and what you can do with them',
  role: null,
  args: {},
  async run({ actor }) {
    const mine = roles.filter((role) => actor.roles.has(role));
    if (mine.length === 0)
      return {
        text: `You are <@${actor.userId}> and have no role here, so you cannot use this app. An admin of this app assigns roles in ${typed('setup')}; guests and people from other organisations cannot have one.`,
      };
    return {
      text: `You are <@${actor.userId}>.\n${mine.map((role) => `• *${role}*: you can ${what[role]}`).join('\n')}`,
    };
  },
});
