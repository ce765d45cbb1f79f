import type { Block, Element, StateValue, StateValues } from './posted-message.ts';

/** Every interactive element with the block it stands in, in reading order. */
export function* elementsOf(blocks: readonly Block[]): Generator<{ block: Block; element: Element }> {
  for (const block of blocks) {
    if (block.element) yield { block, element: block.element };
    if (block.accessory && block.accessory.type !== 'image') yield { block, element: block.accessory };
    if (block.type === 'actions' || block.type === 'context_actions')
      for (const element of block.elements ?? []) yield { block, element };
    if (block.type === 'card')
      for (const element of (block.actions as Element[] | undefined) ?? []) yield { block, element };
    if (block.type === 'carousel') yield* elementsOf((block.elements ?? []) as unknown as Block[]);
    if (block.child_blocks) yield* elementsOf(block.child_blocks);
  }
}

/** Slack names what the app left unnamed: a block's id by its place, an element's likewise. */
export function named(blocks: readonly Block[], next: () => string): Block[] {
  const copy = structuredClone(blocks) as Block[];
  const visit = (block: Block): void => {
    block.block_id ??= next();
    for (const child of block.child_blocks ?? []) visit(child);
    if (block.type === 'carousel') for (const card of (block.elements ?? []) as unknown as Block[]) visit(card);
  };
  for (const block of copy) visit(block);
  for (const { element } of elementsOf(copy)) element.action_id ??= next();
  return copy;
}

/** Which field of `state.values` holds the choice, by element type, and which field of the element it starts from. */
const fields: Readonly<Record<string, readonly [field: string, initial: string, empty?: unknown]>> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  file_input: ['files', 'initial_files', []],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  checkboxes: ['selected_options', 'initial_options', []],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  multi_users_select: ['selected_users', 'initial_users', []],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
};

/** `value`, `selected_option` … ; undefined for what keeps no state: buttons and overflow menus. */
export const stateField = (type: string): string | undefined => fields[type]?.[0];

/** State of all inputs: what was chosen before where the same ids are still there, else what the app put in. */
export function stateOf(blocks: readonly Block[], chosen: StateValues = {}): StateValues {
  const values: StateValues = {};
  for (const { block, element } of elementsOf(blocks)) {
    const known = fields[element.type];
    if (!known) continue;
    const [field, initial, empty = null] = known;
    const before = chosen[block.block_id]?.[element.action_id];
    const value: StateValue =
      before?.type === element.type ? before : { type: element.type, [field]: element[initial] ?? empty };
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}
