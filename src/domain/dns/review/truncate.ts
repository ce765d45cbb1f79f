/** Characters shown of a long text: at its start, at its end, and of the part that differs. */
const [start, end, window] = [110, 20, 300];
/** Texts up to this length are not truncated. */
const short = 190;
/** Context around the part that differs. */
const around = 20;

/** Both ends of a long text, and the part in which it differs from the other one. */
export function truncate(text: string, other?: string): string {
  if (text.length <= short) return text;
  const [from, to] = other === undefined ? [0, 0] : differing(text, other);
  const parts: { from: number; to: number }[] = [];
  for (const part of [
    { from: 0, to: start },
    { from, to: Math.min(to, from + window) },
    { from: text.length - end, to: text.length },
  ]) {
    const last = parts.at(-1);
    if (last && part.from <= last.to) last.to = Math.max(last.to, part.to);
    else parts.push(part);
  }
  if (parts.length === 1) return text;
  return `${parts.map((part) => text.slice(part.from, part.to)).join(' … ')} (${text.length} characters)`;
}

/** The range in which a text differs from another, with some context; empty if they are equal. */
function differing(text: string, other: string): [from: number, to: number] {
  if (text === other) return [0, 0];
  const shorter = Math.min(text.length, other.length);
  let sameStart = 0;
  while (sameStart < shorter && text[sameStart] === other[sameStart]) sameStart += 1;
  let sameEnd = 0;
  while (sameEnd < shorter - sameStart && text.at(-1 - sameEnd) === other.at(-1 - sameEnd)) sameEnd += 1;
  return [Math.max(0, sameStart - around), Math.min(text.length, text.length - sameEnd + around)];
}
