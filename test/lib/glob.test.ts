import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches } from '../../src/lib/glob.ts';

/** The plain way, which takes for ever with some patterns. */
const backtracking = (glob: string, text: string) =>
  new RegExp(`^${glob.replace(/[.]/g, '\\.').replaceAll('*', '.*')}$`, 'is').test(text);

describe('a pattern', () => {
  it('matches what it always did', () => {
    const text = (letters: string, maxLength: number) =>
      fc.array(fc.constantFrom(...letters), { maxLength }).map((chosen) => chosen.join(''));
    fc.assert(
      fc.property(text('abA*.', 8), text('abB.', 12), (glob, name) => {
        expect(globMatches(glob, name)).toBe(backtracking(glob, name));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['twenty stars', `${'*'.repeat(20)}x`],
    ['many stars', `${'*'.repeat(100_000)}x`],
    ['stars between letters', `${'*a'.repeat(50_000)}c*`],
    ['pieces that nearly fit', `*${'a'.repeat(50_000)}b${'a'.repeat(50_000)}*`],
    ['pieces that nearly fit in turn', `*${'ab'.repeat(50_000)}c*`],
  ])('of any length and kind is decided on at once: %s', (_, glob) => {
    const module = join(import.meta.dirname, '../../src/lib/glob.ts');
    const program = `import { globMatches } from ${JSON.stringify(module)};
      const glob = await new Response(process.stdin).text();
      for (const piece of ['a', 'ab', 'aab']) console.log(globMatches(glob, piece.repeat(500_000)));`;
    // A process of its own: a loop that does not end could not be stopped here.
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      input: glob,
      timeout: 20_000,
    });
    expect(said.toString().trim().split('\n')).toEqual(['false', 'false', 'false']);
  });
});
