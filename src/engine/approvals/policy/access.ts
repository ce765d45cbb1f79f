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

/** Usergroup ids that the policy names anywhere, or a stored request does. */
const groupsOf = (policy: Policy, require: readonly Requirement[]): string[] =>
  [
    ...new Set([
      ...Object.values(policy.roles).flat(),
      ...[...policy.rules.flatMap((rule) => rule.require), ...require].map(({ from }) => from),
    ]),
  ].filter((entry) => entry.startsWith('S'));

/**
 * The roles of one person. Guests and people of other organisations have none. Full members are viewers unless the
 * policy says who is. Until somebody is named, those who run the Slack team are admins, and approvers; they are admins
 * too while nobody who is named as one is there (`adminsGone`).
 */
export function rolesOf(policy: Policy, person: Membership, adminsGone = false): ReadonlySet<Role> {
  if (!person.isFullMember) return new Set();
  const has = (role: Role): boolean => {
    const entries = policy.roles[role] ?? [];
    if (role === 'admin' && person.isTeamAdmin && (entries.length === 0 || adminsGone)) return true;
    if (entries.length > 0) return isListed(entries, person);
    return role === 'viewer' || (role === 'approver' && person.isTeamAdmin);
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

/** Why an entry of a role gives nobody a right: `@Bo is deactivated`. */
export interface NobodyThere {
  readonly id: string;
  readonly why: string;
}

/** Roles and rules of a team, read from Slack and the store each time they matter. */
export interface Access {
  policy(teamId: string): Promise<{ deploymentPolicy: Policy; team: Policy; merged: Policy }>;
  actor(teamId: string, userId: string, freshness?: Freshness): Promise<Actor>;
  /** The actor as computed up to half a minute ago. For display only, never for authorization. */
  cachedActor(teamId: string, userId: string): Actor | undefined;
  /** Indexes of the requirements that this person satisfies now. `live` for decisions, so that leavers cannot decide. */
  meets(teamId: string, userId: string, require: readonly Requirement[], freshness?: Freshness): Promise<number[]>;
  /** Who could meet `from` now, without `except`. */
  eligible(teamId: string, from: string, except: string, freshness?: Freshness): Promise<string[]>;
  /** Which of these people and usergroups stand for nobody who could act, asked of Slack now. */
  nobodyAmong(teamId: string, entries: readonly string[]): Promise<NobodyThere[]>;
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

  const idsOf = async (teamId: string, entries: readonly string[], freshness?: Freshness): Promise<string[]> => {
    const ids = await Promise.all(
      entries.map((entry) => (entry.startsWith('S') ? people.group(teamId, entry, freshness) : [entry])),
    );
    return [...new Set(ids.flat())];
  };

  const nobodyAmong = async (teamId: string, entries: readonly string[], freshness?: Freshness) => {
    const all = await Promise.all(
      entries.map(async (id): Promise<NobodyThere[]> => {
        if (id === '*') return [];
        const members = await Promise.all(
          (await idsOf(teamId, [id], freshness)).map((member) => people.person(teamId, member, freshness)),
        );
        if (members.some((member) => member?.isFullMember)) return [];
        const why = id.startsWith('S')
          ? 'has no member who may act, or is disabled'
          : `is ${members[0]?.outsider ?? 'not known in this workspace'}`;
        return [{ id, why }];
      }),
    );
    return all.flat();
  };

  /** Whether admins are named, and none of them is there any more. */
  const adminsGone = async (teamId: string, { roles: { admin = [] } }: Policy, freshness?: Freshness) =>
    admin.length > 0 && (await nobodyAmong(teamId, admin, freshness)).length === admin.length;

  const membershipOf = async (
    teamId: string,
    person: Person,
    named: readonly string[],
    freshness?: Freshness,
  ): Promise<Membership> => {
    const groups = await Promise.all(
      named.map(async (group) => ((await people.group(teamId, group, freshness)).includes(person.id) ? [group] : [])),
    );
    return { ...person, groups: new Set(groups.flat()) };
  };

  const memberOf = async (
    teamId: string,
    user: string | Person,
    merged: Policy,
    freshness?: Freshness,
    require: readonly Requirement[] = [],
  ) => {
    const person = typeof user === 'string' ? await people.person(teamId, user, freshness) : user;
    if (!person) return undefined;
    const membership = await membershipOf(teamId, person, groupsOf(merged, require), freshness);
    // Slack is asked about the admins only where the answer makes one more.
    const isGone = person.isTeamAdmin && person.isFullMember && (await adminsGone(teamId, merged, freshness));
    return { membership, roles: rolesOf(merged, membership, isGone) };
  };

  const memory = new Map<string, { at: number; actor: Actor }>();

  return {
    policy,
    nobodyAmong: (teamId, entries) => nobodyAmong(teamId, entries, { live: true }),
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
      const member = await memberOf(teamId, userId, merged, freshness, require);
      if (!member) return [];
      return require.flatMap(({ from }, index) => (canActAs(from, member.membership, member.roles) ? [index] : []));
    },
    async eligible(teamId, from, except, freshness) {
      const { merged } = await policy(teamId);
      const named = merged.roles[from as Role] ?? (/^[UWS][A-Z0-9]+$/.test(from) ? [from] : []);
      const everyone =
        named.length === 0 ||
        named.includes('*') ||
        (from === 'admin' && (await adminsGone(teamId, merged, freshness)));
      const candidates = everyone ? await people.everybody(teamId, freshness) : await idsOf(teamId, named, freshness);
      const able = await Promise.all(
        candidates.map(async (user) => {
          const id = typeof user === 'string' ? user : user.id;
          if (id === except) return [];
          const member = await memberOf(teamId, user, merged, freshness);
          return member && canActAs(from, member.membership, member.roles) ? [id] : [];
        }),
      );
      return able.flat();
    },
  };
}
