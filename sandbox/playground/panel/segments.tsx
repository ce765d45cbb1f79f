import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few, side by side: radio buttons that look like tabs. */
export function Segments({ label, choices, value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className="segments" aria-label={label}>
      {choices.map(([choice, text]) => (
        <label key={choice} className="segment">
          <input type="radio" name={name} value={choice} checked={choice === value} onChange={() => onChange(choice)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
