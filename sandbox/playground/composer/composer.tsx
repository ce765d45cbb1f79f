import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useNotice } from '../conversation/notices.tsx';
import { setDraft, useDraft } from '../data/drafts.ts';
import type { SlashCommand } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';
import { useRead } from '../data/use-read.ts';
import { SendIcon } from '../shell/icons.tsx';
import { complete } from './complete.ts';
import { rememberTyped, typedBefore } from './history.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { UsageHint } from './usage-hint.tsx';
import { useNames } from './use-names.ts';
import { useSending } from './use-sending.ts';

interface Props {
  readonly seat: Seat;
  /** What it is for: `Message #ops`. */
  readonly label: string;
}

/** Where messages and slash commands are typed. Tab takes a suggestion, Enter sends, arrow up recalls earlier input. */
export function Composer({ seat, label }: Props) {
  const text = useDraft(seat);
  const slash = useRead<SlashCommand & { ok: boolean }>({ read: 'commands' });
  const { busy, send } = useSending(seat, slash);
  const notice = useNotice();
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [focused, setFocused] = useState(false);
  const [shut, setShut] = useState('');
  const [active, setActive] = useState(-1);
  const [back, setBack] = useState(-1);
  const { suggestions, entry } = complete(slash, useNames(), text);
  const open = focused && suggestions.length > 0 && shut !== text;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const shown = area.current;
    if (!shown) return;
    shown.style.height = 'auto';
    shown.style.height = `${Math.min(shown.scrollHeight, 200)}px`;
  }, [text]);

  function type(next: string) {
    setDraft(seat, next);
    setActive(-1);
  }
  async function submit() {
    const typed = text.trim();
    if (typed === '') return;
    type('');
    setBack(-1);
    notice('');
    if (typed.startsWith('/')) rememberTyped(seat.user, typed);
    const trouble = await send(typed);
    if (trouble) notice(trouble);
  }
  /** Gives whether the key did something here. */
  function answerKey({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (open && step) {
      setActive((active + step + suggestions.length) % suggestions.length);
      return true;
    }
    const chosen = suggestions[active] ?? (key === 'Tab' && !shiftKey ? suggestions[0] : undefined);
    if (open && chosen && (key === 'Tab' || key === 'Enter')) {
      type(chosen.text);
      return true;
    }
    if (open && key === 'Escape') {
      setShut(text);
      return true;
    }
    if (key === 'Enter' && !shiftKey && !nativeEvent.isComposing) {
      void submit();
      return true;
    }
    return step !== undefined && recallTyped(step);
  }
  function recallTyped(step: number): boolean {
    const before = typedBefore(seat.user);
    if (text !== '' && text !== before[back]) return false;
    const next = back - step;
    if (next >= before.length || next < -1) return false;
    setBack(next);
    const recalled = before[next] ?? '';
    setShut(recalled);
    type(recalled);
    return true;
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {open && <SuggestionList id={id} suggestions={suggestions} active={active} onTake={(it) => type(it.text)} />}
      {entry && <UsageHint entry={entry} id={`${id}-usage`} />}
      <div className="composer-box">
        <textarea
          ref={area}
          rows={1}
          aria-label={label}
          placeholder={label}
          value={text}
          role="combobox"
          aria-expanded={open}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
          aria-describedby={entry ? `${id}-usage` : undefined}
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={(event) => {
            if (!answerKey(event)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <button type="submit" className="send" aria-label="Send" aria-busy={busy} disabled={text.trim() === ''}>
          <SendIcon />
        </button>
      </div>
    </form>
  );
}
