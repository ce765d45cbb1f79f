import { useAsking } from './asking.tsx';
import type { FieldProps } from './field.ts';
import { useSurface } from './surface.ts';

const fields = {
  datepicker: { field: 'selected_date', type: 'date', label: 'Date' },
  timepicker: { field: 'selected_time', type: 'time', label: 'Time' },
  datetimepicker: { field: 'selected_date_time', type: 'datetime-local', label: 'Date and time' },
} as const;

/** Epoch seconds as `2026-11-20T10:00` where the reader is. */
const local = (seconds: unknown): string =>
  typeof seconds === 'number' ? new Date(seconds * 1000).toLocaleString('sv').slice(0, 16).replace(' ', 'T') : '';

/** The browser's own pickers for dates and times. */
export function DateInput({ label, id, describedBy, invalid, ...place }: FieldProps) {
  const { element } = place;
  const surface = useSurface();
  const { ask, dialog } = useAsking(element);
  const { field, type, label: kind } = fields[element.type as keyof typeof fields];
  const value = surface.value(place)?.[field];
  const change = (text: string) => {
    const given = text === '' ? null : type === 'datetime-local' ? Math.floor(new Date(text).getTime() / 1000) : text;
    ask(() => surface.choose(place, { type: element.type, [field]: given }));
  };
  return (
    <>
      <input
        id={id}
        className="input input-date"
        type={type}
        aria-label={label ?? (id ? undefined : kind)}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        value={type === 'datetime-local' ? local(value) : String(value ?? '')}
        onChange={(event) => change(event.target.value)}
      />
      {dialog}
    </>
  );
}
