import fc from 'fast-check';
import type { Scenario } from './spf-suite.ts';

/** No term lists it, so that every term is asked; it has a name, so that `ptr` finds one. */
export const stranger = '240.0.0.1';

const names = Array.from({ length: 8 }, (_, index) => `n${index}.example.net`);
const fixed: Scenario['zone'] = {
  '1.0.0.240.in-addr.arpa': [{ PTR: 'elsewhere.example.org' }],
  'elsewhere.example.org': [{ A: '192.0.2.9' }],
  'host.example.org': [{ A: '192.0.2.7' }, { AAAA: '2001:db8::7' }],
  'mail.example.org': [{ MX: [10, 'host.example.org'] }],
  'crowded.example.org': Array.from({ length: 11 }, (_, index) => ({ MX: [index, 'host.example.org'] })),
};
const gone = 'gone.example.org';

const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...names) },
  { weight: 3, arbitrary: fc.constantFrom(gone, ...Object.keys(fixed).slice(2)) },
);
const sign = fc.constantFrom('', '', '+', '-', '~', '?');
const signed = (words: fc.Arbitrary<string>) => fc.tuple(sign, words).map((parts) => parts.join(''));
const networks = ['a', 'mx', 'ip4:192.0.2.0/24', 'ip6:2001:db8::/32', 'ip4:192.0.2.1', 'a/24', 'mx/24//64', 'ptr'];
const broken = [
  'ip4:192.0.2.0/33',
  'ip4:1.2.3',
  'include',
  'a:',
  'mx:%{x}.example.org',
  'foo',
  'foo:bar',
  'all:',
  'a:example',
];
const odd = [
  'include:%{d}.example.org',
  'exists:%{o}.v.example.org',
  'A:HOST.example.org',
  'a:%{d}',
  'ip4:192.0.2.1/',
  'ip6:zz',
  'include:a b',
];

const term = fc.oneof(
  {
    weight: 6,
    arbitrary: signed(
      fc
        .tuple(fc.constantFrom('include', 'include', 'a', 'mx', 'ptr'), name)
        .map(([word, domain]) => `${word}:${domain}`),
    ),
  },
  { weight: 1, arbitrary: signed(fc.constantFrom(`exists:${gone}`, 'exists:crowded.example.org')) },
  { weight: 3, arbitrary: signed(fc.constantFrom(...networks)) },
  { weight: 1, arbitrary: signed(fc.constantFrom(...broken, ...odd)) },
  { weight: 1, arbitrary: fc.nat().map((number) => `x${number}=%{i}`) },
  { weight: 1, arbitrary: fc.constantFrom(`exp=${gone}`, 'exp=', 'redirect=') },
);
/** "all" stands in the middle too; beside a redirect it is left out, because pyspf counts that redirect all the same. */
const ends = fc.oneof(
  fc.constantFrom(['-all'], ['~all'], ['?all'], []),
  fc.tuple(fc.constantFrom('-all', '~ALL'), signed(fc.constantFrom(...networks, ...broken))),
  fc.array(
    name.map((domain) => `redirect=${domain}`),
    { minLength: 1, maxLength: 2 },
  ),
);
const record = fc
  .tuple(fc.array(term, { maxLength: 5 }), ends)
  .map(([terms, end]) => `v=spf1 ${[...terms, ...end].join(' ')}`);
const texts = fc.oneof(
  { weight: 6, arbitrary: record.map((text) => [{ TXT: text }]) },
  { weight: 1, arbitrary: fc.constant([{ TXT: 'hello' }]) },
  { weight: 1, arbitrary: record.map((text) => [{ TXT: text }, { TXT: 'v=spf1 -all' }]) },
);
const addresses = [{ A: '192.0.2.1' }, { AAAA: '2001:db8::1' }];
const others = fc.constantFrom(
  [],
  addresses,
  [{ MX: [10, 'host.example.org'] }],
  [...addresses, { MX: [10, 'host.example.org'] }],
);

/**
 * Eight domains whose SPF records name each other, themselves, what is not there, and what nobody can read. Left out, because the
 * implementations differ for a reason: `%%` alone as a name (pyspf refuses what §7.1 allows), names made from the stranger's
 * address (ours do not count as lookups that find nothing, since other senders' addresses may be there), `include` of what
 * everybody passes (`+all`, an `exists` that is there: a verdict ends there, the lint reads on), names with an IPv6 address alone
 * (whether they count as found depends on the sender; the lint names what fails for every sender), mail servers without an
 * address (§4.6.4 counts terms that find nothing; pyspf counts questions), and an include of the domain itself or a modifier
 * twice behind "all" (pyspf refuses both before it reads the record).
 */
export const scenarios: fc.Arbitrary<Scenario> = fc.tuple(...names.map(() => fc.tuple(texts, others))).map((all) => ({
  title: 'made',
  zone: { ...fixed, ...Object.fromEntries(all.map((entries, index) => [names[index] ?? '', entries.flat()])) },
  questions: names.map((domain) => aboutStranger(domain)),
}));

export const aboutStranger = (domain: string): Scenario['questions'][number] => ({
  ...{ name: domain, helo: domain, host: stranger },
  ...{ mailfrom: `postmaster@${domain}`, result: [] },
});
