/**
 * As `JSON.parse` where the text begins with a list of objects in `key`. Each row is parsed on its own and only what
 * `keep` makes of it stays, so that a list of thousands is never there with everything that nobody asks for.
 */
export function parseRows(text: string, key: string, keep: (row: unknown) => unknown): unknown {
  const opening = new RegExp(`^\\s*\\{\\s*"${key}"\\s*:\\s*\\[`).exec(text)?.[0];
  if (opening === undefined) return JSON.parse(text);
  const rows: unknown[] = [];
  // The bracket stands before the first row as a comma does before the others.
  let at = opening.length - 1;
  while ((text[at] === ',' || rows.length === 0) && text[at + 1] === '{') {
    const end = endOfObject(text, at + 1);
    rows.push(keep(JSON.parse(text.slice(at + 1, end))));
    at = end;
  }
  // Empty, or with spaces between the rows.
  if (rows.length === 0 || text[at] !== ']') return JSON.parse(text);
  return { ...JSON.parse(opening + text.slice(at)), [key]: rows };
}

const [quote, backslash, open, close] = [...'"\\{}'].map((character) => character.charCodeAt(0));

/** Behind the brace that closes the one at `start`. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === open) depth += 1;
    else if (code === close && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The quote that closes the one at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length && text.charCodeAt(at) !== quote; at += 1) if (text.charCodeAt(at) === backslash) at += 1;
  return at;
}
