import { useState } from 'react';

interface Pictured {
  readonly image_url?: unknown;
  readonly alt_text?: unknown;
  readonly [other: string]: unknown;
}

/** A picture, or its description in a frame: the sandbox loads nothing from elsewhere. */
export function Picture({ of, className = 'picture' }: { readonly of: Pictured; readonly className?: string }) {
  const [lost, setLost] = useState(false);
  const alt = String(of.alt_text ?? '');
  const url = String(of.image_url ?? '');
  const here = url.startsWith('data:') || url.startsWith(location.origin);
  if (!here || lost)
    return (
      <span className={`${className} picture-lost`} role="img" aria-label={alt} title={url}>
        {alt || 'picture'}
      </span>
    );
  return <img className={className} src={url} alt={alt} onError={() => setLost(true)} />;
}
