import type { ReplyTarget } from '../../../ports/responder.ts';

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
