import type { App } from '@slack/bolt';
import { assertMayUse } from '../../../engine/features/surfaces.ts';
import { AppError } from '../../../lib/errors.ts';
import { showHidden } from '../../../lib/text.ts';
import { truncate } from '../../../ui/block-kit.ts';
import { replyTargetOf, type SlackDeps } from './slack-deps.ts';

/** Suggestions while somebody types in a select; nothing for people without a role. */
export function onOptions(app: App, deps: SlackDeps): void {
  const { access } = deps.services;
  app.options(/.*/, async ({ ack, body }) => {
    const { action_id: actionId, value } = body as { action_id: string; value: string };
    const { teamId, userId } = replyTargetOf(body);
    const source = actionId.replace(/^options\./, '');
    try {
      const choices = deps.surfaces.choices.get(source);
      const actor = access.cachedActor(teamId, userId) ?? (await access.actor(teamId, userId));
      if (choices) await assertMayUse({ ...deps.services, actor }, choices.for, `options.${source}`);
      const options = choices ? await deps.suggestions.find(teamId, source, value ?? '') : [];
      await ack({
        options: options.map((each) => ({
          text: { type: 'plain_text', text: truncate(showHidden(each), 75) },
          value: each,
        })),
      });
    } catch (error) {
      if (!(error instanceof AppError)) deps.reference(error);
      await ack({ options: [] });
    }
  });
}
