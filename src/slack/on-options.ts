import type { App } from '@slack/bolt';
import { truncate } from '../views/block-kit.ts';
import { askerOf } from './asker.ts';
import type { Desk } from './desk.ts';

/** Suggestions while somebody types in a select; nothing for people without a role. */
export function onOptions(app: App, desk: Desk): void {
  const { access } = desk.services;
  app.options(/.*/, async ({ ack, body }) => {
    const { action_id: actionId, value } = body as { action_id: string; value: string };
    const { teamId, userId } = askerOf(body);
    try {
      const { roles } = access.remembered(teamId, userId) ?? (await access.actor(teamId, userId));
      const found =
        roles.size > 0 ? await desk.suggestions.find(teamId, actionId.replace(/^options\./, ''), value ?? '') : [];
      await ack({
        options: found.map((each) => ({ text: { type: 'plain_text', text: truncate(each, 75) }, value: each })),
      });
    } catch (error) {
      desk.reference(error);
      await ack({ options: [] });
    }
  });
}
