import type { Option } from '../data/page-shapes.ts';
import { Text } from '../text/mrkdwn.tsx';
import { useAsking } from './asking.tsx';
import type { FieldProps } from './field.ts';
import { nameOf, useSurface } from './surface.ts';

interface Chosen {
  readonly selected_option?: Option | null;
  readonly selected_options?: readonly Option[];
}

/** Radio buttons and checkboxes. */
export function ChoiceList({ label, describedBy, invalid, ...place }: FieldProps) {
  const { element } = place;
  const surface = useSurface();
  const { ask, dialog } = useAsking(element);
  const many = element.type === 'checkboxes';
  const value = surface.value(place) as unknown as Chosen | undefined;
  const chosen = (many ? value?.selected_options : [value?.selected_option].filter((it) => it != null)) ?? [];

  function pick(option: Option, on: boolean) {
    const rest = chosen.filter((it) => it.value !== option.value);
    const ordered = (element.options ?? []).filter(
      (it) => it.value === option.value || rest.some((one) => one.value === it.value),
    );
    const next = many ? { selected_options: on ? ordered : rest } : { selected_option: option };
    ask(() => surface.choose(place, { type: element.type, ...next }));
  }
  return (
    <fieldset className="choices" aria-label={label} aria-describedby={describedBy}>
      {(element.options ?? []).map((option) => (
        <label key={option.value} className="choice">
          <input
            type={many ? 'checkbox' : 'radio'}
            name={nameOf(place)}
            aria-invalid={invalid}
            checked={chosen.some((it) => it.value === option.value)}
            onChange={(event) => pick(option, event.target.checked)}
          />
          <span>
            <Text of={option.text} />
            {option.description && (
              <span className="choice-detail">
                <Text of={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
      {dialog}
    </fieldset>
  );
}
