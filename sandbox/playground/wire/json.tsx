import { type ReactNode, useState } from 'react';
import { readable } from './readable.ts';

const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\b/gi;

function coloured(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    const [whole, string, colon] = match;
    parts.push(text.slice(from, match.index));
    const kind = colon ? 'json-key' : string ? 'json-text' : 'json-value';
    parts.push(
      <span key={match.index} className={kind}>
        {string ?? whole}
      </span>,
      colon,
    );
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)];
}

const longest = 6000;

/** A body, indented and coloured; a long one is cut until somebody asks for the rest. */
export function Json({ value }: { readonly value: unknown }) {
  const [all, setAll] = useState(false);
  const shown = readable(value);
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2);
  const cut = !all && text.length > longest;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable */}
      <pre className="json" tabIndex={0}>
        {coloured(cut ? text.slice(0, longest) : text)}
        {cut && '…'}
      </pre>
      {cut && (
        <button type="button" className="button button-small" onClick={() => setAll(true)}>
          Show all {text.length.toLocaleString('en')} characters
        </button>
      )}
    </>
  );
}
