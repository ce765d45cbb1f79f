import { useEffect, useState } from 'react';

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }) {
  const [message, setMessage] = useState('');
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(''), 2000);
    return () => clearTimeout(timer);
  }, [message]);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setMessage('Copied'),
      () => setMessage('The browser does not allow copying.'),
    );
  return (
    <>
      <button type="button" className="button button-small" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" className="soft copied">
        {message}
      </span>
    </>
  );
}
