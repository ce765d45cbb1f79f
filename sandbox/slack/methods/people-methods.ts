import { Refusal } from '../slack-refusal.ts';
import { findPerson, type Person, type Team } from '../team.ts';
import { type Methods, page } from './method.ts';

function shownPerson(team: Team, person: Person) {
  return {
    id: person.id,
    team_id: team.id,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted ?? false,
    color: '9f69e7',
    tz: 'Europe/Madrid',
    tz_label: 'Central European Time',
    tz_offset: 3600,
    profile: { real_name: person.realName, display_name: person.name, team: team.id },
    is_admin: person.isAdmin ?? false,
    is_owner: person.isOwner ?? false,
    is_primary_owner: person.isOwner ?? false,
    is_restricted: person.isGuest ?? false,
    is_ultra_restricted: false,
    is_bot: person.isBot ?? false,
    is_app_user: false,
    is_email_confirmed: true,
    updated: 0,
  };
}

export const people: Methods = {
  'users.info': {
    scope: 'users:read',
    tier: 'tier4',
    run({ team, args }) {
      const person = findPerson(team, args.needed('user'));
      if (!person) throw new Refusal('user_not_found');
      return { user: shownPerson(team, person) };
    },
  },
  'users.list': {
    scope: 'users:read',
    tier: 'tier2',
    run({ slack, team, args }) {
      const { items, response_metadata } = page(team.people, args);
      const cache_ts = Math.floor(slack.clock.now() / 1000);
      return { members: items.map((person) => shownPerson(team, person)), cache_ts, response_metadata };
    },
  },
  'usergroups.list': {
    scope: 'usergroups:read',
    tier: 'tier2',
    run({ team, args }) {
      const usergroups = team.usergroups.map(({ users, ...group }) => ({
        ...group,
        team_id: team.id,
        is_usergroup: true,
        date_delete: 0,
        user_count: users.length,
        ...(args.flag('include_users') && { users }),
      }));
      return { usergroups };
    },
  },
  'usergroups.users.list': {
    scope: 'usergroups:read',
    tier: 'tier2',
    run({ team, args }) {
      const group = team.usergroups.find(({ id }) => id === args.needed('usergroup'));
      if (!group || (group.disabled && !args.flag('include_disabled'))) throw new Refusal('no_such_subteam');
      return { users: group.users };
    },
  },
};
