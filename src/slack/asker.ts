import type { Asker } from '../ports/answers.ts';

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

/** Who did it, and where an answer can be shown. Takes slash commands and interactions alike. */
export function askerOf(body: unknown): Asker {
  const { team, team_id, user, user_id, channel, channel_id, response_url, container } = body as Body;
  const person = typeof user === 'object' ? user : undefined;
  const where = channel?.id ?? channel_id ?? container?.channel_id;
  return {
    teamId: team?.id ?? team_id ?? person?.team_id ?? '',
    userId: user_id ?? person?.id ?? (typeof user === 'string' ? user : ''),
    ...(where && { channel: where }),
    ...(response_url && { responseUrl: response_url }),
  };
}
