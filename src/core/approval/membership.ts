import { type Role, roles } from '../actor.ts';
import type { Policy } from './policy.ts';

/** What is known of one person when roles are worked out. */
export interface Standing {
  readonly id: string;
  readonly runsTeam: boolean;
  readonly isFullMember: boolean;
  /** Usergroups this person is in, of those that the policy names. */
  readonly groups: ReadonlySet<string>;
}

const listed = (entries: readonly string[] | undefined, { id, groups }: Standing): boolean =>
  (entries ?? []).some((entry) => entry === '*' || entry === id || groups.has(entry));

/** Usergroup ids that the policy names anywhere. */
export const groupsOf = (policy: Policy): string[] =>
  [
    ...new Set([
      ...Object.values(policy.roles).flat(),
      ...policy.rules.flatMap((rule) => rule.require.map((r) => r.from)),
    ]),
  ].filter((entry) => entry.startsWith('S'));

/**
 * The roles of one person. Guests and people of other organisations have none. Full members are viewers unless the
 * policy says who is. Until somebody is named, those who run the Slack team are admins, and approvers.
 */
export function rolesOf(policy: Policy, person: Standing): ReadonlySet<Role> {
  if (!person.isFullMember) return new Set();
  const has = (role: Role): boolean => {
    const entries = policy.roles[role];
    if (entries && entries.length > 0) return listed(entries, person);
    if (role === 'viewer') return true;
    return (role === 'admin' || role === 'approver') && person.runsTeam;
  };
  return new Set(roles.filter(has));
}

/** Whether this person may stand for a `from` of a rule: a role, a person or a usergroup. */
export const standsFor = (from: string, person: Standing, personRoles: ReadonlySet<Role>): boolean =>
  person.isFullMember && (personRoles.has(from as Role) || listed([from], person));

/** The deployment's floor with what the team added to it: people are added, channels are chosen where the floor has none. */
export function mergePolicy(floor: Policy, team: Policy): Policy {
  const merged = Object.fromEntries(
    roles.map((role) => [role, [...(floor.roles[role] ?? []), ...(team.roles[role] ?? [])]]),
  );
  return {
    channels: { ...team.channels, ...floor.channels },
    roles: Object.fromEntries(Object.entries(merged).filter(([, entries]) => entries.length > 0)),
    rules: [...floor.rules, ...team.rules],
  };
}
