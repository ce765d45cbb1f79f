import type { ReactNode } from 'react';
import { useNow } from '../data/use-now.ts';
import { formatDate } from './date-format.ts';
import { emojiByName } from './emoji-names.ts';

/** `:tada:` as a picture, with its name for screen readers. */
export function Emoji({ name, unicode }: { readonly name: string; readonly unicode?: string | undefined }) {
  const given = unicode
    ?.split('-')
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join('');
  const picture = emojiByName.get(name) ?? given;
  if (!picture) return <>:{name}:</>;
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll('_', ' ')}>
      {picture}
    </span>
  );
}

const safe = (url: string): boolean => /^(https?|mailto):/i.test(url);

/** A link that leaves the sandbox; anything but http and mail stays text. */
export function Link({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  if (!safe(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

interface DateProps {
  readonly at: number;
  readonly format: string;
  readonly fallback: string;
}

/** A moment in the reader's own time zone; the exact time is in its title. */
export function Moment({ at, format, fallback }: DateProps) {
  const now = useNow();
  if (!Number.isFinite(at) || at <= 0) return <>{fallback}</>;
  return (
    <time dateTime={new Date(at).toISOString()} title={fallback}>
      {formatDate(format, at, now)}
    </time>
  );
}
