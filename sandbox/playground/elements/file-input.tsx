import { useRef, useState } from 'react';
import { FileIcon } from '../shell/icons.tsx';
import type { FieldProps } from './field.ts';
import { useSurface } from './surface.ts';

/** A file as it is sent with the form. */
interface Picked {
  readonly name: string;
  readonly base64: string;
  readonly size: number;
}

const read = (file: File): Promise<Picked> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () =>
      resolve({ name: file.name, size: file.size, base64: String(reader.result).split(',')[1] ?? '' });
    reader.readAsDataURL(file);
  });

const sizeOf = (bytes: number): string => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`);

/** Files from this machine; they go to the stand-in with the form. */
export function FileInput({ label, id, describedBy, invalid, ...place }: FieldProps) {
  const { element } = place;
  const surface = useSurface();
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState('');
  const most = Number(element.max_files ?? 10);
  const files = (surface.value(place)?.files ?? []) as readonly Picked[];
  const types = element.filetypes as readonly string[] | undefined;
  const keep = (next: readonly Picked[]) => surface.choose(place, { type: element.type, files: next });

  async function add(list: FileList | null) {
    const picked = await Promise.all([...(list ?? [])].map(read)).catch(() => undefined);
    setTrouble(picked ? '' : 'The file could not be read.');
    if (picked) keep([...(most === 1 ? [] : files), ...picked].slice(0, most));
    if (input.current) input.current.value = '';
  }
  return (
    <div className="files">
      <input
        ref={input}
        id={id}
        type="file"
        className="input input-file"
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        multiple={most > 1}
        accept={types?.map((type) => `.${type}`).join(',')}
        onChange={(event) => void add(event.target.files)}
      />
      {trouble && <p role="alert">{trouble}</p>}
      {files.map((file) => (
        <span key={file.name} className="file">
          <FileIcon /> {file.name} <span className="soft">{sizeOf(file.size)}</span>
          <button
            type="button"
            className="chip-remove"
            aria-label={`Remove ${file.name}`}
            onClick={() => keep(files.filter((it) => it !== file))}
          >
            ×
          </button>
        </span>
      ))}
    </div>
  );
}
