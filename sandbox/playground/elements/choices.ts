import { useEffect, useRef, useState } from 'react';
import { type Directory, useDirectory } from '../data/directory.tsx';
import type { Element, Option } from '../data/page-shapes.ts';
import type { Item } from './combobox.tsx';
import { type Place, useSurface } from './surface.ts';

export const itemOf = (option: Option, group?: string): Item => ({
  id: option.value,
  text: option.text.text,
  ...(option.description && { detail: option.description.text }),
  ...(group && { group }),
});

export const personItem = ({ person }: Directory, id: string): Item => {
  const known = person(id);
  return { id, text: known?.realName ?? id, ...(known && { detail: `@${known.name}` }) };
};
export const channelItem = ({ channel, person }: Directory, id: string): Item => {
  const known = channel(id);
  if (known?.is_im)
    return { id, text: person(known.members.find((it) => person(it) && !person(it)?.isBot) ?? '')?.realName ?? id };
  return { id, text: known?.name ? `#${known.name}` : id };
};

interface Filter {
  readonly include?: readonly string[];
}

function channelsFor(directory: Directory, { type, filter }: Element): Item[] {
  const include = (filter as Filter | undefined)?.include;
  const wanted = directory.channels.filter((channel) => {
    if (channel.is_archived) return false;
    const kind = channel.is_im ? 'im' : channel.is_private ? 'private' : 'public';
    if (type.includes('channels')) return kind === 'public';
    return include ? include.includes(kind) : kind !== 'im';
  });
  return wanted.map(({ id }) => channelItem(directory, id));
}

/** The options a select knows itself; undefined if the app provides them. */
function listed(directory: Directory, element: Element): Item[] | undefined {
  if (element.type.includes('external')) return undefined;
  if (element.type.includes('users'))
    return directory.team.people.filter((it) => !it.deleted).map(({ id }) => personItem(directory, id));
  if (/channels|conversations/.test(element.type)) return channelsFor(directory, element);
  const grouped = (element.option_groups ?? []).flatMap(({ label, options }) =>
    options.map((it) => itemOf(it, label.text)),
  );
  return [...(element.options ?? []).map((it) => itemOf(it)), ...grouped];
}

interface Choices {
  readonly items: readonly Item[] | undefined;
  readonly ask: (query: string) => void;
  /** The options as the app gave them, by value. */
  readonly option: (id: string) => Option | undefined;
}

const TYPING_PAUSE_MS = 200;

/** The options of a select, filtered by the typed text, or requested from the app shortly after typing. */
export function useChoices(place: Place): Choices {
  const { element } = place;
  const directory = useDirectory();
  const surface = useSurface();
  const own = listed(directory, element);
  const [query, setQuery] = useState('');
  const [loaded, setLoaded] = useState<readonly Option[]>();
  const known = useRef(new Map<string, Option>());
  const timer = useRef(0);
  const asked = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(text: string) {
    setQuery(text);
    if (own) return;
    clearTimeout(timer.current);
    const least = Number(element.min_query_length ?? 3);
    if (text.length < least) return setLoaded([]);
    setLoaded(undefined);
    timer.current = window.setTimeout(
      async () => {
        asked.current += 1;
        const turn = asked.current;
        const options = await surface.suggest(place, text);
        if (turn !== asked.current) return;
        for (const option of options) known.current.set(option.value, option);
        setLoaded(options);
      },
      text === '' ? 0 : TYPING_PAUSE_MS,
    );
  }
  const words = query.toLowerCase();
  const fits = ({ text }: Item) => text.toLowerCase().includes(words);
  const all = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
  return {
    items: own ? own.filter(fits) : loaded?.map((it) => itemOf(it)),
    ask,
    option: (id) => all.find((it) => it.value === id) ?? known.current.get(id),
  };
}
