import type { Clock } from '../../../ports/clock.ts';
import type { People, Person } from '../../../ports/people.ts';
import { slackCode, slackFailure } from './slack-errors.ts';
import type { WebClients } from './web-clients.ts';

const CACHE_MS = 60_000;

interface SlackUser {
  id?: string;
  team_id?: string;
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

const personOf = (teamId: string, user: SlackUser): Person => ({
  id: user.id ?? '',
  name: user.real_name || user.name || user.id || '',
  isTeamAdmin: Boolean(user.is_admin || user.is_owner),
  isFullMember:
    !(user.deleted || user.is_bot || user.is_restricted || user.is_ultra_restricted || user.is_stranger) &&
    (user.team_id === undefined || user.team_id === teamId),
  ...(user.tz && { timeZone: user.tz }),
});

interface CacheEntry {
  at: number;
  readonly value: Promise<unknown>;
  pending: boolean;
}

/** Slack's people and usergroups, each asked for at most once a minute, but for decisions. */
export function createPeople({ clients, clock }: { clients: WebClients; clock: Clock }): People {
  const cache = new Map<string, CacheEntry>();
  const cached = <T>(key: string, ask: () => Promise<T>, live = false): Promise<T> => {
    const entry = cache.get(key);
    const young = entry && clock.elapsed() - entry.at < CACHE_MS ? entry : undefined;
    if (young && (!live || young.pending)) return young.value as Promise<T>;
    const value = ask().catch((error: unknown) => {
      if (young) {
        current.at = young.at;
        return young.value as Promise<T>;
      }
      throw slackFailure(error, clock.now());
    });
    const current: CacheEntry = { at: clock.elapsed(), value, pending: true };
    cache.set(key, current);
    value.then(
      () => {
        current.pending = false;
      },
      () => cache.delete(key),
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
    everybody: (teamId) =>
      cached(`${teamId}/*`, async () => {
        const client = await clients.reads(teamId);
        const everybody: Person[] = [];
        let cursor = '';
        do {
          const page = await client.users.list({ limit: 500, ...(cursor && { cursor }) });
          everybody.push(...(page.members ?? []).map((member) => personOf(teamId, member)));
          cursor = page.response_metadata?.next_cursor ?? '';
        } while (cursor);
        return everybody.filter((person) => person.isFullMember);
      }),
  };
}
