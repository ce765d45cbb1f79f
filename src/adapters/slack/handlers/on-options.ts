import type { App } from '@slack/bolt';
import { showHidden } from '../../../lib/text.ts';
import { truncate } from '../../../ui/block-kit.ts';
import { replyTargetOf, type SlackDeps } from './slack-deps.ts';

/** Suggestions while somebody types in a select; nothing for people without a role. */
export function onOptions(app: App, deps: SlackDeps): void {
  const { access } = deps.services;
  app.options(/.*/, async ({ ack, body }) => {
    const { action_id: actionId, value } = body as { action_id: string; value: string };
    const { teamId, userId } = replyTargetOf(body);
    try {
      const { roles } = access.cachedActor(teamId, userId) ?? (await access.actor(teamId, userId));
      const options =
        roles.size > 0 ? await deps.suggestions.find(teamId, actionId.replace(/^options\./, ''), value ?? '') : [];
      await ack({
        options: options.map((each) => ({
          text: { type: 'plain_text', text: truncate(showHidden(each), 75) },
          value: each,
        })),
      });
    } catch (error) {
      deps.reference(error);
      await ack({ options: [] });
    }
  });
}
