const macro = /%(?:[%_-]|\{([a-z])(\d*)(r?)([-.+,/_=]*)\})/gi;
const plain: Readonly<Record<string, string>> = { '%%': '%', '%_': ' ', '%-': '%20' };

/**
 * The domain of a term, its macros expanded as far as every mail has the same (RFC 7208 §7.2): `%{d}`, the domain whose
 * record it is, and `%{o}`, the sender's. Undefined where it differs from mail to mail, as with `%{i}`.
 */
export function expandMacros(text: string, d: string, o: string): string | undefined {
  if (!text.includes('%')) return text;
  let known = true;
  const expanded = text.replace(macro, (whole, letter: string | undefined, count: string, r: string, marks: string) => {
    const value = letter === undefined ? plain[whole] : { d, o }[letter.toLowerCase()];
    known &&= value !== undefined;
    if (value === undefined || letter === undefined) return value ?? '';
    const parts = value.split(marks === '' ? '.' : new RegExp(`[${marks.replace('-', '\\-')}]`));
    return (r === '' ? parts : parts.reverse()).slice(count === '' ? 0 : -Number(count)).join('.');
  });
  return known ? shortened(expanded.toLowerCase().replace(/\.$/, '')) : undefined;
}

/** Names that are too long lose labels from the left (§7.3). */
function shortened(name: string): string {
  let short = name;
  while (short.length > 253 && short.includes('.')) short = short.slice(short.indexOf('.') + 1);
  return short;
}
