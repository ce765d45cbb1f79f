import { displayName } from '../../model/name.ts';
import type { TypedValue } from '../change-groups.ts';

/** "a, b, c and 2 more" */
export function nameList(values: readonly TypedValue[]): string {
  const names = values.map(({ value }) => displayName(value.content ?? ''));
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
