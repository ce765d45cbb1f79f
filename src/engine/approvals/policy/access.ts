import { type Actor, type Role, roles } from '../../../domain/actor.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Freshness, People, Person } from '../../../ports/people.ts';
import type { TeamStore } from '../../../ports/stores.ts';
import type { Policy, Requirement } from './policy.ts';

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
const groupsOf = (policy: Policy): string[] =>
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

const ACTOR_CACHE_MS = 30_000;

export const emptyPolicy: Policy = { channels: {}, roles: {}, rules: [] };

/** Roles and rules of a team, read from Slack and the store each time they matter. */
export interface Access {
  policy(teamId: string): Promise<{ deploymentPolicy: Policy; team: Policy; merged: Policy }>;
  actor(teamId: string, userId: string, freshness?: Freshness): Promise<Actor>;
  /** The actor as computed up to half a minute ago. For display only, never for authorization. */
  cachedActor(teamId: string, userId: string): Actor | undefined;
  /** Indexes of the requirements that this person satisfies now. `live` for decisions, so that leavers cannot decide. */
  meets(teamId: string, userId: string, require: readonly Requirement[], freshness?: Freshness): Promise<number[]>;
  /** Who could meet `from` now, without `except`. */
  eligible(teamId: string, from: string, except: string): Promise<string[]>;
}

export function createAccess({
  people,
  teams,
  deploymentPolicy,
  clock,
}: {
  people: People;
  teams: TeamStore;
  deploymentPolicy: Policy;
  clock: Clock;
}): Access {
  const policy = async (teamId: string) => {
    const team = (await teams.get(teamId))?.policy ?? emptyPolicy;
    return { deploymentPolicy, team, merged: mergePolicy(deploymentPolicy, team) };
  };

  const membershipOf = async (
    teamId: string,
    person: Person,
    merged: Policy,
    freshness?: Freshness,
  ): Promise<Membership> => {
    const groups = await Promise.all(
      groupsOf(merged).map(async (group) =>
        (await people.group(teamId, group, freshness)).includes(person.id) ? [group] : [],
      ),
    );
    return { ...person, groups: new Set(groups.flat()) };
  };

  const memberOf = async (teamId: string, userId: string, merged: Policy, freshness?: Freshness) => {
    const person = await people.person(teamId, userId, freshness);
    if (!person) return undefined;
    const membership = await membershipOf(teamId, person, merged, freshness);
    return { membership: membership, roles: rolesOf(merged, membership) };
  };

  const memory = new Map<string, { at: number; actor: Actor }>();

  return {
    policy,
    async actor(teamId, userId, freshness) {
      const { merged } = await policy(teamId);
      const member = await memberOf(teamId, userId, merged, freshness);
      const actor: Actor = { teamId, userId, roles: member?.roles ?? new Set<Role>() };
      if (memory.size > 10_000) memory.clear();
      memory.set(`${teamId}/${userId}`, { at: clock.elapsed(), actor });
      return actor;
    },
    cachedActor(teamId, userId) {
      const memberOf = memory.get(`${teamId}/${userId}`);
      return memberOf && clock.elapsed() - memberOf.at < ACTOR_CACHE_MS ? memberOf.actor : undefined;
    },
    async meets(teamId, userId, require, freshness) {
      const { merged } = await policy(teamId);
      const member = await memberOf(teamId, userId, merged, freshness);
      if (!member) return [];
      return require.flatMap(({ from }, index) => (canActAs(from, member.membership, member.roles) ? [index] : []));
    },
    async eligible(teamId, from, except) {
      const { merged } = await policy(teamId);
      const named = merged.roles[from as Role] ?? (/^[UWS][A-Z0-9]+$/.test(from) ? [from] : []);
      const everyone = named.length === 0 || named.includes('*');
      const ids = everyone
        ? (await people.everybody(teamId)).map((person) => person.id)
        : (
            await Promise.all(named.map((entry) => (entry.startsWith('S') ? people.group(teamId, entry) : [entry])))
          ).flat();
      const able = await Promise.all(
        [...new Set(ids)].map(async (id) => {
          if (id === except) return [];
          const member = await memberOf(teamId, id, merged);
          return member && canActAs(from, member.membership, member.roles) ? [id] : [];
        }),
      );
      return able.flat();
    },
  };
}
