import fc from 'fast-check';

/** Characters that nobody sees, that turn text round, or that mean something to somebody. */
const odd = fc.constantFrom(
  ...[
    '\u200b',
    '\u202e',
    '\u2066',
    '\u00ad',
    '\u2800',
    '\u00a0',
    '\u3000',
    '\ufeff',
    '\u0000',
    '\u007f',
    '\u2028',
    '\ud800',
  ],
  ...[
    '<',
    '>',
    '&',
    '|',
    '*',
    '_',
    '`',
    '~',
    '"',
    "'",
    '“',
    '”',
    '\\',
    '\n',
    '\t',
    '\r\n',
    ';',
    '(',
    ')',
    '$',
    '%',
    '—',
  ],
  ...[
    '<!channel>',
    '<@U0ANA>',
    '<#C0OPS|ops>',
    '<http://a.example|b.example>',
    '&amp;lt;',
    '{{',
    '__proto__',
    '%00',
    '👍🏽',
    'ü',
  ],
);
const plain = fc.stringMatching(/^[a-z0-9.@_-]{1,20}$/);

/** A few words of any kind, without a size to fear. */
export const someText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: plain },
      { weight: 2, arbitrary: odd },
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    {
      maxLength: 12,
    },
  )
  .chain((parts) => fc.constantFrom(' ', '').map((gap) => parts.join(gap)));

/** The same piece again and again, up to 10 kB: what makes careless matching slow. */
export const repeated = fc
  .tuple(
    fc.oneof(odd, plain, fc.constantFrom('a ', '*a', '((', '"a', '\\"', 'a;', '--a ', '<a', 'a,', '::', '%{', '/0')),
    fc.integer({ min: 1, max: 10_000 }),
    someText,
  )
  .map(([piece, times, end]) => piece.repeat(Math.min(times, Math.floor(10_000 / piece.length))) + end);

/** Any JSON, with names that code uses and objects inherit. */
export const someJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 1_524_831_183, '', 'id'),
    someText,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom('id', 'type', 'data', 'status', 'domain', 'constructor', 'toString', '__proto__', 'length'),
        plain,
      ),
      tie('value'),
      { maxKeys: 6 },
    ),
  ),
})).value;

/** The same JSON with one part of it replaced, left out or doubled. */
export const mutated = (sample: unknown): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'wrap', 'long'), someJson, repeated)
    .map(([at, how, other, long]) => {
      const places: [container: Record<string, unknown>, key: string][] = [];
      const copy = structuredClone(sample);
      const walk = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        for (const key of Object.keys(node)) {
          places.push([node as Record<string, unknown>, key]);
          walk((node as Record<string, unknown>)[key]);
        }
      };
      walk(copy);
      const place = places[at % Math.max(1, places.length)];
      if (!place) return other;
      const [container, key] = place;
      if (how === 'remove') delete container[key];
      else container[key] = how === 'wrap' ? [container[key], container[key]] : how === 'long' ? long : other;
      return copy;
    });
