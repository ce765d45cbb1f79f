import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsUnder, longestMatch } from '../../../src/engine/commands/names.ts';
import { registry } from '../../../src/features/all-features.ts';

const said = globSync('src/**/*.ts')
  .filter((file) => !file.includes('sandbox'))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:\btyped\(['`]|\$\{commandPrefix\} )([a-z][a-z -]*)/g)].map(
      ([, words = '']) => ({
        file,
        words: words.trim(),
      }),
    ),
  );

describe('every command that a message tells people to send', () => {
  it('is looked for in all messages', () => {
    expect(said.length).toBeGreaterThan(20);
  });
  it.each([...new Map(said.map((each) => [each.words, each])).values()])(
    'exists: /litemail $words ($file)',
    ({ words }) => {
      const list = words.split(/\s+/);
      expect(longestMatch(registry, list) ?? commandsUnder(registry, list)[0]).toBeDefined();
    },
  );
});
