import type { AppsManifestValidateArguments } from '@slack/web-api';
import { typed } from '../../lib/text.ts';

type Manifest = Exclude<AppsManifestValidateArguments['manifest'], string>;
type BotScope = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number];

interface ScopeReason {
  readonly scope: BotScope;
  readonly reason: string;
}

/** Required scopes. `npm run doctor` compares a real token with this list. */
export const requiredScopes: readonly ScopeReason[] = [
  { scope: 'commands', reason: `the command ${typed()}` },
  { scope: 'chat:write', reason: 'answers, cards for approvers, and notices in channels the app was invited to' },
  { scope: 'users:read', reason: 'who is a full member, a guest or an owner: roles depend on it' },
  { scope: 'channels:read', reason: 'names of public channels, and whether the app is in them' },
  { scope: 'groups:read', reason: 'the same for private channels the app was invited to' },
  { scope: 'usergroups:read', reason: 'roles assigned to a usergroup' },
  { scope: 'files:write', reason: 'exports and long plans as files' },
  { scope: 'im:write', reason: 'direct messages to the person who asked' },
];

/** Optional scopes: without one, the feature that needs it says so. */
export const optionalScopes: readonly ScopeReason[] = [
  { scope: 'files:read', reason: 'files uploaded in forms, such as zone files' },
  { scope: 'chat:write.public', reason: 'notices in public channels without an invitation' },
];
