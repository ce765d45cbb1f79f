import { type Role, roles } from '../../../domain/actor.ts';
import type { Policy } from './policy.ts';

/** What roles are derived from. */
export interface Membership {
  readonly id: string;
  readonly isTeamAdmin: boolean;
  readonly isFullMember: boolean;
  /** Usergroups named by the policy that this person belongs to. */
  readonly groups: ReadonlySet<string>;
}

const isListed = (entries: readonly string[] | undefined, { id, groups }: Membership): boolean =>
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
export function rolesOf(policy: Policy, person: Membership): ReadonlySet<Role> {
  if (!person.isFullMember) return new Set();
  const has = (role: Role): boolean => {
    const entries = policy.roles[role];
    if (entries && entries.length > 0) return isListed(entries, person);
    if (role === 'viewer') return true;
    return (role === 'admin' || role === 'approver') && person.isTeamAdmin;
  };
  return new Set(roles.filter(has));
}

/** Whether this person satisfies the `from` of a rule: a role, a person or a usergroup. */
export const canActAs = (from: string, person: Membership, personRoles: ReadonlySet<Role>): boolean =>
  person.isFullMember && (personRoles.has(from as Role) || isListed([from], person));

/** The deployment policy plus what the team added: more people, and channels that the deployment left open. */
export function mergePolicy(deploymentPolicy: Policy, team: Policy): Policy {
  const merged = Object.fromEntries(
    roles.map((role) => [role, [...(deploymentPolicy.roles[role] ?? []), ...(team.roles[role] ?? [])]]),
  );
  return {
    channels: { ...team.channels, ...deploymentPolicy.channels },
    roles: Object.fromEntries(Object.entries(merged).filter(([, entries]) => entries.length > 0)),
    rules: [...deploymentPolicy.rules, ...team.rules],
  };
}
