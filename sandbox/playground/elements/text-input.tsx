import { useState } from 'react';
import { type FieldProps, placeholderOf } from './field.ts';
import { useSurface } from './surface.ts';

const kinds: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
};
const modes: Readonly<Record<string, 'email' | 'url' | 'decimal'>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
};

/** Text on one line or several, numbers, addresses, URLs. An error shows after sending, as in Slack, not while typing. */
export function TextInput({ label, id, describedBy, invalid, ...place }: FieldProps) {
  const { block, element } = place;
  const surface = useSurface();
  const stored = String(surface.value(place)?.value ?? '');
  const [typed, setTyped] = useState(stored);
  const send = (value: string) => surface.choose(place, { type: element.type, value: value === '' ? null : value });
  const most = typeof element.max_length === 'number' ? element.max_length : undefined;
  const shared = {
    id,
    value: typed,
    placeholder: placeholderOf(place),
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    'aria-required': block.type === 'input' && !block.optional,
    maxLength: most,
    autoFocus: element.focus_on_load === true,
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value);
      send(event.target.value);
    },
  };
  if (element.multiline === true) return <textarea {...shared} className="input" rows={6} />;
  return (
    <input
      {...shared}
      className="input"
      type={kinds[element.type] ?? 'text'}
      inputMode={modes[element.type] ?? 'text'}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
