import type { ModalView } from '@slack/types';
import type { Command } from '../../../engine/commands/define.ts';
import type { CommandContext, Services } from '../../../engine/context.ts';
import type { Surfaces } from '../../../engine/features/surfaces.ts';
import type { PendingReplies } from '../../../engine/jobs/pending-replies.ts';
import type { Dedupe } from '../../../ports/dedupe.ts';
import type { ReplyTarget, Responder } from '../../../ports/responder.ts';
import { slackCode } from '../web-api/slack-errors.ts';
import type { Suggestions } from '../web-api/suggestions.ts';
import type { WebClients } from '../web-api/web-clients.ts';

/** How long Slack may take to deliver a press or a form once more. */
export const REDELIVERY_MS = 600_000;

/** What all Slack handlers need. */
export interface SlackDeps {
  readonly services: Services;
  readonly pendingReplies: PendingReplies;
  readonly dedupe: Dedupe;
  readonly registry: readonly Command[];
  readonly surfaces: Surfaces;
  readonly responder: Responder;
  readonly clients: WebClients;
  readonly suggestions: Suggestions;
  /** Logs an unexpected error and returns the reference shown to the person. */
  reference(error: unknown): string;
  /** Logs something that is not an error. */
  logInfo(text: string): void;
}

/** Slack's error codes for a trigger that is older than three seconds or was already used. */
const expiredTriggerCodes = new Set(['expired_trigger_id', 'exchanged_trigger_id']);

/** Opens a form; false if Slack refused, usually because the 3-second trigger has expired. */
export async function openForm(
  deps: SlackDeps,
  { teamId }: ReplyTarget,
  triggerId: string | undefined,
  view: ModalView,
): Promise<boolean> {
  if (!triggerId) return false;
  deps.suggestions.warm(teamId, view);
  try {
    const client = await deps.clients.posts(teamId);
    await client.views.open({ trigger_id: triggerId, view });
    return true;
  } catch (error) {
    const code = slackCode(error);
    if (code && expiredTriggerCodes.has(code))
      deps.logInfo(`Slack did not open the form: the trigger had expired (${code}).`);
    else deps.reference(error);
    return false;
  }
}

/** The command context, with the person's current roles. */
export async function commandContext(
  deps: SlackDeps,
  target: ReplyTarget,
  triggerId?: string,
): Promise<CommandContext> {
  return {
    ...deps.services,
    askedAt: deps.services.clock.now(),
    actor: await deps.services.access.actor(target.teamId, target.userId),
    ...(target.channel && { channel: target.channel }),
    openForm: (view) => openForm(deps, target, triggerId, view),
  };
}

interface Body {
  readonly team?: { readonly id?: string } | null;
  readonly team_id?: string;
  readonly user?: { readonly id?: string; readonly team_id?: string } | string;
  readonly user_id?: string;
  readonly channel?: { readonly id?: string };
  readonly channel_id?: string;
  readonly response_url?: string;
  readonly container?: { readonly channel_id?: string };
}

/** Who sent it and where to reply. Accepts slash commands and interactions. */
export function replyTargetOf(body: unknown): ReplyTarget {
  const { team, team_id, user, user_id, channel, channel_id, response_url, container } = body as Body;
  const person = typeof user === 'object' ? user : undefined;
  const channelId = channel?.id ?? channel_id ?? container?.channel_id;
  return {
    teamId: team?.id ?? team_id ?? person?.team_id ?? '',
    userId: user_id ?? person?.id ?? (typeof user === 'string' ? user : ''),
    ...(channelId && { channel: channelId }),
    ...(response_url && { responseUrl: response_url }),
  };
}
