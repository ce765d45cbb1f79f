import { describe, expect, it } from 'vitest';
import { parseRows as parseBytes } from '../../../src/adapters/cloudflare/operations/dns-records.ts';

const rows = [
  { id: 'r1', content: 'a "quote", a } and a ]', data: { flags: 0, inner: { tags: ['}'] } } },
  { id: 'r2', content: 'ends with a backslash \\', tags: [] },
  { id: 'r3', content: 'ü \u2028 \ud83d\ude00' },
];
const info = { result_info: { page: 1, total_count: 3 }, errors: [], success: true };
const parseRows = (text: string, key: string, keep: (row: unknown) => unknown) =>
  parseBytes(Buffer.from(text), key, keep);
const same = (row: unknown) => row;

describe('a long list that is parsed row by row', () => {
  it('holds what the whole would, however it is written', () => {
    for (const body of [
      { result: rows, ...info },
      { result: [], ...info },
      { success: true, result: rows },
      { result: null },
      { result: [1, 'a', null] },
    ])
      for (const spaces of [undefined, 2]) {
        const text = JSON.stringify(body, null, spaces);
        expect(parseRows(text, 'result', same)).toEqual(body);
      }
  });

  it('keeps of each row what was asked for', () => {
    const text = JSON.stringify({ result: rows, ...info });
    const ids = parseRows(text, 'result', (row) => (row as { id: string }).id);
    expect(ids).toEqual({ result: ['r1', 'r2', 'r3'], ...info });
  });

  it('is refused where it is cut off or wrong anywhere, as the whole would be', () => {
    const text = JSON.stringify({ result: rows, ...info });
    for (let length = 0; length < text.length; length += 1)
      expect(() => parseRows(text.slice(0, length), 'result', same), `${length}`).toThrow(SyntaxError);
    expect(() => parseRows('{"result":[{}{}]}', 'result', same)).toThrow(SyntaxError);
    expect(() => parseRows('{"result":[{},]}', 'result', same)).toThrow(SyntaxError);
    expect(() => parseRows('{"result":[,{}]}', 'result', same)).toThrow(SyntaxError);
  });
});
