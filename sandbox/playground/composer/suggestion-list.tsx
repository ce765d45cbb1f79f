import { useEffect, useRef } from 'react';
import type { Suggestion } from './complete.ts';

interface Props {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly onTake: (suggestion: Suggestion) => void;
}

/** Suggestions above the composer. Focus stays in the text field. */
export function SuggestionList({ id, suggestions, active, onTake }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div className="suggestions" onPointerDown={(event) => event.preventDefault()}>
      <p className="suggestions-help" aria-hidden="true">
        <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>Enter</kbd> send
      </p>
      <div ref={list} id={id} role="listbox" aria-label="Commands" tabIndex={-1} className="suggestions-list">
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant points at it
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field answers the keys
          <div
            key={suggestion.title}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={index === active ? 'suggestion suggestion-active' : 'suggestion'}
            onClick={() => onTake(suggestion)}
          >
            <span className="suggestion-title">{suggestion.title}</span>
            <span className="suggestion-detail">
              {suggestion.detail}
              {suggestion.who && <span className="badge">{suggestion.who}</span>}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
