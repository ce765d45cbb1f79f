const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk', ' ': 'kept' };

/** Said by screen readers in place of a colour. */
const spoken: Readonly<Record<string, string>> = { added: 'added: ', removed: 'removed: ' };

function DiffLine({ line }: { readonly line: string }) {
  const sign = line.charAt(0);
  const kind = kinds[sign];
  if (!kind)
    return (
      <span className="diff-line">
        {line}
        {'\n'}
      </span>
    );
  return (
    <span className={`diff-line diff-${kind}`}>
      {spoken[kind] && <span className="hidden">{spoken[kind]}</span>}
      <span className="diff-sign" aria-hidden={spoken[kind] !== undefined}>
        {sign}
      </span>
      {line.slice(1).replace(/^ /, '')}
      {'\n'}
    </span>
  );
}

/** Text as it is; in a diff what is added is green and what is removed red, and the signs say it too. */
export function Preformatted({ text, language }: { readonly text: string; readonly language?: string | undefined }) {
  if (language !== 'diff') return <pre>{text}</pre>;
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <pre className="diff">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <DiffLine key={index} line={line} />
      ))}
    </pre>
  );
}
