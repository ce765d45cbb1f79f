import words from './old-words.json' with { type: 'json' };
import { parse, visit } from './parse.ts';

const identifiers = new Set(words.identifiers);
const names = new Set(words.names);

/**
 * Each file with the old words in it. Identifiers are looked for among the identifiers of the code, so that a comment
 * or a message may say `because`; names among the names of files and folders.
 */
export function oldWordsIn(sources: readonly (readonly [path: string, text: string])[]): Record<string, string[]> {
  const found = sources.map(([path, text]): [string, string[]] => {
    const there = new Set<string>();
    const parts = path.replace(/\.tsx?$/, '').split('/');
    for (const part of parts) if (names.has(part)) there.add(part);
    visit(parse(text, path), ({ type, value }) => {
      if (type === 'Identifier' && typeof value === 'string' && identifiers.has(value)) there.add(value);
    });
    return [path, [...there].sort()];
  });
  return Object.fromEntries(found.filter(([, there]) => there.length > 0));
}
