import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { ChevronIcon } from '../shell/icons.tsx';
import { OptionList } from './option-list.tsx';

export interface Item {
  readonly id: string;
  /** What is matched with what is typed, and shown once chosen. */
  readonly text: string;
  readonly label?: ReactNode;
  readonly detail?: ReactNode;
  readonly group?: string;
}

interface Props {
  /** What can be chosen now; undefined while it is on its way. */
  readonly items: readonly Item[] | undefined;
  readonly chosen: readonly Item[];
  readonly many?: boolean;
  readonly most?: number | undefined;
  readonly onQuery: (query: string) => void;
  readonly onChange: (chosen: readonly Item[]) => void;
  /** Said when nothing fits. */
  readonly nothing?: string;
  readonly placeholder?: string | undefined;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly clearable?: boolean;
}

/** A field that one types into to choose from a list: one thing, or many shown as chips. */
export function Combobox(props: Props) {
  const {
    items,
    chosen,
    many = false,
    most = 100,
    onQuery,
    onChange,
    placeholder,
    id,
    label,
    describedBy,
    invalid,
  } = props;
  const [query, setQuery] = useState<string>();
  const [active, setActive] = useState(0);
  const anchor = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const open = query !== undefined;
  const isChosen = (item: Item) => chosen.some((it) => it.id === item.id);

  function ask(text: string) {
    setQuery(text);
    setActive(text === '' && !many ? Math.max(0, (items ?? []).findIndex(isChosen)) : 0);
    onQuery(text);
  }
  const close = () => setQuery(undefined);
  function pick(item: Item | undefined) {
    if (!item) return;
    if (!many) onChange([item]);
    else if (isChosen(item)) onChange(chosen.filter((it) => it.id !== item.id));
    else if (chosen.length < most) onChange([...chosen, item]);
    if (many) ask('');
    else close();
  }
  function onKeyDown(event: KeyboardEvent) {
    const count = items?.length ?? 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !open) ask('');
    else if (step && count > 0) setActive((active + step + count) % count);
    else if (event.key === 'Enter' && open) pick(items?.[active]);
    else if (event.key === 'Escape' && open) close();
    else if (event.key === 'Backspace' && !query && many && chosen.length > 0) return onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return (
    <div
      ref={anchor}
      className="combobox input"
      data-open={open}
      onPointerDown={(event) => {
        if (event.target === input.current) return;
        event.preventDefault();
        input.current?.focus();
        if (!open) ask('');
      }}
    >
      {many &&
        chosen.map((item) => (
          <Chip key={item.id} item={item} onRemove={() => onChange(chosen.filter((it) => it.id !== item.id))} />
        ))}
      <input
        ref={input}
        id={id}
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && items?.[active] ? `${listId}-${active}` : undefined}
        value={query ?? (many ? '' : (chosen[0]?.text ?? ''))}
        placeholder={many && chosen.length > 0 ? '' : placeholder}
        onChange={(event) => ask(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={close}
        onClick={() => open || ask('')}
        onKeyDown={onKeyDown}
      />
      {!many && props.clearable && chosen.length > 0 && (
        <button type="button" className="chip-remove" aria-label="Clear" onClick={() => onChange([])}>
          ×
        </button>
      )}
      <ChevronIcon />
      {open && (
        <OptionList
          id={listId}
          anchor={anchor}
          label={label ?? placeholder ?? 'Options'}
          items={items}
          many={many}
          active={active}
          isChosen={isChosen}
          onPick={pick}
          nothing={props.nothing ?? 'No matches.'}
        />
      )}
    </div>
  );
}

const Chip = ({ item, onRemove }: { readonly item: Item; readonly onRemove: () => void }) => (
  <span className="chip">
    {item.text}
    <button type="button" className="chip-remove" aria-label={`Remove ${item.text}`} onClick={onRemove}>
      ×
    </button>
  </span>
);
