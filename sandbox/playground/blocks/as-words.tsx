const shown = ['title', 'subtitle', 'label', 'text', 'alt_text', 'caption', 'fallback'];

/** Every text in a block or an element, in the order in which the app wrote them. */
function textsIn(part: object): string[] {
  return Object.entries(part).flatMap(([key, value]) => {
    if (typeof value === 'object' && value !== null) return textsIn(value);
    return typeof value === 'string' && shown.includes(key) ? [value] : [];
  });
}

/** What the app never sends is not drawn: it is named, and its text is there. */
export const AsWords = ({ part }: { readonly part: { readonly type: string; readonly [other: string]: unknown } }) => (
  <figure className="as-words">
    <figcaption>{part.type} (the sandbox shows its text alone)</figcaption>
    {textsIn(part).join('\n')}
  </figure>
);
