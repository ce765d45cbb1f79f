import type { Channel, Person, Team } from './team.ts';

export const appId = 'A0LITE';
const appName = 'LiteMail';
export const command = '/litemail';
export const appToken = 'xapp-sandbox';
export const signingSecret = 'sandbox-signing-secret';
export const clientId = '1111.2222';
export const clientSecret = 'sandbox-client-secret';
/** The old verification token that Slack still puts into payloads. */
export const verificationToken = 'sandbox-verification-token';

/** What the manifest asks for and cannot do without. */
export const requiredScopes = [
  'commands',
  'chat:write',
  'users:read',
  'channels:read',
  'groups:read',
  'usergroups:read',
  'files:write',
  'im:write',
];

const bot = (id: string): Person => ({ id, name: 'litemail', realName: appName, isBot: true });

function acme(): Team {
  const people: Person[] = [
    { id: 'U0ADA', name: 'ada', realName: 'Ada Admin', isOwner: true, isAdmin: true },
    { id: 'U0ANA', name: 'ana', realName: 'Ana Ruiz' },
    { id: 'U0BO', name: 'bo', realName: 'Bo Lind' },
    { id: 'U0VERA', name: 'vera', realName: 'Vera Sol' },
    { id: 'U0GUS', name: 'gus', realName: 'Gus', isGuest: true },
    bot('U0BOT'),
  ];
  const members = ['U0ADA', 'U0ANA', 'U0BO', 'U0VERA'];
  const channels: Channel[] = [
    { id: 'C0GENERAL', name: 'general', members: [...members, 'U0GUS'] },
    { id: 'C0OPS', name: 'ops', members: [...members, 'U0GUS', 'U0BOT'] },
    { id: 'C0APPROVE', name: 'approvals', members: [...members, 'U0BOT'] },
    { id: 'C0AUDIT', name: 'audit', members: ['U0ADA', 'U0BO', 'U0BOT'] },
  ];
  return {
    id: 'T0ACME',
    name: 'Acme Outbound',
    domain: 'acme-outbound',
    botUser: 'U0BOT',
    botId: 'B0BOT',
    token: 'xoxb-sandbox-acme',
    // So that forms have their file fields; the other team shows what is said without.
    scopes: [...requiredScopes, 'files:read'],
    people,
    channels,
    usergroups: [{ id: 'S0DELIV', handle: 'deliverability', name: 'Deliverability', users: ['U0BO', 'U0ADA'] }],
  };
}

function nova(): Team {
  return {
    id: 'T0NOVA',
    name: 'Nova Agency',
    domain: 'nova-agency',
    botUser: 'U1BOT',
    botId: 'B1BOT',
    token: 'xoxb-sandbox-nova',
    scopes: [...requiredScopes],
    people: [
      { id: 'U0NIA', name: 'nia', realName: 'Nia', isOwner: true, isAdmin: true },
      { id: 'U0NED', name: 'ned', realName: 'Ned' },
      bot('U1BOT'),
    ],
    channels: [
      { id: 'C1GENERAL', name: 'general', members: ['U0NIA', 'U0NED'] },
      { id: 'C1OPS', name: 'ops', members: ['U0NIA', 'U0NED', 'U1BOT'] },
    ],
    usergroups: [],
  };
}

export const seededTeams = (): Team[] => [acme(), nova()];
