/** Characters of a long text that are shown at its start and at its end, and of the part that differs from another. */
const [start, end, window] = [110, 20, 300];
/** Up to so many characters a text is not long. */
const short = 190;
/** Characters before and behind the part that differs. */
const around = 20;

/** Both ends of a long text, and the part in which it differs from the one beside it. */
export function shortened(text: string, beside?: string): string {
  if (text.length <= short) return text;
  const [from, to] = beside === undefined ? [0, 0] : differing(text, beside);
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

/** From where to where a text differs from another, with a little around it; nowhere where they are the same. */
function differing(text: string, beside: string): [from: number, to: number] {
  if (text === beside) return [0, 0];
  const most = Math.min(text.length, beside.length);
  let same = 0;
  while (same < most && text[same] === beside[same]) same += 1;
  let alike = 0;
  while (alike < most - same && text.at(-1 - alike) === beside.at(-1 - alike)) alike += 1;
  return [Math.max(0, same - around), Math.min(text.length, text.length - alike + around)];
}
