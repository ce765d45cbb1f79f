import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueKey } from '../../src/domain/dns/model/normalise.ts';
import type { RecordSet } from '../../src/domain/dns/model/record.ts';
import { parseZoneFile } from '../../src/domain/dns/zonefile/read-zone-file.ts';
import { formatZoneFile } from '../../src/domain/dns/zonefile/write-zone-file.ts';
import { typedValue, types } from '../domain/dns/arbitraries.ts';
import { seed } from '../helpers/seed.ts';
import { say } from './run.ts';
import { handwritten } from './written-by-hand.ts';
import { type Reader, readers, zone } from './zone-readers.ts';

const { found, missing } = readers();
for (const one of missing) say(`${one} was not run: it is not installed`);

/** What a reader refuses although we write it, and why we write it. */
const refusals: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^BIND (?:DS|SSHFP) .*unexpected end of input/,
    'the digest or fingerprint is shorter than its type says; the lint names it, the API takes it',
  ],
  [
    /^BIND (?:HTTPS|SVCB) .*(?:disallowed|inconsistent)/,
    'parameters that clients cannot use; the lint names them, the API takes them',
  ],
  [/^BIND NAPTR /, 'BIND compiles the expression; the API takes any text'],
  [/^ldns CERT .*could not parse/, 'ldns knows no certificate of type 0'],
];

const metres = (digits: string): number => {
  const [, first = '0', rest = ''] = /^(\d)(\d*)$/.exec(String(Math.round(Number(digits) * 100))) ?? [];
  return Number(first.padEnd(1 + rest.length, '0')) / 100;
};
/** As it is in DNS: sizes of a place have one digit there (RFC 1876 §2). */
const keysOf = (sets: readonly RecordSet[] | ReturnType<typeof parseZoneFile>['sets']): string[] =>
  sets
    .flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${valueKey(value)}`))
    .map((key) =>
      key.replace(/(precision_horz|precision_vert|size)=([\d.]+)/g, (_, part, digits) => `${part}=${metres(digits)}`),
    )
    .sort();
const read = (text: string): string[] => keysOf(parseZoneFile(text, zone).sets);

/** Reads lines, those left out that the reader refuses; with what it says of them. */
function readMost(reader: Reader, lines: readonly string[]) {
  const refused: string[] = [];
  for (let rest = [...lines]; ; ) {
    const result = reader.read(`${rest.join('\n')}\n`);
    if ('lines' in result) return { refused, rest, lines: result.lines };
    const bad = new Map<number, string>();
    for (const [, line, why = ''] of result.refused.matchAll(/zone:(\d+): (?!TTL set)(.*)/g))
      bad.set(Number(line) - 5, why);
    const at = /at line (\d+)/.exec(result.refused)?.[1];
    if (bad.size === 0 && at) bad.set(Number(at) - 5, result.refused.split('\n')[0] ?? '');
    if (bad.size === 0) throw new Error(result.refused);
    for (const [index, why] of bad)
      refused.push(`${reader.name} ${rest[index]?.split('\t')[3]} ${why}: ${rest[index]}`);
    rest = rest.filter((_, index) => !bad.has(index));
  }
}

describe.each(found)('$name', (reader) => {
  it('reads what we write, and we read what it writes, of every type of record', () => {
    const sets = fc.sample(typedValue, { seed, numRuns: 2000 }).map(([type, value], index): RecordSet => {
      return { name: `r${index}.${zone}`, type, values: [value] };
    });
    const lines = formatZoneFile(zone, sets)
      .split('\n')
      .filter((line) => /\tIN\t/.test(line));
    expect(lines).toHaveLength(sets.length);
    const { refused, rest, lines: theirs } = readMost(reader, lines);
    expect(refused.filter((line) => !refusals.some(([pattern]) => pattern.test(line)))).toEqual([]);
    expect(read(theirs.join('\n'))).toEqual(read(rest.join('\n')));
    expect(new Set(rest.map((line) => line.split('\t')[3]))).toEqual(new Set(types));
    say(`${reader.name}: ${rest.length} records read alike both ways, ${refused.length} refused for a reason`);
  });

  it('reads a file that somebody wrote by hand as we read it', () => {
    const files = fc.sample(handwritten, { seed, numRuns: 300 });
    let alike = 0;
    for (const file of files) {
      const result = reader.read(file);
      if ('refused' in result) throw new Error(`${reader.name} refuses\n${file}\n${result.refused}`);
      expect(read(file), file).toEqual(read(result.lines.join('\n')));
      alike += 1;
    }
    say(`${reader.name}: ${alike} files written by hand read alike`);
  });
});
