import type { App } from '@slack/bolt';
import type { TeamEvent } from '../../../ports/notifier.ts';
import { permanentErrors } from '../web-api/slack-errors.ts';
import type { SlackDeps } from './slack-deps.ts';

/** What Slack's events have in common here; fields come and go with the type. */
interface SlackEvent {
  readonly channel?: unknown;
  readonly user?: unknown;
  readonly old_channel_id?: unknown;
  readonly new_channel_id?: unknown;
  readonly tokens?: { readonly bot?: unknown };
  readonly subteam_id?: unknown;
  readonly subteam?: { readonly id?: unknown };
}

interface Envelope {
  readonly team_id?: string;
  readonly authorizations?: readonly { readonly user_id?: string; readonly is_bot?: boolean }[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const changed = (problem?: string) => (event: SlackEvent) => {
  const channel = text(event.channel);
  return channel ? ({ kind: 'channel-changed', channel, ...(problem && { problem }) } as const) : undefined;
};
const archived = changed(permanentErrors.is_archived);
const deleted = changed(permanentErrors.channel_not_found);
/** Only the app's own coming and going. */
const membership = (event: SlackEvent, { authorizations = [] }: Envelope) =>
  authorizations.some(({ user_id, is_bot }) => is_bot && user_id === event.user) ? changed()(event) : undefined;
const uninstalled = { kind: 'uninstalled' } as const;

const events = {
  channel_id_changed({ old_channel_id, new_channel_id }: SlackEvent) {
    const [from, to] = [text(old_channel_id), text(new_channel_id)];
    return from && to ? { kind: 'channel-moved', from, to } : undefined;
  },
  channel_archive: archived,
  group_archive: archived,
  channel_deleted: deleted,
  group_deleted: deleted,
  channel_unarchive: changed(),
  group_unarchive: changed(),
  member_joined_channel: membership,
  member_left_channel: membership,
  // Names are kept nowhere: every message mentions channels by id.
  channel_rename: () => undefined,
  app_uninstalled: () => uninstalled,
  tokens_revoked: ({ tokens }: SlackEvent) =>
    Array.isArray(tokens?.bot) && tokens.bot.length > 0 ? uninstalled : undefined,
} satisfies Readonly<Record<string, (event: SlackEvent, envelope: Envelope) => TeamEvent | undefined>>;

const groupEvents = ['subteam_members_changed', 'subteam_updated'] as const;

/** What the manifest subscribes to, beside App Home. */
// Safe because the keys of a literal are all there are.
export const teamEvents = [...(Object.keys(events) as (keyof typeof events)[]), ...groupEvents];

export function onTeamEvent(app: App, deps: SlackDeps): void {
  for (const [type, read] of Object.entries(events))
    app.event(type, async ({ event, body }) => {
      const envelope: Envelope = body;
      // Safe because each field is looked at before it is used.
      const found = read(event as SlackEvent, envelope);
      if (found && envelope.team_id)
        await deps.onTeamEvent(envelope.team_id, found).catch((error: unknown) => void deps.reference(error));
    });
  for (const type of groupEvents)
    app.event(type, async ({ event, body }) => {
      const { subteam_id, subteam } = event as SlackEvent;
      deps.services.people.forgetGroup((body as Envelope).team_id ?? '', text(subteam_id) || text(subteam?.id));
    });
}
