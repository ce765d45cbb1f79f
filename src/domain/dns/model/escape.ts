/** A backslash and what belongs to it: up to three digits, or one other character. */
const escapes = /\\(\d{1,3}|.|$)/gsu;
const inNames = 'Write names with letters, digits, hyphens and underscores, and dots between.';

/**
 * What is wrong with the escapes of a word as written, with what to write instead (RFC 1035 §5.1): a backslash stands
 * before three digits up to 255, or before a character that is no digit. Undefined if nothing is wrong.
 */
export function escapeProblem(raw: string): string | undefined {
  if (!raw.includes('\\')) return undefined;
  for (const [whole, code = ''] of raw.matchAll(escapes)) {
    if (code === '') return 'A backslash at the end stands for nothing; write \\\\ for a backslash.';
    if (/^\d/.test(code) && !(code.length === 3 && Number(code) <= 255))
      return `${whole} means nothing: behind a backslash stand three digits from 000 to 255, or a character that is no digit. Write \\${whole} for a backslash and ${code}.`;
  }
  return undefined;
}

/** A word as a name, its escapes undone; `problem` says why it cannot be one. */
type NameWord = { readonly name: string } | { readonly problem: string };

/**
 * Reads a word as a name. Providers take only letters, digits, hyphens and underscores, so what an escape stands for
 * must be one of them: a dot, a tab or an @ would otherwise vanish or take on a meaning.
 */
export function nameWord(raw: string): NameWord {
  const word = raw.startsWith('"') ? raw.slice(1, -1) : raw;
  if (/[\p{Cc}\p{Z}]/u.test(word))
    return { problem: `It holds a space or a character that cannot be seen. ${inNames}` };
  if (!word.includes('\\')) return { name: word };
  let problem: string | undefined;
  const name = word.replace(escapes, (whole, code: string) => {
    const character = code.length === 3 ? String.fromCharCode(Number(code)) : code;
    if (!/^[\w*-]$/.test(character))
      problem ??= `${whole} stands for ${described(character)}, which Cloudflare takes in no name. ${inNames}`;
    return character;
  });
  return problem === undefined ? { name } : { problem };
}

const described = (character: string): string =>
  character === '.'
    ? 'a dot inside a label'
    : /[\p{Cc}\p{Z}]/u.test(character)
      ? 'a space or a character that cannot be seen'
      : `the character ${character}`;
