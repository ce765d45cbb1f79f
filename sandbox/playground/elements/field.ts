import type { Place } from './surface.ts';

/** An element that keeps a value, and how it is named and complained of. */
export interface FieldProps extends Place {
  /** Its accessible name where there is no <label>. */
  readonly label?: string | undefined;
  /** Id for the <label>. */
  readonly id?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
}

export const placeholderOf = ({ element }: Place): string | undefined =>
  (element.placeholder as { text?: string } | undefined)?.text;
