import type { Element, StateValue, View } from './posted-message.ts';
import { elementsOf, stateField } from './view-elements.ts';

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function complaint(element: Element, value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : '';
  const { min_length, max_length, min_value, max_value } = element;
  if (typeof min_length === 'number' && text.length < min_length) return `Enter at least ${min_length} characters.`;
  if (element.type === 'plain_text_input') {
    const most = typeof max_length === 'number' ? max_length : 3000;
    if (text.length > most) return `Enter at most ${most} characters.`;
  }
  if (element.type === 'number_input') {
    if (!(element.is_decimal_allowed ? /^-?\d+([.,]\d+)?$/ : /^-?\d+$/).test(text))
      return element.is_decimal_allowed ? 'Enter a number.' : 'Enter a whole number.';
    if (min_value !== undefined && Number(text) < Number(min_value)) return `Enter at least ${min_value}.`;
    if (max_value !== undefined && Number(text) > Number(max_value)) return `Enter at most ${max_value}.`;
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) return 'Enter an email address.';
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Enter a URL.';
  return undefined;
}

/** What Slack itself complains of before it sends a form: by block_id. */
export function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of elementsOf(view.blocks)) {
    if (block.type !== 'input') continue;
    const state: StateValue | undefined = view.state.values[block.block_id]?.[element.action_id];
    const value = state?.[stateField(element.type) ?? ''];
    if (!isEmpty(value)) {
      const problem = complaint(element, value);
      if (problem) errors[block.block_id] = problem;
    } else if (!block.optional) errors[block.block_id] = 'Please complete this required field.';
  }
  return errors;
}
