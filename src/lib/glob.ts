/** For what people type. What was stored before there was a limit may be longer. */
export const MAX_GLOB_LENGTH = 255;

/** `*` stands for any number of characters; everything else is literal, case-insensitive. Linear in both, whatever they hold. */
export function globMatches(glob: string, text: string): boolean {
  const [first = '', ...rest] = glob.toLowerCase().split('*');
  const target = text.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return target === first;
  if (!target.startsWith(first)) return false;
  let at = first.length;
  // The leftmost place of each part leaves the most room for those after it.
  for (const part of rest) {
    at = endOf(part, target, at);
    if (at < 0) return false;
  }
  return target.length - at >= last.length && target.endsWith(last);
}

/** Where `part` first ends in `text` from `start` on, or -1. Knuth, Morris and Pratt's, because `indexOf` goes back. */
function endOf(part: string, text: string, start: number): number {
  const borders = [0];
  const extend = (length: number, letter: string | undefined): number => {
    let matched = length;
    while (matched > 0 && part[matched] !== letter) matched = borders[matched - 1] ?? 0;
    return part[matched] === letter ? matched + 1 : 0;
  };
  for (let at = 1; at < part.length; at += 1) borders.push(extend(borders[at - 1] ?? 0, part[at]));
  let matched = 0;
  for (let at = start; matched < part.length; at += 1) {
    if (at >= text.length) return -1;
    matched = extend(matched, text[at]);
    if (matched === part.length) return at + 1;
  }
  return start;
}
