import type { Services } from '../../../engine/context.ts';
import type { Surfaces } from '../../../engine/features/surfaces.ts';
import { AppError } from '../../../lib/errors.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';

/** A list older than this is still shown, and refreshed in the background. */
const FRESH_MS = 60_000;
/** A list older than this is not shown. */
const MAX_STALE_MS = 15 * 60_000;
/** Slack waits 3 seconds; people do not. */
const SUGGESTION_TIMEOUT_MS = 250;
const MAX_OPTIONS = 100;
const MAX_LENGTH = 75;

interface CachedList {
  /** As last read; undefined during the first read. */
  list?: { readonly at: number; readonly values: readonly string[] };
  reading?: Promise<readonly string[]>;
}

/** What selects offer while somebody types. */
export interface Suggestions {
  /** Preloads the lists that a form about to be shown will need. */
  warm(teamId: string, view: unknown): void;
  /** Answers within 300 ms whatever the APIs do: from the cache, or an empty list for now. */
  find(teamId: string, source: string, typed: string): Promise<readonly string[]>;
}

/** `onBug` gets unexpected errors; an API that does not answer only makes a list empty. */
export function createSuggestions(
  services: Services,
  choices: Surfaces['choices'],
  onBug: (error: unknown) => void,
): Suggestions {
  const memory = new Map<string, CachedList>();
  const { clock } = services;

  function refresh(entry: CachedList, source: string, teamId: string): Promise<readonly string[]> {
    entry.reading ??= (async () => {
      try {
        const values = (await choices.get(source)?.list(services, teamId)) ?? [];
        entry.list = { at: clock.elapsed(), values };
        return values;
      } catch (error) {
        if (!(error instanceof AppError)) onBug(error);
        return entry.list?.values ?? [];
      } finally {
        delete entry.reading;
      }
    })();
    return entry.reading;
  }

  function entryFor(source: string, teamId: string): CachedList {
    const key = `${teamId}/${source}`;
    const entry = memory.get(key) ?? {};
    memory.set(key, entry);
    return entry;
  }

  async function listOf(source: string, teamId: string): Promise<readonly string[]> {
    const entry = entryFor(source, teamId);
    const age = clock.elapsed() - (entry.list?.at ?? 0);
    if (entry.list && age < FRESH_MS) return entry.list.values;
    const reading = refresh(entry, source, teamId);
    if (entry.list && age < MAX_STALE_MS) return entry.list.values;
    return (await withTimeout(clock, SUGGESTION_TIMEOUT_MS, reading)) ?? [];
  }

  return {
    warm(teamId, view) {
      const wanted = new Set([...JSON.stringify(view).matchAll(/"options\.([\w-]+)"/g)].map(([, name]) => name));
      for (const source of choices.keys()) if (wanted.has(source)) void listOf(source, teamId);
    },
    async find(teamId, source, typed) {
      const offered = choices.get(source);
      if (!offered) return [];
      const wanted = typed.trim().toLowerCase();
      const all = await listOf(source, teamId);
      const matches = (value: string) =>
        value.length <= MAX_LENGTH && (offered.searchText?.(value) ?? value).toLowerCase().includes(wanted);
      return all.filter(matches).slice(0, MAX_OPTIONS);
    },
  };
}
