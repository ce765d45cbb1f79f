import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDate } from '../../../sandbox/playground/text/date-format.ts';
import { emojiByName } from '../../../sandbox/playground/text/emoji-names.ts';
import { type Piece, parseMrkdwn } from '../../../sandbox/playground/text/parse-mrkdwn.ts';

const kinds = (text: string) => parseMrkdwn(text).map(({ kind }) => kind);
const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((it) => ('pieces' in it ? textOf(it.pieces) : 'text' in it ? it.text : '')).join('');

test.each([
  ['*bold* and _italic_ and ~gone~', ['bold', 'text', 'italic', 'text', 'strike']],
  ['2 * 3 * 4', ['text']],
  ['snake_case_name', ['text']],
  ['`*as it is*`', ['code']],
  ['a\nb', ['text', 'break', 'text']],
  [':tada: at 10:30:00', ['emoji', 'text']],
  ['> said\n> twice\nafter', ['quote', 'text']],
  ['```\ncode *x*\n```\nafter', ['pre', 'text']],
])('%s is read as Slack reads it', (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

test('what stands in angle brackets is what it names', () => {
  expect(parseMrkdwn('<@U0ANA> <#C0OPS|ops> <!subteam^S0DELIV|@deliverability> <!here>')).toMatchObject([
    { kind: 'user', id: 'U0ANA' },
    { kind: 'text' },
    { kind: 'channel', id: 'C0OPS', label: 'ops' },
    { kind: 'text' },
    { kind: 'usergroup', id: 'S0DELIV' },
    { kind: 'text' },
    { kind: 'broadcast', range: 'here' },
  ]);
  expect(parseMrkdwn('<https://a.example/?b=1&amp;c=2|see &lt;this&gt;>')).toEqual([
    { kind: 'link', url: 'https://a.example/?b=1&c=2', label: 'see <this>' },
  ]);
  expect(parseMrkdwn('<!date^1700000000^{date_num} {time}|then>')).toEqual([
    { kind: 'date', at: 1_700_000_000_000, format: '{date_num} {time}', fallback: 'then' },
  ]);
});

test('text without any sign of markup comes out as it went in', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'abc XYZ 123 äß.,-/()') });
  fc.assert(fc.property(plain, (text) => textOf(parseMrkdwn(text)) === text));
});

test('nothing that can be typed breaks the reader', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'ab *_~`<>!@#|:\n&;') });
  fc.assert(fc.property(typed, (text) => Array.isArray(parseMrkdwn(text))));
});

test('days near today are called by name, others by date', () => {
  const now = new Date(2026, 10, 20, 12).getTime();
  const at = (day: number) => formatDate('{date_short_pretty} at {time}', new Date(2026, 10, day, 9, 5).getTime(), now);
  expect(at(20)).toBe('today at 9:05 AM');
  expect(at(19)).toBe('yesterday at 9:05 AM');
  expect(at(21)).toBe('tomorrow at 9:05 AM');
  expect(at(2)).toBe('Nov 2, 2026 at 9:05 AM');
  expect(formatDate('{ago} {unknown}', now - 3 * 3_600_000, now)).toBe('3 hours ago {unknown}');
});

test('every shortcode that the app writes has its picture', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(engine|features|ui|adapters\/slack)\/.*\.ts$/.test(name))
    .map((name) => readFileSync(join('src', name), 'utf8'));
  const used = files.flatMap((source) =>
    [...source.matchAll(/(?<=['"` ]|\n|\*):([a-z][a-z0-9_+-]*):(?=[ '"`*])/g)].map((it) => it[1] ?? ''),
  );
  expect(used.length).toBeGreaterThan(10);
  expect([...new Set(used)].filter((name) => !emojiByName.has(name))).toEqual([]);
});
