import type { Actor, Role } from '../core/actor.ts';
import { groupsOf, mergePolicy, rolesOf, type Standing, standsFor } from '../core/approval/membership.ts';
import type { Policy, Requirement } from '../core/approval/policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Freshness, People, Person } from '../ports/people.ts';
import type { TeamStore } from '../ports/stores.ts';

const showable = 30_000;

export const emptyPolicy: Policy = { channels: {}, roles: {}, rules: [] };

/** Roles and rules of a team, asked of Slack and the store each time they matter. */
export interface Access {
  policy(teamId: string): Promise<{ floor: Policy; team: Policy; merged: Policy }>;
  actor(teamId: string, userId: string, freshness?: Freshness): Promise<Actor>;
  /** The actor as last worked out, up to half a minute ago. For what is shown; never for what is allowed. */
  remembered(teamId: string, userId: string): Actor | undefined;
  /** Indexes of the requirements that this person could meet now. `live` for a decision: who has just left decides nothing. */
  meets(teamId: string, userId: string, require: readonly Requirement[], freshness?: Freshness): Promise<number[]>;
  /** Who could meet `from` now, without `except`. */
  eligible(teamId: string, from: string, except: string): Promise<string[]>;
}

export function createAccess({
  people,
  teams,
  floor,
  clock,
}: {
  people: People;
  teams: TeamStore;
  floor: Policy;
  clock: Clock;
}): Access {
  const policy = async (teamId: string) => {
    const team = (await teams.get(teamId))?.policy ?? emptyPolicy;
    return { floor, team, merged: mergePolicy(floor, team) };
  };

  const standing = async (teamId: string, person: Person, merged: Policy, freshness?: Freshness): Promise<Standing> => {
    const groups = await Promise.all(
      groupsOf(merged).map(async (group) =>
        (await people.group(teamId, group, freshness)).includes(person.id) ? [group] : [],
      ),
    );
    return { ...person, groups: new Set(groups.flat()) };
  };

  const known = async (teamId: string, userId: string, freshness?: Freshness) => {
    const { merged } = await policy(teamId);
    const person = await people.person(teamId, userId, freshness);
    if (!person) return undefined;
    const stands = await standing(teamId, person, merged, freshness);
    return { stands, roles: rolesOf(merged, stands) };
  };

  const memory = new Map<string, { at: number; actor: Actor }>();

  return {
    policy,
    async actor(teamId, userId, freshness) {
      const found = await known(teamId, userId, freshness);
      const actor: Actor = { teamId, userId, roles: found?.roles ?? new Set<Role>() };
      if (memory.size > 10_000) memory.clear();
      memory.set(`${teamId}/${userId}`, { at: clock.now(), actor });
      return actor;
    },
    remembered(teamId, userId) {
      const known = memory.get(`${teamId}/${userId}`);
      return known && clock.now() - known.at < showable ? known.actor : undefined;
    },
    async meets(teamId, userId, require, freshness) {
      const found = await known(teamId, userId, freshness);
      if (!found) return [];
      return require.flatMap(({ from }, index) => (standsFor(from, found.stands, found.roles) ? [index] : []));
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
          const found = await known(teamId, id);
          return found && standsFor(from, found.stands, found.roles) ? [id] : [];
        }),
      );
      return able.flat();
    },
  };
}
