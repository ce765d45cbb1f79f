import fc from 'fast-check';
import { parsePolicy } from '../../src/config/policy-file.ts';
import { valueKey } from '../../src/domain/dns/model/normalise.ts';
import type { RecordSet } from '../../src/domain/dns/model/record.ts';
import { mergeDesired } from '../../src/domain/dns/plan/desired.ts';
import { entries } from '../../src/domain/dns/zonefile/lexer.ts';
import { parseZoneFile } from '../../src/domain/dns/zonefile/read-zone-file.ts';
import { formatZoneFile } from '../../src/domain/dns/zonefile/write-zone-file.ts';
import { parse } from '../../src/engine/commands/grammar.ts';
import { registry } from '../../src/features/all-features.ts';
import { AppError } from '../../src/lib/errors.ts';
import type { Target } from './target.ts';
import { repeated, someText } from './texts.ts';

/** What it gives, or nothing where it is refused in words for people. */
function orRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError && error.message !== '') return undefined;
    throw error;
  }
}

const zone = 'acme-mail.com';
const words = fc.constantFrom(
  ...[
    '@',
    'www',
    '300',
    'IN',
    'A',
    'AAAA',
    'TXT',
    'MX',
    'CNAME',
    'SRV',
    'CAA',
    'LOC',
    'HTTPS',
    'NAPTR',
    'SPF',
    'SOA',
    'NS',
    'TLSA',
  ],
  ...[
    '192.0.2.1',
    '2001:db8::1',
    '10',
    'mail',
    'mail.example.net.',
    '"v=spf1 -all"',
    '"a" "b"',
    '0 issue "ca"',
    '( ',
    ' )',
    '; note',
    '$TTL 5m',
  ],
  ...[
    '$ORIGIN x',
    '\\065',
    '\\"',
    'cf_tags=a:b',
    '1 . alpn=h2',
    '51 30 0 N 0 7 0 W 10m',
    '*',
    '_dmarc',
    '\\@',
    'xn--',
    '"',
  ],
);
const zoneText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(words, fc.constantFrom(' ', '\t', '\n', '\n', ' ')), { maxLength: 60 })
      .map((all) => all.flat().join('')),
  },
  { weight: 2, arbitrary: fc.array(fc.oneof(words, someText), { maxLength: 30 }).map((all) => all.join(' ')) },
  repeated,
);
const count = (sets: readonly { values: readonly unknown[] }[]): number =>
  sets.reduce((sum, { values }) => sum + values.length, 0);
const keys = (sets: ReturnType<typeof parseZoneFile>['sets']): string =>
  sets
    .flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${valueKey(value)}`))
    .sort()
    .join('\n');

const zoneFiles: Target<string> = {
  name: 'zone files',
  inputs: zoneText,
  check(text) {
    const file = orRefused(() => parseZoneFile(text, zone));
    if (!file) return false;
    const records = [...entries(text)].filter(
      ({ tokens: [first], continues }) => continues || first?.quoted || !first?.raw.startsWith('$'),
    );
    const distinct = new Set(
      records.map(({ tokens, continues }) => JSON.stringify([continues, tokens.map(({ raw }) => raw)])),
    ).size;
    if (count(file.sets) + file.skipped.length > records.length)
      throw new Error('there is more in it than was written');
    // Two lines may say the same in two spellings, so only a file in which nothing arrives is certainly wrong.
    if (distinct > 0 && count(file.sets) + file.skipped.length === 0) throw new Error('everything is lost');
    const sets = file.sets.map((set): RecordSet => ({ ...set, values: mergeDesired(set.type, set.values, []) }));
    const again = parseZoneFile(formatZoneFile(zone, sets), zone);
    if (keys(again.sets) !== keys(file.sets))
      throw new Error(`it comes back as\n${keys(again.sets)}\nand not as\n${keys(file.sets)}`);
    return true;
  },
};

const nouns = [...new Set(registry.map(({ name }) => name))];
const line = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...nouns),
        fc.array(
          fc.oneof(
            words,
            someText,
            fc.constantFrom(
              '--ttl',
              '--reason "x y"',
              '--share',
              '—proxied',
              '--domains a,',
              '--no-proxied',
              '=',
              '--help',
            ),
          ),
          { maxLength: 8 },
        ),
      )
      .map(([name, rest]) => [name, ...rest].join(' ')),
  },
  { weight: 2, arbitrary: someText },
  repeated,
);

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

const slashText: Target<string> = {
  name: 'slash text',
  inputs: line,
  check(text) {
    const read = orRefused(() => parse(registry, text));
    if (!read) return false;
    if (read.kind !== 'command' || read.secretTyped) return true;
    // Every word arrives: as a value, as the reason, or as the name of something that was set.
    const arrived = letters(JSON.stringify([read.command.name, read.raw, read.reason ?? '']));
    for (const word of text.match(/(?<=\s)[a-z0-9]{4,}(?=\s|$)/g) ?? [])
      if (
        !arrived.includes(letters(word)) &&
        !read.command.name.includes(word.replace(/s$/, '')) &&
        !/^(?:share|true|false|help)$/.test(word)
      )
        throw new Error(`"${word}" is lost in ${JSON.stringify(read.raw)}`);
    return true;
  },
};

const yamlPieces = fc.constantFrom(
  ...[
    'channels:',
    'roles:',
    'rules:',
    '  admin: [U0ADMIN]',
    '  approver: ["*", S0GROUP]',
    '  - name: high risk',
    '    when: { risk: high }',
  ],
  ...[
    '    require: [{ min: 2, from: approver }]',
    '    expires: 4h',
    '    reason: required',
    '    when: { effect: destructive, command: dns * }',
  ],
  ...[
    '&a',
    '*a',
    '<<: *a',
    '!!js/function x',
    '? [x]',
    '---',
    '...',
    '{',
    '}',
    '[',
    ']',
    '"',
    '|',
    '>-',
    '    require: []',
    '    expires: 0m',
    '__proto__: x',
  ],
);
const policyText = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(fc.oneof({ weight: 6, arbitrary: yamlPieces }, someText), { maxLength: 20 })
      .map((all) => all.join('\n')),
  },
  repeated,
);

const policyFiles: Target<string> = {
  name: 'policy files',
  inputs: policyText,
  check(text) {
    const result = parsePolicy(text, { commands: registry, manyTeams: false });
    if ('policy' in result) return true;
    if (result.problems.length === 0) throw new Error('it is refused without a word');
    for (const problem of result.problems)
      if (!/^line \d+: \S/.test(problem)) throw new Error(`"${problem}" names no line`);
    return false;
  },
};

export const pureTargets = [zoneFiles, slashText, policyFiles];
