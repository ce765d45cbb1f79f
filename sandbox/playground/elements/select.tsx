import { stateField } from '../../slack/view-elements.ts';
import { useDirectory } from '../data/directory.tsx';
import type { Option, StateValue } from '../data/page-shapes.ts';
import { useAsking } from './asking.tsx';
import { channelItem, itemOf, personItem, useChoices } from './choices.ts';
import { Combobox, type Item } from './combobox.tsx';
import { type FieldProps, placeholderOf } from './field.ts';
import { useSurface } from './surface.ts';

const defaults: Readonly<Record<string, string>> = {
  users_select: 'Select a person',
  multi_users_select: 'Select people',
  channels_select: 'Select a channel',
  conversations_select: 'Select a channel',
  multi_channels_select: 'Select channels',
  multi_conversations_select: 'Select channels',
};

/** All ten selects: from a list, from the app, people, channels; one or many. */
export function SelectElement({ label, id, describedBy, invalid, ...place }: FieldProps) {
  const { block, element } = place;
  const { type } = element;
  const surface = useSurface();
  const directory = useDirectory();
  const { items, ask: query, option } = useChoices(place);
  const { ask, dialog } = useAsking(element);
  const many = type.startsWith('multi_');
  const field = stateField(type) ?? 'selected_option';
  const isOption = field.startsWith('selected_option');

  const stored = surface.value(place)?.[field];
  const held: readonly unknown[] = Array.isArray(stored) ? stored : stored == null ? [] : [stored];
  const chosen = held.map((it): Item => {
    if (isOption) return itemOf(it as Option);
    return type.includes('users') ? personItem(directory, String(it)) : channelItem(directory, String(it));
  });
  const heldFor = (item: Item): unknown =>
    isOption ? (option(item.id) ?? held.find((it) => (it as Option).value === item.id)) : item.id;
  function change(next: readonly Item[]) {
    const values = next.map(heldFor);
    ask(() => surface.choose(place, { type, [field]: many ? values : (values[0] ?? null) } as StateValue));
  }
  const placeholder = placeholderOf(place) ?? defaults[type] ?? 'Select an option';
  const least = Number(element.min_query_length ?? 3);
  return (
    <>
      <Combobox
        items={items}
        chosen={chosen}
        many={many}
        most={element.max_selected_items as number | undefined}
        onQuery={query}
        onChange={change}
        nothing={type.includes('external') && least > 0 ? `Type at least ${least} characters.` : 'No matches.'}
        placeholder={placeholder}
        id={id}
        label={label ?? (id ? undefined : placeholder)}
        describedBy={describedBy}
        invalid={invalid}
        clearable={block.type === 'input' && block.optional === true}
      />
      {dialog}
    </>
  );
}
