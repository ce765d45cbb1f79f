import type { Clock } from '../../../ports/clock.ts';
import type { People, Person } from '../../../ports/people.ts';
import { slackCode, slackFailure } from './slack-errors.ts';
import type { WebClients } from './web-clients.ts';

const CACHE_MS = 60_000;

interface SlackUser {
  id?: string;
  team_id?: string;
  /** Of somebody in an organisation: the workspaces that this person belongs to. */
  teams?: readonly string[];
  enterprise_user?: { teams?: readonly string[] };
  name?: string;
  real_name?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_admin?: boolean;
  is_owner?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  tz?: string;
}

/** Slack calls its own bot a person. */
const SLACKBOT = 'USLACKBOT';

function outsiderKind(teamId: string, user: SlackUser): Person['outsider'] {
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.id === SLACKBOT) return 'a bot';
  if (user.is_restricted || user.is_ultra_restricted) return 'a guest';
  // In an organisation `team_id` may be the organisation's.
  const teams = user.enterprise_user?.teams ?? user.teams ?? (user.team_id ? [user.team_id] : []);
  return user.is_stranger || !teams.includes(teamId) ? 'not a member of this workspace' : undefined;
}

function personOf(teamId: string, user: SlackUser): Person {
  const outsider = outsiderKind(teamId, user);
  return {
    id: user.id ?? '',
    name: user.real_name || user.name || user.id || '',
    isTeamAdmin: Boolean(user.is_admin || user.is_owner),
    isFullMember: outsider === undefined,
    ...(outsider && { outsider }),
    ...(user.tz && { timeZone: user.tz }),
  };
}

interface CacheEntry {
  readonly at: number;
  readonly value: Promise<unknown>;
  pending: boolean;
}

/**
 * Slack's people and usergroups, each asked for at most once a minute, but for decisions: those are never made by an
 * answer from before.
 */
export function createPeople({ clients, clock }: { clients: WebClients; clock: Clock }): People {
  const cache = new Map<string, CacheEntry>();
  const cached = <T>(key: string, ask: () => Promise<T>, live = false): Promise<T> => {
    const entry = cache.get(key);
    const young = entry && clock.elapsed() - entry.at < CACHE_MS ? entry : undefined;
    if (young && (!live || young.pending)) return young.value as Promise<T>;
    const value = ask().catch((error: unknown) => {
      throw slackFailure(error, clock.now());
    });
    const current: CacheEntry = { at: clock.elapsed(), value, pending: true };
    cache.set(key, current);
    value.then(
      () => {
        current.pending = false;
      },
      () => cache.get(key) === current && cache.delete(key),
    );
    if (cache.size > 10_000) cache.delete(cache.keys().next().value ?? '');
    return value;
  };

  return {
    person: (teamId, userId, { live } = {}) =>
      cached(
        `${teamId}/${userId}`,
        async () => {
          try {
            const { user } = await (await clients.reads(teamId)).users.info({ user: userId });
            return user && personOf(teamId, user);
          } catch (error) {
            if (/^user_not(_found|_visible)$/.test(slackCode(error) ?? '')) return undefined;
            throw error;
          }
        },
        live,
      ),
    group: (teamId, groupId, { live } = {}) =>
      cached(
        `${teamId}/${groupId}`,
        async () => {
          try {
            return (await (await clients.reads(teamId)).usergroups.users.list({ usergroup: groupId })).users ?? [];
          } catch (error) {
            if (slackCode(error) === 'no_such_subteam') return [];
            throw error;
          }
        },
        live,
      ),
    forgetGroup: (teamId, groupId) => void cache.delete(`${teamId}/${groupId}`),
    everybody: (teamId, { live } = {}) =>
      cached(
        `${teamId}/*`,
        async () => {
          const client = await clients.reads(teamId);
          const everybody: Person[] = [];
          let cursor = '';
          do {
            const page = await client.users.list({ limit: 500, ...(cursor && { cursor }) });
            everybody.push(...(page.members ?? []).map((member) => personOf(teamId, member)));
            cursor = page.response_metadata?.next_cursor ?? '';
          } while (cursor);
          return everybody.filter((person) => person.isFullMember);
        },
        live,
      ),
  };
}
