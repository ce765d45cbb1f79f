import { type OptionsSource, optionsSources } from '../commands/args.ts';
import { displayName, normaliseName } from '../core/dns/name.ts';
import { AppError } from '../core/errors.ts';
import type { Services } from '../services/context.ts';
import { allDomains } from '../services/litemail/find-domain.ts';
import { allMailboxes } from '../services/litemail/find-mailbox.ts';
import { allTags, allWorkspaces } from '../services/litemail/find-named.ts';
import { within } from '../services/within.ts';

/** A list this old is shown, and read anew for the next time. */
const fresh = 60_000;
/** A list this old is shown no more. */
const usable = 15 * 60_000;
/** Slack waits 3 seconds; people do not. */
const patience = 250;
const most = 100;
const longest = 75;

type List = (services: Services, teamId: string) => Promise<readonly string[]>;

const litemail = (services: Services, teamId: string) => services.apis.litemail(teamId);

const lists: Partial<Record<OptionsSource, List>> = {
  async zones({ apis }, teamId) {
    const homes = Object.values(await apis.providers(teamId));
    const zones = await Promise.all(homes.map((home) => home.zones().catch(() => [])));
    return [...new Set(zones.flat().map(({ name }) => name))].sort();
  },
  domains: async (services, teamId) =>
    (await allDomains(await litemail(services, teamId))).map(({ domain }) => normaliseName(domain)).sort(),
  mailboxes: async (services, teamId) =>
    (await allMailboxes(await litemail(services, teamId))).flatMap(({ email }) => email ?? []),
  tags: async (services, teamId) => (await allTags(await litemail(services, teamId))).map(({ name }) => name),
  workspaces: async (services, teamId) =>
    (await allWorkspaces(await litemail(services, teamId))).map(({ name }) => name),
};

interface Kept {
  /** As last read; undefined while the first reading is under way. */
  list?: { readonly at: number; readonly values: readonly string[] };
  reading?: Promise<readonly string[]>;
}

/** What selects offer while somebody types. */
export interface Suggestions {
  /** Reads ahead what a form that is about to be shown will ask for. */
  warm(teamId: string, view: unknown): void;
  /** Within 300 ms, whatever the APIs do: from memory where there is any, else nothing for now. */
  find(teamId: string, source: string, typed: string): Promise<readonly string[]>;
}

/** `onBug` is told of what is our own fault; that an API does not answer only makes a list empty. */
export function createSuggestions(services: Services, onBug: (error: unknown) => void): Suggestions {
  const memory = new Map<string, Kept>();
  const { clock } = services;

  function read(kept: Kept, source: OptionsSource, teamId: string): Promise<readonly string[]> {
    kept.reading ??= (async () => {
      try {
        const values = (await lists[source]?.(services, teamId)) ?? [];
        kept.list = { at: clock.now(), values };
        return values;
      } catch (error) {
        if (!(error instanceof AppError)) onBug(error);
        return kept.list?.values ?? [];
      } finally {
        delete kept.reading;
      }
    })();
    return kept.reading;
  }

  function keptFor(source: OptionsSource, teamId: string): Kept {
    const key = `${teamId}/${source}`;
    const kept = memory.get(key) ?? {};
    memory.set(key, kept);
    return kept;
  }

  async function listOf(source: OptionsSource, teamId: string): Promise<readonly string[]> {
    const kept = keptFor(source, teamId);
    const age = clock.now() - (kept.list?.at ?? 0);
    if (kept.list && age < fresh) return kept.list.values;
    const reading = read(kept, source, teamId);
    if (kept.list && age < usable) return kept.list.values;
    return (await within(clock, patience, reading)) ?? [];
  }

  return {
    warm(teamId, view) {
      const wanted = new Set([...JSON.stringify(view).matchAll(/"options\.([\w-]+)"/g)].map(([, name]) => name));
      for (const source of optionsSources.filter((name) => wanted.has(name))) void listOf(source, teamId);
    },
    async find(teamId, name, typed) {
      const source = optionsSources.find((each) => each === name);
      if (!source) return [];
      const wanted = typed.trim().toLowerCase();
      const all = await listOf(source, teamId);
      const fits = (value: string) => value.length <= longest && spelled(source, value).includes(wanted);
      return all.filter(fits).slice(0, most);
    },
  };
}

/** Names with other letters are found by either spelling. */
const spelled = (source: OptionsSource, value: string): string =>
  (source === 'domains' || source === 'zones' ? `${value} ${displayName(value)}` : value).toLowerCase();
