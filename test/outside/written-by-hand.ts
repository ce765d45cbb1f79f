import fc from 'fast-check';

const pick = (...words: string[]) => fc.constantFrom(...words);
const space = pick(' ', '\t', '   ', ' \t ');
const owner = pick(
  '@',
  'www',
  'a.b',
  '*',
  '*.x',
  '_dmarc',
  's1._domainkey',
  'WWW',
  'mail.acme-mail.com.',
  'acme-mail.com.',
  'xn--mnchen-3ya',
);
const ttl = pick('', '', '300 ', '1h ', '1H30M ', '2d ');
const klass = pick('', '', 'IN ', 'in ');
const host = pick('mx.example.net.', 'mail', 'a.b', 'acme-mail.com.', '@', 'MX.Example.NET.');
const string = pick(
  'v=spf1 -all',
  'a;b',
  'with \\"quotes\\"',
  'back\\\\slash',
  'two  spaces',
  '\\065bc',
  '',
  'ü',
  '(not a group)',
  '$TTL 5',
  '@',
);
const bare = pick('v=spf1', 'plain', 'a\\ b', 'a\\\\b', 'k=rsa');

const quoted = fc.array(
  string.map((text) => `"${text}"`),
  { minLength: 1, maxLength: 4 },
);
const texts = fc
  .oneof(
    { weight: 4, arbitrary: quoted },
    { weight: 1, arbitrary: fc.tuple(quoted, bare).map(([strings, word]) => [...strings, word]) },
    { weight: 1, arbitrary: bare.map((word) => [word]) },
  )
  .filter((words) => words.some((word) => word !== '""'));
const rdata = fc.oneof(
  texts.map((words) => ({ type: 'TXT', words })),
  fc.tuple(fc.nat(60), host).map(([priority, name]) => ({ type: 'MX', words: [String(priority), name] })),
  fc.ipV4().map((address) => ({ type: 'A', words: [address] })),
  pick('2001:db8::1', '2001:DB8:0:0::1', '::ffff:192.0.2.1').map((address) => ({ type: 'AAAA', words: [address] })),
  host.map((name) => ({ type: 'PTR', words: [name] })),
  fc.tuple(fc.nat(9), fc.nat(9), fc.nat(65_535), host).map(([priority, weight, port, name]) => ({
    type: 'SRV',
    words: [`${priority}`, `${weight}`, `${port}`, name],
  })),
  pick('issue "ca.example.net"', 'iodef "mailto:a@b.example"', 'issuewild ";"').map((text) => ({
    type: 'CAA',
    words: ['0', text],
  })),
);

const comment = pick('', '', ' ; a comment', ' ;x "y" (z', '\t;');
/** Words over several lines in parentheses, with comments between, or on one line. */
const laid = (words: readonly string[], style: string, between: string): string => {
  if (style === 'whole') return `(${between}${words.join(between)}${between})`;
  if (style === 'rest') return `${words[0]} ( ${words.slice(1).join(between)} )`;
  return words.join(' ');
};

const record = fc
  .tuple(
    owner,
    fc.boolean(),
    space,
    ttl,
    klass,
    rdata,
    pick('plain', 'plain', 'whole', 'rest'),
    pick('\n', ' \n\t', ' ; here\n  '),
    comment,
  )
  .map(([name, inherits, gap, seconds, cls, { type, words }, style, between, end]) => ({
    inherits,
    lines: (inherited: boolean) =>
      `${inherited ? '' : name}${inherited ? ' ' : gap}${seconds}${cls}${type} ${laid(words, style, between)}${end}`,
  }));
const directive = pick(
  '',
  '; nothing but words',
  '   ',
  '\t; indented',
  '$TTL 600',
  '$TTL 2h',
  '$ORIGIN acme-mail.com.',
  '$ORIGIN sub.acme-mail.com.',
);

/**
 * Files with all that people write and panels export: names left out, parentheses over lines, comments in them, quoted and bare
 * texts, escapes, `$TTL`, `$ORIGIN`, units. Left out is what we refuse on purpose although it can be read: escapes that stand for
 * what no name at Cloudflare can hold, several bare words, a name that looks whole and has no dot.
 */
export const handwritten: fc.Arbitrary<string> = fc
  .array(fc.tuple(directive, record), { minLength: 1, maxLength: 8 })
  .map((parts) =>
    parts
      .flatMap(([line, { inherits, lines }], index) => [line, lines(inherits && index > 0 && !line.startsWith('$'))])
      .join('\n')
      .concat('\n'),
  );
