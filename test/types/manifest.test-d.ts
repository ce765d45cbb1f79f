// Checked by `tsc` alone: what Slack would refuse must not compile.
import type { manifest } from '../../tools/manifest.ts';

type Scopes = NonNullable<NonNullable<ReturnType<typeof manifest>['oauth_config']>['scopes']>;
type Events = NonNullable<
  NonNullable<NonNullable<ReturnType<typeof manifest>['settings']>['event_subscriptions']>['bot_events']
>;

// @ts-expect-error no such scope
export const scopes: Scopes['bot'] = ['chat:writes'];
// @ts-expect-error no such event
export const events: Events = ['app_home_open'];
